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
        json.Moment("time", reading.TimeUtc);
        WriteText(json, "serial", reading.MeterSerial);
        WriteText(json, "ean", reading.Ean);
        WriteSum(json, "importKwh", reading, Field.ImportDayWh, Field.ImportNightWh);
        WriteSum(json, "exportKwh", reading, Field.ExportDayWh, Field.ExportNightWh);
        for (int i = 0; i < (int)Field.Count; i++)
        {
            StateField.Write(json, (Field)i, reading.Values[i]);
        }

        if (reading.Has(Field.MonthPeakW))
        {
            json.Moment("monthPeakEnd", reading.MonthPeakEndUtc);
        }

        WriteText(json, "message", reading.Message);
        int rate = _meter.Ledger.ActiveRate(reading);
        if (rate >= 0)
        {
            json.Text("rate", _meter.Ledger.Rates.Name(rate));
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

        json.Number("forecastW", quarter.ForecastW);
        json.Number("thresholdW", quarter.ThresholdW);
        json.Number("gapW", quarter.GapW);
        json.Number("allowedW", quarter.AllowedW);
        json.Bool("peakAlarm", quarter.Alarm);
    }

    private static void WriteSubMeter(JsonWriter json, SubMeter meter)
    {
        if (!meter.IsPresent)
        {
            return;
        }

        json.BeginObject(ChannelName.Of(meter.Channel));
        json.Number("type", meter.DeviceType);
        if (meter.HasRegister)
        {
            json.Number(ChannelName.RegisterOf(meter.DeviceType), meter.Register, 3);
            json.Moment("readAt", meter.ReadAtUtc);
        }

        if (meter.Valve >= 0)
        {
            json.Number("valve", meter.Valve);
        }

        WriteText(json, "serial", meter.Serial);
        WriteText(json, "ean", meter.Ean);
        json.EndObject();
    }
}
