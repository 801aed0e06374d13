using MeterFirmware.Companion.Device;
using MeterFirmware.Display;
using Xunit;

namespace MeterFirmware.Companion.Tests.Device;

public sealed class OledTextTests
{
    private readonly Canvas _canvas = new();

    [Fact]
    public void Each_font_is_read_back()
    {
        _canvas.DrawText(SmallFont.Font, "From grid", 0, 0);
        _canvas.DrawText(SmallFont.Font, "12:34", 90, 0);
        _canvas.DrawText(LargeDigits.Font, "-2.60", 10, 1);
        _canvas.DrawText(MediumFont.Font, "€10.07", 40, 5);

        Assert.Equal(["From grid 12:34", "-2.60", "€10.07"], new OledText().Read(_canvas));
    }

    [Fact]
    public void A_blank_picture_has_no_text() => Assert.Empty(new OledText().Read(_canvas));
}
