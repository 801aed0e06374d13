namespace MeterFirmware.Companion.Simulation;

/// <summary>An energy register: counts watt-seconds, shows whole watt-hours and starts over after 999999.999 kWh.</summary>
internal sealed class EnergyRegister
{
    /// <summary>Wh at which the display is 0 again.</summary>
    public const int WrapsAtWh = 1_000_000_000;

    private const int WattSecondsPerWh = 3600;

    private long _wattSeconds;

    /// <summary>What the display shows, truncated: 0 to 999999999 Wh.</summary>
    public int ShownWh => (int)(_wattSeconds / WattSecondsPerWh % WrapsAtWh);

    /// <summary>Counts on.</summary>
    /// <param name="wattSeconds">0 or more.</param>
    public void Add(long wattSeconds) => _wattSeconds += wattSeconds;

    /// <summary>Sets the display.</summary>
    /// <param name="wh">0 to 999999999 Wh.</param>
    public void Set(int wh)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wh);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(wh, WrapsAtWh);
        _wattSeconds = (long)wh * WattSecondsPerWh;
    }
}
