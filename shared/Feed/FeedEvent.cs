using MeterFirmware.Json;
using MeterFirmware.Time;

namespace MeterFirmware.Feed;

/// <summary>One thing that happened, kept until the broker has it.</summary>
public sealed class FeedEvent : IPayload
{
    // In the order of FeedEventKind.
    private static readonly string[] Names =
    {
        "started", "peakAlarmBegan", "peakAlarmEnded", "newMonthPeak", "meterSwapped", "subMeterSwapped", "meterSilent", "meterBack",
    };

    internal FeedEvent()
    {
    }

    /// <summary>What happened.</summary>
    public FeedEventKind Kind { get; internal set; }

    /// <summary>Its number since the start, 1 for the first. A message that arrives twice has the same one.</summary>
    public int Number { get; internal set; }

    /// <summary>When, UTC seconds by the meter's clock; <see cref="MeterTime.None"/> before the first telegram.</summary>
    public long TimeUtc { get; internal set; }

    /// <summary>The power that matters: the forecast of an alarm, the new peak; W.</summary>
    public int PowerW { get; set; }

    /// <summary>What that is measured against, W.</summary>
    public int ThresholdW { get; set; }

    /// <summary>What it would cost over the coming year, nano-euro.</summary>
    public long NanoEuro { get; set; }

    /// <summary>A text that belongs to it: the reason of a start, the serial number of another meter.</summary>
    public string Text { get; set; } = "";

    /// <summary>Events lost since the start, as known when this one is sent.</summary>
    public int LostCount { get; internal set; }

    // The next of those that wait to be used again.
    internal FeedEvent? Next { get; set; }

    // Starts it anew, without details.
    internal void Begin(FeedEventKind kind, int number, long timeUtc)
    {
        Kind = kind;
        Number = number;
        TimeUtc = timeUtc;
        PowerW = 0;
        ThresholdW = 0;
        NanoEuro = 0;
        Text = "";
        LostCount = 0;
    }

    /// <summary>How a kind is called.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The value of <c>event</c>.</returns>
    public static string Name(FeedEventKind kind) => Names[(int)kind];

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Number("id", Number);
        json.Moment("time", TimeUtc);
        json.Text("event", Name(Kind));
        switch (Kind)
        {
            case FeedEventKind.Started:
                json.Text("reason", Text);
                break;
            case FeedEventKind.PeakAlarmBegan:
            case FeedEventKind.PeakAlarmEnded:
                json.Number("forecastW", PowerW);
                json.Number("thresholdW", ThresholdW);
                Euro.Write(json, "breachEur", NanoEuro);
                break;
            case FeedEventKind.NewMonthPeak:
                json.Number("peakW", PowerW);
                break;
            case FeedEventKind.MeterSwapped:
                json.Text("serial", Text);
                break;
        }

        json.Number("lostEvents", LostCount);
        json.EndObject();
    }
}
