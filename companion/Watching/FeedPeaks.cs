using MeterFirmware.Companion.Houses;

namespace MeterFirmware.Companion.Watching;

/// <summary>Reads <c>peaks</c>.</summary>
internal static class FeedPeaks
{
    public static PeaksSnapshot Read(FeedObject json) => new()
    {
        Month = Month(json),
        Past = [.. json.Objects("history").Select(Month)],
        MeanW = json.Whole("meanW"),
        MonthsInMean = json.Whole("monthsInMean"),
        NanoEuroPerYear = json.NanoEuro("capacityEurPerYear"),
    };

    private static MonthSnapshot Month(FeedObject json) => new(json.Month("month"), json.Whole("peakW"), json.Moment("peakEnd"));
}
