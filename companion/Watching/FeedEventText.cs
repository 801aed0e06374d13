using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Showing;
using MeterFirmware.Feed;

namespace MeterFirmware.Companion.Watching;

/// <summary>Puts an <c>event</c> into words.</summary>
internal static class FeedEventText
{
    private static readonly Dictionary<string, FeedEventKind> Kinds =
        Enum.GetValues<FeedEventKind>().ToDictionary(FeedEvent.Name);

    /// <summary>Puts it into words.</summary>
    /// <param name="json">The event.</param>
    /// <returns>A message of the log.</returns>
    public static LogMessage Read(FeedObject json)
    {
        string name = json.Text("event");
        if (!Kinds.TryGetValue(name, out FeedEventKind kind))
        {
            return new LogMessage(json.Moment("time"), $"event {name}", IsWarning: false);
        }

        string text = kind switch
        {
            FeedEventKind.Started => $"the device has started: {json.Text("reason")}",
            FeedEventKind.PeakAlarmBegan => $"peak ahead: {Show.Kw(json.Whole("forecastW"))} kW",
            FeedEventKind.PeakAlarmEnded => "no peak ahead any more",
            FeedEventKind.NewMonthPeak => $"new month peak: {Show.Kw(json.Whole("peakW"))} kW",
            FeedEventKind.MeterSwapped => $"another meter: {json.Text("serial")}",
            FeedEventKind.SubMeterSwapped => "another gas or water meter",
            FeedEventKind.ClockSet => "the meter's clock was set",
            FeedEventKind.TelegramsDropped => "a telegram with a right CRC was not believed",
            FeedEventKind.MeterSilent => "the meter is silent",
            _ => "the meter is back",
        };
        bool isGood = kind is FeedEventKind.Started or FeedEventKind.PeakAlarmEnded or FeedEventKind.MeterBack;
        return new LogMessage(json.Moment("time"), text, !isGood);
    }
}
