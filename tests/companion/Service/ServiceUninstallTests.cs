using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

[Collection("Environment")]
public sealed class ServiceUninstallTests : IDisposable
{
    private static readonly string[] Commands = ["systemctl --user disable --now meter.service", "systemctl --user daemon-reload"];

    private readonly SystemdStandIn _user = new();

    public void Dispose() => _user.Dispose();

    [SystemdFact]
    public void The_service_goes_and_the_totals_stay()
    {
        _user.Service("install", "--port", _user.Port);
        string totals = Path.Combine(_user.Home, ".local", "state", "meter", "totals.state");
        File.WriteAllText(totals, "totals");
        int before = _user.Changes.Length;

        MeterProcess run = _user.Service("uninstall");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Commands, _user.Changes[before..]);
        Assert.False(File.Exists(_user.UnitPath));
        Assert.True(File.Exists(totals));
    }

    [SystemdFact]
    public void A_dry_run_changes_nothing()
    {
        _user.Service("install", "--port", _user.Port);
        int before = _user.Changes.Length;

        MeterProcess run = _user.Service("uninstall", "--dry-run");

        Assert.Equal([Commands[0], $"rm {_user.UnitPath}", Commands[1]], run.Output.TrimEnd().Split('\n'));
        Assert.Equal(before, _user.Changes.Length);
        Assert.True(File.Exists(_user.UnitPath));
    }

    [SystemdFact]
    public void A_service_that_cannot_be_stopped_keeps_its_unit()
    {
        _user.Service("install", "--port", _user.Port);
        _user.Fails("disable --now", "Failed to stop: it is stubborn\n");

        MeterProcess run = _user.Service("uninstall");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("'systemctl --user disable --now meter.service' failed: Failed to stop: it is stubborn.", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_user.UnitPath));
    }

    [SystemdFact]
    public void Where_there_is_none_there_is_nothing_to_do()
    {
        MeterProcess run = _user.Service("uninstall");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"There is no service: {_user.UnitPath} is not there.", run.Output.TrimEnd());
        Assert.Empty(_user.Changes);
    }
}
