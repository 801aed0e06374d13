using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Device;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Device;

public sealed class TerminalDeviceViewTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 8)]
    public void A_terminal_too_small_for_the_display_has_the_messages(int width, int height)
    {
        Log log = new();
        log.Add(0, "broker on 127.0.0.1:1883");
        log.Add(0, "device meter-000001 at 127.0.0.1:1883");

        Frame frame = Frame.Draw(TerminalDeviceView.TooSmall(log, width, height), AnsiConsole.Console, width, height);

        string[] lines = [.. frame.Lines.Select(line => string.Concat(line.Select(segment => segment.Text)).TrimEnd())];
        Assert.StartsWith("The display needs 128 columns and 32", lines[0], StringComparison.Ordinal);
        Assert.Contains("broker on 127.0.0.1:1883", lines);
        Assert.Contains("device meter-000001 at 127.0.0.1:1883", lines);
    }
}
