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
        WriteFields(json, reading, isOfMeter: false);

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
        WriteFields(json, reading, isOfMeter: true);
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
            json.Number(RegisterName(meter.Medium, meter.IsGigajoule), meter.Register, 3);
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

    /// <summary>The name of the register of a meter on an M-Bus channel, with its unit.</summary>
    /// <param name="medium">Of <see cref="SubMeter.Medium"/>.</param>
    /// <param name="isGigajoule">Of <see cref="SubMeter.IsGigajoule"/>.</param>
    /// <returns>gasM3, waterM3, heatGj, or m3 or gj when the unit is not that of a known medium.</returns>
    public static string RegisterName(int medium, bool isGigajoule) => medium switch
    {
        SubMeter.Gas => "gasM3",
        SubMeter.Water => "waterM3",
        SubMeter.Heat => "heatGj",
        _ => isGigajoule ? "gj" : "m3",
    };

    private static void WriteFields(JsonWriter json, Reading reading, bool isOfMeter)
    {
        int[] values = reading.Values;
        byte[] kinds = ObisCatalogue.Kinds;
        bool[] areOfMeter = ObisCatalogue.AreOfMeter;
        for (int field = 0; field < values.Length; field++)
        {
            if (areOfMeter[field] != isOfMeter)
            {
                continue;
            }

            ObisKind kind = (ObisKind)kinds[field];
            if (kind == ObisKind.Text)
            {
                WriteText(json, ObisCatalogue.NameOf((Field)field), reading.Text((Field)field));
            }
            else if (kind <= ObisKind.TimedQuantity && kind != ObisKind.Time)
            {
                WriteField(json, (Field)field, values[field]);
            }
        }
    }

    // mV are published in V to a tenth, mA in A to a hundredth.
    private static void WriteField(JsonWriter json, Field field, int value)
    {
        if (value == Reading.Absent)
        {
            return;
        }

        string name = ObisCatalogue.NameOf(field);
        ObisUnit unit = ObisCatalogue.UnitOf((int)field);
        if (value == Reading.NoLimit)
        {
            json.Null(name);
        }
        else if (unit == ObisUnit.Millivolt)
        {
            json.Number(name, FixedPoint.Round(value, 2), 1);
        }
        else if (unit == ObisUnit.Milliampere)
        {
            json.Number(name, FixedPoint.Round(value, 1), 2);
        }
        else
        {
            json.Number(name, value, unit == ObisUnit.WattHour ? 3 : 0);
        }
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
