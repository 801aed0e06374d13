using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

[Collection("Environment")]
public sealed class ServiceInstallTests : IDisposable
{
    private static readonly string[] Commands =
    [
        "systemctl --user daemon-reload",
        "systemctl --user enable meter.service",
        "systemctl --user restart meter.service",
        "loginctl --no-ask-password enable-linger",
    ];

    private readonly SystemdStandIn _user = new();

    public void Dispose() => _user.Dispose();

    [SystemdFact]
    public void A_unit_is_written_and_started_now_and_with_the_machine()
    {
        MeterProcess run = _user.Service("install", "--port", _user.Port, "--target", "4.5", "--publish", "mqtt://localhost");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Commands, _user.Changes);
        string state = Path.Combine(_user.Home, ".local", "state", "meter");
        Assert.EndsWith(
            $"/dotnet {Path.Combine(AppContext.BaseDirectory, "meter.dll")} serve --port {_user.Port} --target 4.5 --publish mqtt://localhost --state {state}/totals.state",
            Line("ExecStart="),
            StringComparison.Ordinal);
        Assert.Equal($"WorkingDirectory={state}", Line("WorkingDirectory="));
        Assert.Equal("Restart=on-failure", Line("Restart="));
        Assert.Equal("StandardOutput=journal", Line("StandardOutput="));
        Assert.True(Directory.Exists(state));
        Assert.Contains("The service is started, now and whenever this machine starts.", run.Output, StringComparison.Ordinal);
    }

    [SystemdTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_files_that_are_missing_are_named_at_once_and_nothing_is_done(bool isDryRun)
    {
        MeterProcess run = _user.Service(["install", "--tcp", "192.168.1.20:2000", "--rates", "r.json", "--publish", "nas", "--user", "jo", "--password-file", "word", "--ca", "ca.pem", .. isDryRun ? ["--dry-run"] : Array.Empty<string>()]);

        Assert.Equal((1, "There is no file r.json; check the path.\nThere is no file word; check the path.\nThere is no file ca.pem; check the path."), (run.ExitCode, run.Errors.TrimEnd()));
        Assert.Equal(isDryRun, run.Output.Contains(" serve --tcp 192.168.1.20:2000 --rates ", StringComparison.Ordinal));
        Assert.Empty(_user.Changes);
    }

    [SystemdFact]
    public void Files_are_named_by_their_whole_paths_and_rates_of_the_folder_are_taken_along()
    {
        _user.Write("rates.json", """{"Water": {"+": 6.2}}""");
        _user.Write("word", "S3same\n", isForAll: false);

        MeterProcess run = _user.Service("install", "--tcp", "192.168.1.20:2000", "--publish", "nas", "--user", "jo", "--password-file", "word", "--state", "kept/here");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith(
            $" serve --tcp 192.168.1.20:2000 --publish nas --user jo --password-file {_user.Home}/word --state {_user.Home}/kept/here --rates {_user.Home}/rates.json",
            Line("ExecStart="),
            StringComparison.Ordinal);
        Assert.Equal($"WorkingDirectory={_user.Home}/kept", Line("WorkingDirectory="));
        Assert.DoesNotContain("S3same", _user.Unit + string.Concat(_user.Log) + run.Output + run.Errors, StringComparison.Ordinal);
    }

    [SystemdFact]
    public void A_file_of_settings_and_the_password_of_the_page_are_named_by_their_whole_paths()
    {
        _user.Write("word", "S3same word\n", isForAll: false);
        _user.Write("meter.json", """{"tcp": "192.168.1.20:2000", "listen": "*:8080", "page-password-file": "word", "state": "kept/here"}""");

        MeterProcess run = _user.Service("install", "--config", "meter.json", "--telegrams", "2000");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($" serve --config {_user.Home}/meter.json --telegrams 2000", Line("ExecStart="), StringComparison.Ordinal);
        Assert.Equal($"WorkingDirectory={_user.Home}/kept", Line("WorkingDirectory="));
    }

    [SystemdFact]
    public void The_file_of_settings_of_the_folder_is_taken_along()
    {
        _user.Write("meter.json", """{"broker": "nas", "device": "home"}""");

        MeterProcess run = _user.Service("install");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($" serve --config {_user.Home}/meter.json", Line("ExecStart="), StringComparison.Ordinal);
    }

    [SystemdTheory]
    [InlineData("kept\nExecStop=x/here")]
    [InlineData("kept/here\r")]
    [InlineData("kept\u0085/here")]
    public void A_line_break_in_a_path_never_reaches_a_unit(string state)
    {
        foreach (string[] more in new[] { Array.Empty<string>(), ["--dry-run"] })
        {
            MeterProcess run = _user.Service(["install", "--port", _user.Port, "--state", state, .. more]);

            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Contains("has a line break or another control character in it", run.Errors, StringComparison.Ordinal);
            Assert.Empty(_user.Changes);
        }
    }

    [SystemdFact]
    public void A_dry_run_tells_the_unit_and_the_commands_and_changes_nothing()
    {
        MeterProcess dry = _user.Service("install", "--port", _user.Port, "--dry-run");
        Assert.Equal(0, dry.ExitCode);
        Assert.Empty(_user.Changes);
        Assert.False(Directory.Exists(Path.Combine(_user.Home, ".config")));
        Assert.False(Directory.Exists(Path.Combine(_user.Home, ".local")));

        _user.Service("install", "--port", _user.Port);

        Assert.StartsWith($"# {_user.UnitPath}\n{_user.Unit}\n", dry.Output, StringComparison.Ordinal);
        Assert.Equal(
            [$"mkdir -p -m 700 {_user.Home}/.local/state/meter", .. Commands],
            dry.Output[(_user.UnitPath.Length + 3 + _user.Unit.Length)..].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [SystemdFact]
    public void Other_options_replace_those_of_before()
    {
        _user.Service("install", "--port", _user.Port);

        MeterProcess again = _user.Service("install", "--port", _user.Port, "--accept-without-crc");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("--accept-without-crc", Line("ExecStart="), StringComparison.Ordinal);
        Assert.Equal([.. Commands, .. Commands], _user.Changes);
    }

    [SystemdFact]
    public void A_unit_of_somebody_else_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_user.UnitPath)!);
        File.WriteAllText(_user.UnitPath, "[Service]\nExecStart=/bin/true\n");

        foreach (string[] words in new[] { new[] { "install", "--port", _user.Port }, ["install", "--port", _user.Port, "--dry-run"], ["uninstall"] })
        {
            MeterProcess run = _user.Service(words);

            Assert.Equal(1, run.ExitCode);
            Assert.Equal($"{_user.UnitPath} was not written by 'meter service install'; move it away first.", run.Errors.Split('\n')[0]);
        }

        Assert.Equal("[Service]\nExecStart=/bin/true\n", _user.Unit);
        Assert.Empty(_user.Changes);
    }

    [SystemdFact]
    public void A_password_that_others_can_read_is_refused()
    {
        string file = _user.Write("word", "S3same\n");

        Refused(1, $"Others on this machine may read the password in {file}; run 'chmod 600 {file}'.", "--port", _user.Port, "--publish", "nas", "--user", "jo", "--password-file", file);
    }

    [SystemdFact]
    public void A_password_file_without_a_password_is_refused()
    {
        string file = _user.Write("word", "\n", isForAll: false);

        Refused(1, $"The first line of {file} is empty; write the password there.", "--port", _user.Port, "--publish", "nas", "--user", "jo", "--password-file", file);
    }

    [SystemdFact]
    public void Rates_that_are_wrong_are_refused()
    {
        _user.Write("rates.json", """{"Water": {"+": "6,2"}}""");

        Refused(1, "rates.json: Water.+, line 1 column 17: a number without quotes was expected, found \"6,2\".", "--port", _user.Port);
    }

    [SystemdFact]
    public void A_port_that_is_not_there_is_refused()
    {
        Refused(3, $"There is no serial port {_user.Home}/ttyUSB9; 'meter ports' lists those of this machine.", "--port", $"{_user.Home}/ttyUSB9");
    }

    [SystemdFact]
    public void A_user_outside_the_ports_group_is_told_how_to_get_in()
    {
        _user.IsInGroups("jo", "jo");

        Refused(3, $"{_user.Port} belongs to the group dialout and you are not in it; run 'sudo usermod -aG dialout $USER' and restart this machine.", "--port", _user.Port);
    }

    [SystemdFact]
    public void A_user_new_in_the_ports_group_is_told_to_restart()
    {
        _user.IsInGroups("jo", "jo dialout");

        Refused(3, $"You are in the group dialout of {_user.Port}, but not yet since you logged in; restart this machine.", "--port", _user.Port);
    }

    [SystemdFact]
    public void A_systemd_that_does_not_answer_leaves_everything_as_it_was()
    {
        _user.Fails("show --property=Version", "Failed to connect to bus: No medium found\n");

        Refused(3, "systemd does not answer you: Failed to connect to bus: No medium found. Log in at the console or by ssh as the user whose service it is, not through su or sudo.", "--port", _user.Port);
    }

    [SystemdFact]
    public void A_command_that_fails_is_named_with_what_it_said()
    {
        _user.Fails("enable meter.service", "Failed to enable unit: Read-only file system.\n");

        MeterProcess run = _user.Service("install", "--port", _user.Port);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("'systemctl --user enable meter.service' failed: Failed to enable unit: Read-only file system. 'meter service status' shows how far it came; both install and uninstall can be run again.", run.Errors.TrimEnd());
    }

    [SystemdFact]
    public void Without_the_right_to_linger_the_service_starts_and_says_so()
    {
        _user.Fails("enable-linger", "Could not enable linger: Access denied\n");

        MeterProcess run = _user.Service("install", "--port", _user.Port);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"It ends when you log out, and starts when you log in: loginctl says \"Could not enable linger: Access denied\". To run it without login: sudo loginctl enable-linger {Environment.UserName}\n", run.Output, StringComparison.Ordinal);
    }

    [SystemdFact]
    public void Without_systemd_it_says_what_it_needs()
    {
        foreach (string[] words in new[] { new[] { "install", "--port", _user.Port, "--dry-run" }, ["uninstall"], ["status"] })
        {
            MeterProcess run = _user.ServiceWithoutSystemd(words);

            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith("'meter service' needs Linux with systemd, and there is no systemctl here", run.Errors, StringComparison.Ordinal);
        }
    }

    [SystemdFact(AsRoot = true)]
    public void By_sudo_it_would_be_roots_service()
    {
        MeterProcess run = _user.ServiceBySudo("install", "--port", _user.Port);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("Leave sudo away: the service runs as you, jo, not as root.", run.Errors.TrimEnd());
        Assert.Empty(_user.Log);
    }

    private string Line(string start) => _user.Unit.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));

    private void Refused(int code, string sentence, params string[] options)
    {
        MeterProcess run = _user.Service(["install", .. options]);

        Assert.Equal(sentence, run.Errors.TrimEnd());
        Assert.Equal(code, run.ExitCode);
        Assert.Empty(_user.Changes);
        Assert.False(File.Exists(_user.UnitPath));
    }
}
