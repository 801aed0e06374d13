using MeterFirmware.Companion.Houses;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Watching;

/// <summary>Reads <c>quarter</c>.</summary>
internal static class FeedQuarter
{
    public static QuarterSnapshot Read(FeedObject json)
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
                BreachNanoEuro = json.NanoEuro("breachEur"),
                Alarm = json.Bool("peakAlarm"),
                IsPartial = json.Bool("partial"),
            };
    }
}
