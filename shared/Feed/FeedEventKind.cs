namespace MeterFirmware.Feed;

/// <summary>What an <c>event</c> tells of.</summary>
public enum FeedEventKind
{
    /// <summary>The device has started; the reason is told with it.</summary>
    Started,

    /// <summary>The forecast now breaks the threshold.</summary>
    PeakAlarmBegan,

    /// <summary>The forecast no longer breaks the threshold.</summary>
    PeakAlarmEnded,

    /// <summary>The month has a new peak above the tariff's floor.</summary>
    NewMonthPeak,

    /// <summary>Another electricity meter took over.</summary>
    MeterSwapped,

    /// <summary>Another gas, water or heat meter took over.</summary>
    SubMeterSwapped,

    /// <summary>The meter's clock was set.</summary>
    ClockSet,

    /// <summary>Telegrams were not believed; told at most every quarter of an hour.</summary>
    TelegramsDropped,

    /// <summary>No telegram has come for <see cref="DeviceStatus.SilentAfterSeconds"/>.</summary>
    MeterSilent,

    /// <summary>Telegrams come again.</summary>
    MeterBack,
}
