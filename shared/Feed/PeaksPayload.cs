using MeterFirmware.Json;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;

namespace MeterFirmware.Feed;

/// <summary><c>peaks</c>: the month's peak, those of the months before, and their mean, which the capacity tariff bills.</summary>
public sealed class PeaksPayload : IPayload
{
    private readonly Meter _meter;

    /// <summary>Makes it.</summary>
    /// <param name="meter">What is told of.</param>
    public PeaksPayload(Meter meter)
    {
        _meter = meter;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        QuarterPeak quarter = _meter.Quarter;
        MonthPeaks peaks = quarter.Peaks;
        json.BeginObject();
        json.Moment("time", _meter.Reading.TimeUtc);
        json.Month("month", peaks.Month);
        json.Number("peakW", peaks.PeakW);
        json.Moment("peakEnd", peaks.PeakEndUtc);
        json.Number("meanW", quarter.MeanPeakW);
        json.Number("monthsInMean", peaks.PastCount + 1);
        json.Number("floorW", _meter.Ledger.Rates.Capacity.FloorW);
        Euro.Write(json, "capacityEurPerYear", quarter.CapacityNanoEuroPerYear);
        json.BeginList("history");
        PeakHistory past = peaks.Past;
        for (int row = 0; row < past.Count; row++)
        {
            json.BeginObject();
            json.Month("month", past.Month(row));
            json.Number("peakW", past.PeakW(row));
            json.Moment("peakEnd", past.PeakEndUtc(row));
            json.EndObject();
        }

        json.EndList();
        json.EndObject();
    }
}
