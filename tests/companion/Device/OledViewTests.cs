using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Device;
using MeterFirmware.Pc;
using Spectre.Console;
using Spectre.Console.Rendering;
using Xunit;

namespace MeterFirmware.Companion.Tests.Device;

public sealed class OledViewTests
{
    [Fact]
    public void Two_pixels_make_a_character()
    {
        Oled oled = new();

        // On; horizontal addressing; then in page 0 a column with pixels 0 and 3, as seen from the left with the usual remap.
        oled.Transfer([0x00, 0xAF, 0x20, 0x00, 0xA1, 0xC8, 0x21, 0, 127, 0x22, 0, 7]);
        oled.Transfer([0x40, 0b0000_1001]);
        Assert.True(oled.Pixel(0, 0));
        Assert.True(oled.Pixel(0, 3));

        Frame frame = Frame.Draw(new OledView(oled), AnsiConsole.Console, OledView.Columns, OledView.Rows);

        Assert.Equal(OledView.Rows, frame.Lines.Count);
        Assert.All(frame.Lines, line => Assert.Equal(OledView.Columns, line.Sum(segment => segment.CellCount())));
        Style above = frame.Lines[0][0].Style;
        Style below = frame.Lines[1][0].Style;
        Assert.NotEqual(above.Foreground, above.Background);
        Assert.Equal(above.Foreground, below.Background);
        Assert.Equal(above.Background, below.Foreground);
        Assert.Equal(OledView.Columns, frame.Lines[2][0].CellCount());
    }
}
