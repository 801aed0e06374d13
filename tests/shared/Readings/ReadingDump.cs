using System.Text;
using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

/// <summary>All values that a reading has, by name, so that readings can be compared.</summary>
internal static class ReadingDump
{
    public static SortedDictionary<string, string> Values(Reading reading)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        for (Field field = 0; field < Field.Count; field++)
        {
            if (reading.Has(field))
            {
                values[field.ToString()] = reading.Get(field).ToString();
            }
        }

        AddTime(values, "time utc", reading.TimeUtc);
        AddTime(values, "month peak end", reading.MonthPeakEndUtc);
        AddText(values, "meter serial", reading.MeterSerial);
        AddText(values, "ean", reading.Ean);
        AddText(values, "message", reading.Message);
        PeakHistory history = reading.PeakHistory;
        for (int row = 0; row < history.Count; row++)
        {
            values["peak " + history.Month(row)] = history.PeakW(row) + " at " + history.PeakEndUtc(row);
        }

        for (int channel = 1; channel <= 8; channel++)
        {
            AddSubMeter(values, "channel " + channel, reading.SubMeter(channel));
        }

        return values;
    }

    public static string Text(Reading reading)
    {
        StringBuilder text = new();
        foreach ((string name, string value) in Values(reading))
        {
            text.Append(name).Append(" = ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    private static void AddSubMeter(SortedDictionary<string, string> values, string name, SubMeter subMeter)
    {
        if (subMeter.DeviceType != 0)
        {
            values[name + " type"] = subMeter.DeviceType.ToString();
        }

        if (subMeter.HasRegister)
        {
            values[name + " register"] = subMeter.Register + " at " + subMeter.ReadAtUtc;
        }

        if (subMeter.Valve != -1)
        {
            values[name + " valve"] = subMeter.Valve.ToString();
        }

        AddText(values, name + " serial", subMeter.Serial);
        AddText(values, name + " ean", subMeter.Ean);
    }

    private static void AddTime(SortedDictionary<string, string> values, string name, long utc)
    {
        if (utc != 0)
        {
            values[name] = utc.ToString();
        }
    }

    private static void AddText(SortedDictionary<string, string> values, string name, MeterText text)
    {
        if (text.IsPresent)
        {
            values[name] = text.Text;
        }
    }
}
