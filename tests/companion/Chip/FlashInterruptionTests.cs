using System.Diagnostics;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

/// <summary>Signals to <c>meter flash</c>, which is a process of its own and needs nothing of this one's surroundings.</summary>
public sealed class FlashInterruptionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NanoffStandIn _user = new();

    public void Dispose() => _user.Dispose();

    [PosixTheory]
    [InlineData("INT")]
    [LongInlineData("TERM")]
    [LongInlineData("HUP")]
    public async Task Interrupted_it_ends_nanoff_and_leaves_nothing_behind(string signal)
    {
        _user.Hangs("--networkdeployment");
        using Process meter = _user.Start("flash", "--port", _user.Port, "--image", _user.Image, "--wifi-ssid", "Home");
        int nanoff = await _user.HangingAsync(Patience);
        Assert.True(File.Exists(_user.PathOfJson("--networkdeployment")));
        using Process child = Process.GetProcessById(nanoff);

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{meter.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        Assert.True(meter.WaitForExit(Patience));
        Assert.NotEqual(0, meter.ExitCode);
        Assert.Empty(_user.Leftovers());
        if (signal == "HUP")
        {
            child.Kill();
        }

        Assert.True(child.WaitForExit(Patience));
        Assert.DoesNotContain(_user.Runs, words => words.Contains("--filedeployment"));
    }
}
