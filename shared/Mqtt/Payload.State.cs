using MeterFirmware.Json;
using MeterFirmware.Readings;

namespace MeterFirmware.Mqtt;

// What the telegram said. What it did not carry is not there.
public static partial class Payload
{
    /// <summary><c>state</c>: one consistent set of what the last telegram measured, and where the quarter is heading.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    public static void WriteState(JsonWriter json, Meter meter)
    {
        Reading reading = meter.Reading;
        json.BeginObject();
        json.Moment("time", reading.TimeUtc);
        WriteSum(json, "importKwh", reading, Field.ImportDayWh, Field.ImportNightWh);
        WriteSum(json, "exportKwh", reading, Field.ExportDayWh, Field.ExportNightWh);
        for (Field field = Field.ImportDayWh; field < Field.Breaker; field++)
        {
            StateField.Write(json, reading, field);
        }

        if (reading.Has(Field.MonthPeakW))
        {
            json.Moment("monthPeakEnd", reading.MonthPeakEndUtc);
        }

        int rate = meter.Ledger.ActiveRate(reading);
        if (rate >= 0)
        {
            json.Text("rate", meter.Ledger.Rates.Name(rate));
        }

        if (meter.Quarter.IsKnown)
        {
            WriteForecast(json, meter.Quarter);
        }

        json.EndObject();
    }

    /// <summary><c>meter</c>: who the meter is, and what the grid operator has set and says. A limiter that is switched off is null.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="reading">What the meter said last.</param>
    public static void WriteMeter(JsonWriter json, Reading reading)
    {
        json.BeginObject();
        WriteText(json, "serial", reading.MeterSerial);
        WriteText(json, "ean", reading.Ean);
        StateField.Write(json, reading, Field.Version);
        StateField.Write(json, reading, Field.Grid);
        for (Field field = Field.Breaker; field < Field.Message; field++)
        {
            StateField.Write(json, reading, field);
        }

        WriteText(json, "message", reading.Message);
        json.EndObject();
    }

    /// <summary><c>channel1</c> to <c>channel8</c>: a gas, water or heat meter.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    public static void WriteChannel(JsonWriter json, SubMeter meter)
    {
        json.BeginObject();
        json.Number("type", meter.DeviceType);
        if (meter.HasRegister)
        {
            json.Number(StateField.Register(meter.Medium, meter.IsGigajoule), meter.Register, 3);
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

    private static void WriteText(JsonWriter json, string name, MeterText text)
    {
        if (text.IsPresent)
        {
            json.Text(name, text.Text, LongestMessage);
        }
    }

    private static void WriteSum(JsonWriter json, string name, Reading reading, Field day, Field night)
    {
        if (reading.Has(day) && reading.Has(night))
        {
            json.Number(name, (long)reading.Get(day) + reading.Get(night), 3);
        }
    }
}
