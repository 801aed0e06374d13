using MeterFirmware.Json;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Feed;

/// <summary><c>quarter</c>: what batteries and chargers steer by.</summary>
public sealed class QuarterPayload : IPayload
{
    private readonly Meter _meter;

    /// <summary>Makes it.</summary>
    /// <param name="meter">What is told of.</param>
    public QuarterPayload(Meter meter)
    {
        _meter = meter;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        QuarterPeak quarter = _meter.Quarter;
        QuarterDemand demand = quarter.Demand;
        Reading reading = _meter.Reading;
        json.BeginObject();
        json.Moment(FeedName.Time, reading.TimeUtc);
        json.Moment(FeedName.Start, demand.StartUtc);
        json.Number(FeedName.ElapsedSeconds, demand.ElapsedSeconds);
        json.Number(FeedName.LeftSeconds, BelgianTime.SecondsPerQuarter - demand.ElapsedSeconds);
        StateField.Write(json, Field.ImportW, reading.Values[(int)Field.ImportW]);
        StateField.Write(json, Field.ExportW, reading.Values[(int)Field.ExportW]);
        json.Number(FeedName.DemandW, demand.DemandW);
        json.Number(FeedName.ForecastW, quarter.ForecastW);
        json.Number(FeedName.ThresholdW, quarter.ThresholdW);
        json.Number(FeedName.GapW, quarter.GapW);
        json.Number(FeedName.AllowedW, quarter.AllowedW);
        if (quarter.SecondsToBreach >= 0)
        {
            json.Number(FeedName.SecondsToBreach, quarter.SecondsToBreach);
        }
        else
        {
            json.Null(FeedName.SecondsToBreach);
        }

        Euro.Write(json, FeedName.BreachEur, quarter.BreachNanoEuro);
        json.Bool(FeedName.PeakAlarm, quarter.Alarm);
        json.Bool(FeedName.Partial, demand.IsPartial);
        json.EndObject();
    }
}
