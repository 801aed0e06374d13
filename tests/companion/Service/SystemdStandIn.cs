using MeterFirmware.Companion.Tests.Commands;

namespace MeterFirmware.Companion.Tests.Service;

/// <summary>A user's home, with programs on the PATH that stand in for those of systemd and note what they are given.</summary>
internal sealed class SystemdStandIn : IDisposable
{
    public const string Running = "LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nActiveEnterTimestamp=Sun 2026-03-01 10:00:00 CET\nNRestarts=0\nExecMainCode=0\nExecMainStatus=0\n";

    // What a program has to say lies in a file of its name; what goes wrong, in files of their own.
    private const string Script =
        """
        #!/bin/sh
        home=${0%/*}
        name=${0##*/}
        printf '%s %s\n' "$name" "$*" >> "$home/../log"
        read -r trouble < "$home/../trouble"
        case "$name $*" in
            *"$trouble"*) cat "$home/../says" >&2; exit 1 ;;
        esac
        case "$name $*" in
            "id --groups --name") cat "$home/../groups" ;;
            "id --groups --name "*) cat "$home/../next-groups" ;;
            "id --user") echo 1000 ;;
            "stat "*) echo "660 dialout" ;;
            "systemctl --user show --property=Version") echo Version=252 ;;
            "systemctl --user show "*) cat "$home/../state" ;;
            "loginctl show-user "*) cat "$home/../linger" ;;
            "journalctl "*) cat "$home/../journal" ;;
        esac
        """;

    private static readonly string[] Programs = ["systemctl", "loginctl", "journalctl", "id", "stat"];

    public SystemdStandIn()
    {
        Home = Directory.CreateTempSubdirectory("systemd").FullName;
        Directory.CreateDirectory(Bin);
        foreach (string name in Programs)
        {
            string program = Path.Combine(Bin, name);
            File.WriteAllText(program, Script);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        Port = Path.Combine(Home, "ttyUSB0");
        File.WriteAllText(Port, "");
        Fails("nothing-goes-wrong", "");
        IsInGroups("jo dialout", "jo dialout");
        HasState(Running, "Linger=yes\n", "");
    }

    public string Home { get; }

    public string Port { get; }

    public string UnitPath => Path.Combine(Home, ".config", "systemd", "user", "meter.service");

    public string Unit => File.ReadAllText(UnitPath);

    /// <summary>What was run, without what only looks.</summary>
    public string[] Changes => [.. Log.Where(line => !line.StartsWith("id ", StringComparison.Ordinal) && !line.StartsWith("stat ", StringComparison.Ordinal) && !line.Contains(" show", StringComparison.Ordinal))];

    public string[] Log => File.Exists(Path.Combine(Home, "log")) ? File.ReadAllLines(Path.Combine(Home, "log")) : [];

    /// <summary>A PATH that leads to the programs that stand in, and to those of the system.</summary>
    public string SearchPath => $"{Bin}:/usr/bin:/bin";

    private string Bin => Path.Combine(Home, "bin");

    /// <summary>The program with this among its words says something and fails.</summary>
    public void Fails(string words, string text)
    {
        Write("trouble", words);
        Write("says", text);
    }

    public void IsInGroups(string now, string nextLogin)
    {
        Write("groups", now + "\n");
        Write("next-groups", nextLogin + "\n");
    }

    public void HasState(string properties, string linger, string journal)
    {
        Write("state", properties);
        Write("linger", linger);
        Write("journal", journal);
    }

    public string Write(string name, string text, bool isForAll = true)
    {
        string path = Path.Combine(Home, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isForAll ? UnixFileMode.OtherRead : UnixFileMode.None));
        }

        return path;
    }

    public MeterProcess Service(params string[] words) => MeterProcess.RunWith(Environment(SearchPath), Home, [], ["service", .. words]);

    /// <summary>The same where there is no systemd.</summary>
    public MeterProcess ServiceWithoutSystemd(params string[] words) => MeterProcess.RunWith(Environment("/nothing/here"), Home, [], ["service", .. words]);

    /// <summary>As started by sudo.</summary>
    public MeterProcess ServiceBySudo(params string[] words) =>
        MeterProcess.RunWith(new(Environment(SearchPath)) { ["SUDO_USER"] = "jo" }, Home, [], ["service", .. words]);

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private Dictionary<string, string> Environment(string path) => new()
    {
        ["PATH"] = path,
        ["HOME"] = Home,
        ["SUDO_USER"] = "",
        ["METER_BROKER_PASSWORD"] = "",
    };
}
