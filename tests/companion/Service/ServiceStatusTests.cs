using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

[Collection("Environment")]
public sealed class ServiceStatusTests : IDisposable
{
    private readonly SystemdStandIn _user = new();

    public void Dispose() => _user.Dispose();

    [SystemdFact]
    public void A_running_service_shows_its_last_lines()
    {
        _user.HasState(SystemdStandIn.Running, "Linger=yes\n", "Mar 01 10:15:01 pi meter[812]: 10:15:01 10:00 came to 1.204 kW\n");

        MeterProcess run = _user.Service("status");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Running since Sun 2026-03-01 10:00:00 CET.\n\nMar 01 10:15:01 pi meter[812]: 10:15:01 10:00 came to 1.204 kW\n", run.Output);
        Assert.Contains("journalctl --user-unit=meter.service --lines=10 --no-pager --quiet", _user.Log);
    }

    [SystemdTheory]
    [InlineData("activating", "auto-restart", "7", "1", "3", "Fails, and is started again every 10 s (7 times so far). The port or the bridge cannot be reached; the last lines below say why.")]
    [InlineData("activating", "auto-restart", "1", "1", "1", "Fails, and is started again every 10 s (once so far). Something in a file is wrong; the last lines below say what and where.")]
    [InlineData("activating", "auto-restart", "1", "1", "203", "Fails, and is started again every 10 s (once so far). The program is not where it was; run 'meter service install' again.")]
    [InlineData("activating", "auto-restart", "1", "1", "134", "Fails, and is started again every 10 s (once so far). It ended with 134; the last lines below may say why.")]
    [InlineData("activating", "auto-restart", "1", "2", "9", "Fails, and is started again every 10 s (once so far). It was killed by signal 9; 9 is often a machine without free memory.")]
    [InlineData("failed", "failed", "0", "1", "2", "Failed, and is not started again. This version of the program does not know an option of the service; run 'meter service install' again.")]
    [InlineData("inactive", "dead", "0", "0", "0", "Stopped; 'systemctl --user start meter.service' starts it.")]
    public void One_that_does_not_run_says_what_to_do(string active, string sub, string restarts, string code, string status, string sentence)
    {
        _user.HasState($"LoadState=loaded\nActiveState={active}\nSubState={sub}\nUnitFileState=enabled\nActiveEnterTimestamp=\nNRestarts={restarts}\nExecMainCode={code}\nExecMainStatus={status}\n", "Linger=yes\n", "There is no serial port /dev/ttyUSB0\n");

        MeterProcess run = _user.Service("status");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal($"{sentence}\n\nThere is no serial port /dev/ttyUSB0\n", run.Output);
    }

    [SystemdFact]
    public void One_that_started_again_says_how_often()
    {
        _user.HasState(SystemdStandIn.Running.Replace("NRestarts=0", "NRestarts=3", StringComparison.Ordinal), "Linger=yes\n", "a line\n");

        Assert.StartsWith("Running since Sun 2026-03-01 10:00:00 CET, started again 3 times after a failure.\n", _user.Service("status").Output, StringComparison.Ordinal);
    }

    [SystemdFact]
    public void One_that_ends_with_the_login_says_so()
    {
        _user.HasState(SystemdStandIn.Running, "Linger=no\n", "a line\n");

        Assert.Contains($"'sudo loginctl enable-linger {Environment.UserName}' lets it run without.", _user.Service("status").Output, StringComparison.Ordinal);
    }

    [SystemdFact]
    public void One_that_does_not_start_by_itself_says_so()
    {
        _user.HasState(SystemdStandIn.Running.Replace("=enabled", "=disabled", StringComparison.Ordinal), "Linger=yes\n", "a line\n");

        Assert.Contains("'systemctl --user enable meter.service' changes that.", _user.Service("status").Output, StringComparison.Ordinal);
    }

    [SystemdFact]
    public void A_journal_that_may_not_be_read_says_how_to()
    {
        Assert.EndsWith(
            "The journal has no line of it that you may read; try 'sudo journalctl --user-unit=meter.service --lines=10 --no-pager --quiet'.\n",
            _user.Service("status").Output,
            StringComparison.Ordinal);
    }

    [SystemdFact]
    public void Where_there_is_none_it_says_how_to_make_one()
    {
        _user.HasState("LoadState=not-found\nActiveState=inactive\nSubState=dead\n", "", "");

        MeterProcess run = _user.Service("status");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("There is no service; 'meter service install --port PORT' makes one.\n", run.Output);
    }

    [SystemdFact]
    public void A_systemd_that_does_not_answer_is_not_reachable()
    {
        _user.Fails("systemctl --user show", "Failed to connect to bus: No medium found\n");

        MeterProcess run = _user.Service("status");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("systemd does not answer you: Failed to connect to bus: No medium found. Log in", run.Errors, StringComparison.Ordinal);
    }
}
