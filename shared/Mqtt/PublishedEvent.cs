using MeterFirmware.Time;

namespace MeterFirmware.Mqtt;

/// <summary>One thing that happened, kept until the broker has it.</summary>
public sealed class PublishedEvent
{
    internal PublishedEvent(PublishedEventKind kind, long timeUtc)
    {
        Kind = kind;
        TimeUtc = timeUtc;
    }

    /// <summary>What happened.</summary>
    public PublishedEventKind Kind { get; }

    /// <summary>When, UTC seconds by the meter's clock; <see cref="MeterTime.None"/> before the first telegram.</summary>
    public long TimeUtc { get; }

    /// <summary>The power that matters: the forecast of an alarm, the new peak; W.</summary>
    public int PowerW { get; set; }

    /// <summary>What that is measured against, W.</summary>
    public int ThresholdW { get; set; }

    /// <summary>What it would cost over the coming year, nano-euro.</summary>
    public long NanoEuro { get; set; }

    /// <summary>A text that belongs to it: the reason of a start, the serial number of another meter.</summary>
    public string Text { get; set; } = "";

    /// <summary>The one that happened after it.</summary>
    internal PublishedEvent? Next { get; set; }

    /// <summary>How a kind is called.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The value of <c>event</c>.</returns>
    public static string Name(PublishedEventKind kind) => kind switch
    {
        PublishedEventKind.Started => "started",
        PublishedEventKind.PeakAlarmBegan => "peakAlarmBegan",
        PublishedEventKind.PeakAlarmEnded => "peakAlarmEnded",
        PublishedEventKind.NewMonthPeak => "newMonthPeak",
        PublishedEventKind.MeterSwapped => "meterSwapped",
        PublishedEventKind.SubMeterSwapped => "subMeterSwapped",
        PublishedEventKind.ClockSet => "clockSet",
        PublishedEventKind.TelegramsDropped => "telegramsDropped",
        PublishedEventKind.MeterSilent => "meterSilent",
        _ => "meterBack",
    };
}

/// <summary>What an <c>event</c> tells of.</summary>
public enum PublishedEventKind
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
