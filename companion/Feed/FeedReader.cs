using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Feed;

/// <summary>What <c>diagnostics</c> says.</summary>
/// <param name="IsMeterSilent">Whether no telegram comes.</param>
/// <param name="SilentSeconds">Seconds since the last telegram.</param>
/// <param name="Lines">How the device is doing, for the end of the telegram's lines.</param>
internal sealed record FeedDiagnostics(bool IsMeterSilent, long SilentSeconds, List<DecodedLine> Lines);

/// <summary>Reads the topics that say little.</summary>
internal static class FeedReader
{
    private static readonly Dictionary<string, PublishedEventKind> Kinds =
        Enum.GetValues<PublishedEventKind>().ToDictionary(PublishedEvent.Name);

    /// <summary>Reads <c>quarter</c>.</summary>
    public static QuarterSnapshot Quarter(FeedObject json)
    {
        int elapsed = json.Whole("elapsedSeconds");
        return elapsed is < 0 or > BelgianTime.SecondsPerQuarter
            ? throw new FeedException("elapsedSeconds is not within a quarter")
            : new QuarterSnapshot
            {
                StartUtc = json.Moment("start"),
                ElapsedSeconds = elapsed,
                DemandW = json.Whole("demandW"),
                ForecastW = json.Whole("forecastW"),
                ThresholdW = json.Whole("thresholdW"),
                GapW = json.Whole("gapW"),
                AllowedW = json.Whole("allowedW"),
                SecondsToBreach = json.IsNull("secondsToBreach") ? -1 : json.Whole("secondsToBreach"),
                BreachNanoEuro = json.IsNull("breachEur") ? 0 : json.NanoEuro("breachEur"),
                Alarm = json.Bool("peakAlarm"),
                IsPartial = json.Bool("partial"),
            };
    }

    /// <summary>Reads <c>peaks</c>.</summary>
    public static PeaksSnapshot Peaks(FeedObject json) => new()
    {
        Month = Month(json),
        Past = [],
        MeanW = json.Whole("meanW"),
        MonthsInMean = json.Whole("monthsInMean"),
        NanoEuroPerYear = json.NanoEuro("capacityEurPerYear"),
    };

    /// <summary>Reads <c>peaks/history</c>.</summary>
    public static MonthSnapshot[] PeakHistory(FeedObject json) => [.. json.Objects("history").Select(Month)];

    /// <summary>Reads <c>prices</c>, which says nothing of the days' quarters.</summary>
    public static PricesSnapshot Prices(FeedObject json) => new()
    {
        TimeUtc = json.Moment("time"),
        Now = Price(json, "nowEurPerKwh"),
        Next = Price(json, "nextEurPerKwh"),
        Cheapest = [.. PricesSnapshot.WindowHours.Select(hours => Cheapest(json.Object($"cheapest{hours}h"), hours)).OfType<CheapestSnapshot>()],
    };

    /// <summary>Reads <c>prices/today</c> and <c>prices/tomorrow</c>; without prices when they are not known.</summary>
    public static PriceDaySnapshot PriceDay(FeedObject json)
    {
        long startUtc = json.Moment("start");
        List<long> prices = json.Numbers("eurPerKwh", 6);
        long quarters = startUtc == MeterTime.None ? 0 : (BelgianTime.DayStartUtc(BelgianTime.DayNumber(startUtc) + 1) - startUtc) / BelgianTime.SecondsPerQuarter;
        return prices.Count == 0 || prices.Count == quarters
            ? new PriceDaySnapshot(startUtc, prices)
            : throw new FeedException($"eurPerKwh has {prices.Count} prices, and the day {quarters} quarters");
    }

    private static CheapestSnapshot? Cheapest(FeedObject json, int hours) =>
        json.IsNull("start") ? null : new CheapestSnapshot(hours, json.Moment("start"), json.Number("eurPerKwh", 6));

    private static long? Price(FeedObject json, string name) => json.IsNull(name) ? null : json.Number(name, 6);

    /// <summary>Reads <c>diagnostics</c>.</summary>
    public static FeedDiagnostics Diagnostics(FeedObject json)
    {
        // It tells once a minute.
        long uptime = json.Number("uptimeSeconds");
        long refused = json.Number("crcErrors") + json.Number("truncated");
        List<DecodedLine> lines =
        [
            Line("device version", json.Text("version")),
            Line("device runs for", uptime < 60 ? "less than 1 min" : Show.Duration(uptime)),
            Line("telegrams", $"{json.Number("telegrams")}" + (refused > 0 ? $", {refused} refused" : "")),
        ];
        if (json.Has("freeBytes"))
        {
            lines.Add(Line("free memory", $"{json.Number("freeBytes") / 1024} KiB"));
        }

        if (json.Text("problem") is { Length: > 0 } problem)
        {
            lines.Add(Line("problem", problem));
        }

        return new FeedDiagnostics(json.Bool("meterSilent"), json.Number("silentSeconds"), lines);
    }

    /// <summary>Puts an <c>event</c> into words.</summary>
    public static LogMessage Event(FeedObject json)
    {
        string name = json.Text("event");
        if (!Kinds.TryGetValue(name, out PublishedEventKind kind))
        {
            return new LogMessage(json.Moment("time"), $"event {name}", IsWarning: false);
        }

        string text = kind switch
        {
            PublishedEventKind.Started => $"the device has started: {json.Text("reason")}",
            PublishedEventKind.PeakAlarmBegan => $"peak ahead: {Show.Kw(json.Whole("forecastW"))} kW",
            PublishedEventKind.PeakAlarmEnded => "no peak ahead any more",
            PublishedEventKind.NewMonthPeak => $"new month peak: {Show.Kw(json.Whole("peakW"))} kW",
            PublishedEventKind.MeterSwapped => $"another meter: {json.Text("serial")}",
            PublishedEventKind.SubMeterSwapped => "another gas or water meter",
            PublishedEventKind.ClockSet => "the meter's clock was set",
            PublishedEventKind.TelegramsDropped => "a telegram with a right CRC was not believed",
            PublishedEventKind.MeterSilent => "the meter is silent",
            _ => "the meter is back",
        };
        bool isGood = kind is PublishedEventKind.Started or PublishedEventKind.PeakAlarmEnded or PublishedEventKind.MeterBack;
        return new LogMessage(json.Moment("time"), text, !isGood);
    }

    private static MonthSnapshot Month(FeedObject json) => new(json.Month("month"), json.Whole("peakW"), json.Moment("peakEnd"));

    private static DecodedLine Line(string name, string value) => new(0, "device", name, "", value, Problem: null, Column: 0);
}
