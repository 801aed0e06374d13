using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tariffs;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

public sealed class PlainViewTests
{
    [Fact]
    public void What_is_not_known_is_no_zero()
    {
        StringWriter output = new();
        using PlainView view = new(output, TextWriter.Null);

        view.Telegram(new LocalMeter(new Meter(new Rates()), "script"));

        Assert.Equal("no time                    - kW  quarter -  today -", output.ToString().TrimEnd());
    }
}
