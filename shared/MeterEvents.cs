using System;

namespace MeterFirmware;

/// <summary>What a telegram brought about that a person would want to be told.</summary>
[Flags]
public enum MeterEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The ledger started to count.</summary>
    Started = 1,

    /// <summary>A new day began.</summary>
    NewDay = 2,

    /// <summary>A new month began, and with it a new month peak.</summary>
    NewMonth = 4,

    /// <summary>Another electricity meter took over.</summary>
    MeterSwapped = 8,

    /// <summary>Another gas, water or heat meter took over.</summary>
    SubMeterSwapped = 16,

    /// <summary>A quarter of an hour ended.</summary>
    QuarterClosed = 32,

    /// <summary>The month has a new peak above the tariff's floor.</summary>
    NewMonthPeak = 64,

    /// <summary>The forecast now breaks the threshold.</summary>
    AlarmBegan = 128,

    /// <summary>The forecast no longer breaks the threshold.</summary>
    AlarmEnded = 256,

    /// <summary>The rates that waited for their day are in force.</summary>
    RatesSwitched = 512,

    /// <summary>A telegram with a right CRC, or a sub-meter's reading in it, was not believed.</summary>
    TelegramDropped = 1024,

    /// <summary>The meter's clock was put back, or its registers are ahead of it.</summary>
    ClockSet = 2048,
}
