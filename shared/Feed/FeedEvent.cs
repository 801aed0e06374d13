using MeterFirmware.Time;

namespace MeterFirmware.Feed;

/// <summary>One thing that happened, kept until the broker has it.</summary>
public sealed class FeedEvent
{
    internal FeedEvent(FeedEventKind kind, long timeUtc)
    {
        Kind = kind;
        TimeUtc = timeUtc;
    }

    /// <summary>What happened.</summary>
    public FeedEventKind Kind { get; }

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
    internal FeedEvent? Next { get; set; }

    /// <summary>How a kind is called.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The value of <c>event</c>.</returns>
    public static string Name(FeedEventKind kind) => kind switch
    {
        FeedEventKind.Started => "started",
        FeedEventKind.PeakAlarmBegan => "peakAlarmBegan",
        FeedEventKind.PeakAlarmEnded => "peakAlarmEnded",
        FeedEventKind.NewMonthPeak => "newMonthPeak",
        FeedEventKind.MeterSwapped => "meterSwapped",
        FeedEventKind.SubMeterSwapped => "subMeterSwapped",
        FeedEventKind.ClockSet => "clockSet",
        FeedEventKind.TelegramsDropped => "telegramsDropped",
        FeedEventKind.MeterSilent => "meterSilent",
        _ => "meterBack",
    };
}
