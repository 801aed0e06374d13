using MeterFirmware.Companion.Houses;

namespace MeterFirmware.Companion.Watching;

/// <summary>Reads <c>peaks</c> and <c>peaks/history</c>.</summary>
internal static class FeedPeaks
{
    public static PeaksSnapshot Read(FeedObject json) => new()
    {
        Month = Month(json),
        Past = [],
        MeanW = json.Whole("meanW"),
        MonthsInMean = json.Whole("monthsInMean"),
        NanoEuroPerYear = json.NanoEuro("capacityEurPerYear"),
    };

    public static MonthSnapshot[] ReadHistory(FeedObject json) => [.. json.Objects("history").Select(Month)];

    private static MonthSnapshot Month(FeedObject json) => new(json.Month("month"), json.Whole("peakW"), json.Moment("peakEnd"));
}
