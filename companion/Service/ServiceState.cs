using System.Globalization;

namespace MeterFirmware.Companion.Service;

/// <summary>How the service is doing, as systemd says.</summary>
/// <param name="properties">What <c>systemctl show</c> prints, <c>Name=value</c> a line.</param>
internal sealed class ServiceState(string properties)
{
    private readonly Dictionary<string, string> _values = properties
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>What is asked of systemd.</summary>
    public static string[] Question { get; } =
        ["systemctl", "--user", "show", ServiceUnit.Name, "--property=LoadState,ActiveState,SubState,UnitFileState,ActiveEnterTimestamp,NRestarts,ExecMainCode,ExecMainStatus"];

    /// <summary>Whether there is such a service.</summary>
    public bool IsInstalled => Of("LoadState") != "not-found";

    public bool IsRunning => Of("ActiveState") == "active";

    /// <summary>Whether it starts with the machine, or at login.</summary>
    public bool IsEnabled => Of("UnitFileState") == "enabled";

    /// <summary>How it is doing, in one or two sentences that say what to do.</summary>
    public string Text => Of("LoadState") is not "loaded"
        ? $"systemd cannot read the unit ({Of("LoadState")}); 'meter service install' writes it anew."
        : (Of("ActiveState"), Of("SubState")) switch
        {
            ("active", _) => $"Running since {Of("ActiveEnterTimestamp")}{(Restarts == null ? "" : $", started again {Restarts} after a failure")}.",
            ("activating", "auto-restart") => $"Fails, and is started again every {ServiceUnit.RestartSeconds} s{(Restarts == null ? "" : $" ({Restarts} so far)")}. {Reason}",
            ("activating", _) => "Starting.",
            ("deactivating", _) => "Stopping.",
            ("failed", _) => $"Failed, and is not started again. {Reason}",
            _ => $"Stopped; 'systemctl --user start {ServiceUnit.Name}' starts it.",
        };

    private string? Restarts => Of("NRestarts") switch
    {
        "" or "0" => null,
        "1" => "once",
        string count => $"{count} times",
    };

    // Codes beyond our own are systemd's, and those of the program that starts .NET.
    private string Reason => (Of("ExecMainCode"), Of("ExecMainStatus")) switch
    {
        ("1", "1") => "Something in a file is wrong; the last lines below say what and where.",
        ("1", "2") => "This version of the program does not know an option of the service; run 'meter service install' again.",
        ("1", "3") => "The port or the bridge cannot be reached; the last lines below say why.",
        ("1", "131") => ".NET is not where it was; run 'meter service install' again.",
        ("1", "200") => "The folder of the totals is gone; run 'meter service install' again.",
        ("1", "203") => "The program is not where it was; run 'meter service install' again.",
        ("1", string code) => string.Create(CultureInfo.InvariantCulture, $"It ended with {code}; the last lines below may say why."),
        (_, string signal) => $"It was killed by signal {signal}; 9 is often a machine without free memory.",
    };

    private string Of(string name) => _values.GetValueOrDefault(name, "");
}
