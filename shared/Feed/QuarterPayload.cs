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
        json.Moment("time", reading.TimeUtc);
        json.Moment("start", demand.StartUtc);
        json.Number("elapsedSeconds", demand.ElapsedSeconds);
        json.Number("leftSeconds", BelgianTime.SecondsPerQuarter - demand.ElapsedSeconds);
        StateField.Write(json, Field.ImportW, reading.Values[(int)Field.ImportW]);
        StateField.Write(json, Field.ExportW, reading.Values[(int)Field.ExportW]);
        json.Number("demandW", demand.DemandW);
        json.Number("forecastW", quarter.ForecastW);
        json.Number("thresholdW", quarter.ThresholdW);
        json.Number("gapW", quarter.GapW);
        json.Number("allowedW", quarter.AllowedW);
        if (quarter.SecondsToBreach >= 0)
        {
            json.Number("secondsToBreach", quarter.SecondsToBreach);
        }
        else
        {
            json.Null("secondsToBreach");
        }

        Euro.Write(json, "breachEur", quarter.BreachNanoEuro);
        json.Bool("peakAlarm", quarter.Alarm);
        json.Bool("partial", demand.IsPartial);
        json.EndObject();
    }
}
