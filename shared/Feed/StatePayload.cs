using MeterFirmware.Json;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;

namespace MeterFirmware.Feed;

/// <summary><c>state</c>: one consistent set of all that the last telegram said, and where the quarter is heading.</summary>
/// <remarks>What the telegram did not carry is not there. A limiter that is switched off is null.</remarks>
public sealed class StatePayload : IPayload
{
    private readonly Meter _meter;

    /// <summary>Makes it.</summary>
    /// <param name="meter">What is told of.</param>
    public StatePayload(Meter meter)
    {
        _meter = meter;
    }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        Reading reading = _meter.Reading;
        json.BeginObject();
        json.Moment(FeedName.Time, reading.TimeUtc);
        WriteText(json, FeedName.Serial, reading.MeterSerial);
        WriteText(json, FeedName.Ean, reading.Ean);
        WriteSum(json, FeedName.ImportKwh, reading, Field.ImportDayWh, Field.ImportNightWh);
        WriteSum(json, FeedName.ExportKwh, reading, Field.ExportDayWh, Field.ExportNightWh);
        int[] values = reading.Values;
        for (int i = 0; i < values.Length; i++)
        {
            int value = values[i];
            if (value != Reading.Absent)
            {
                StateField.Write(json, (Field)i, value);
            }
        }

        if (reading.Has(Field.MonthPeakW))
        {
            json.Moment(FeedName.MonthPeakEnd, reading.MonthPeakEndUtc);
        }

        WriteText(json, FeedName.Message, reading.Message);
        int rate = _meter.Ledger.ActiveRate(reading);
        if (rate >= 0)
        {
            json.Text(FeedName.Rate, _meter.Ledger.Rates.Name(rate));
        }

        WriteQuarter(json, _meter.Quarter);
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            WriteSubMeter(json, reading.SubMeter(channel));
        }

        json.EndObject();
    }

    private static void WriteText(JsonWriter json, string name, MeterText text)
    {
        if (text.IsPresent)
        {
            json.Text(name, text.Text);
        }
    }

    private static void WriteSum(JsonWriter json, string name, Reading reading, Field day, Field night)
    {
        if (reading.Has(day) && reading.Has(night))
        {
            json.Number(name, (long)reading.Get(day) + reading.Get(night), 3);
        }
    }

    private static void WriteQuarter(JsonWriter json, QuarterPeak quarter)
    {
        if (!quarter.IsKnown)
        {
            return;
        }

        json.Number(FeedName.ForecastW, quarter.ForecastW);
        json.Number(FeedName.ThresholdW, quarter.ThresholdW);
        json.Number(FeedName.GapW, quarter.GapW);
        json.Number(FeedName.AllowedW, quarter.AllowedW);
        json.Bool(FeedName.PeakAlarm, quarter.Alarm);
    }

    private static void WriteSubMeter(JsonWriter json, SubMeter meter)
    {
        if (!meter.IsPresent)
        {
            return;
        }

        json.BeginObject(ChannelName.Of(meter.Channel));
        json.Number(FeedName.Type, meter.DeviceType);
        if (meter.HasRegister)
        {
            json.Number(ChannelName.RegisterOf(meter.DeviceType), meter.Register, 3);
            json.Moment(FeedName.ReadAt, meter.ReadAtUtc);
        }

        if (meter.Valve >= 0)
        {
            json.Number(FeedName.Valve, meter.Valve);
        }

        WriteText(json, FeedName.Serial, meter.Serial);
        WriteText(json, FeedName.Ean, meter.Ean);
        json.EndObject();
    }
}
