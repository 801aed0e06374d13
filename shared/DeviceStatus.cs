namespace MeterFirmware;

/// <summary>How the device itself is doing; whoever runs it fills this in before a page is drawn and the feed takes its step.</summary>
public sealed class DeviceStatus
{
    /// <summary>Seconds without a telegram after which a meter that sends each second counts as silent.</summary>
    public const int SilentAfterSeconds = 10;

    // What is longer was a silence.
    private const long LongestPauseMs = 60_000;

    /// <summary>Version of the firmware, such as 1.2.0.</summary>
    public string Version { get; set; } = "";

    /// <summary>Whether there is a connection to the access point.</summary>
    public bool IsWifiConnected { get; set; }

    /// <summary>The device's IPv4 address, empty without one.</summary>
    public string Address { get; set; } = "";

    /// <summary>How it is with the MQTT broker, in a word or two: online, off, no route.</summary>
    public string Broker { get; set; } = "off";

    /// <summary>Seconds since the start: the clock by which pages turn.</summary>
    public long UptimeSeconds { get; set; }

    /// <summary>Free memory, bytes.</summary>
    public long FreeBytes { get; set; }

    /// <summary>Seconds since the last telegram, or since the start when there was none.</summary>
    public long SilentSeconds { get; set; }

    /// <summary>Seconds without a telegram after which this meter counts as silent, see <see cref="Patience"/>.</summary>
    public int PatienceSeconds { get; set; } = SilentAfterSeconds;

    /// <summary>Whether the meter is silent, which is another matter than the device being off.</summary>
    public bool IsMeterSilent => SilentSeconds >= PatienceSeconds;

    /// <summary>What went wrong, in words for a person; null when nothing is.</summary>
    public string? Problem { get; set; }

    /// <summary>How often the state was stored since the start.</summary>
    public long StorageWrites { get; set; }

    /// <summary>Whether the storage can be read and written.</summary>
    public CheckState Storage { get; set; }

    /// <summary>Whether the display answers.</summary>
    public CheckState Display { get; set; }

    /// <summary>Whether the meter's port is open and telegrams come.</summary>
    public CheckState Port { get; set; }

    /// <summary>After how long a meter is silent: some send every ten or thirty seconds only.</summary>
    /// <param name="pauseMs">Milliseconds between its last two telegrams.</param>
    /// <returns>Seconds: three such pauses, at least <see cref="SilentAfterSeconds"/>.</returns>
    public static int Patience(long pauseMs)
    {
        int seconds = pauseMs < LongestPauseMs ? 3 * (int)((pauseMs + 999) / 1000) : 0;
        return seconds < SilentAfterSeconds ? SilentAfterSeconds : seconds;
    }
}

/// <summary>What a self-check at the start came to.</summary>
public enum CheckState
{
    /// <summary>Not known yet.</summary>
    Waiting,

    /// <summary>It works.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,
}
