using MeterFirmware.Json;
using MeterFirmware.Readings;
using MeterFirmware.Text;

namespace MeterFirmware.Feed;

/// <summary>How <c>state</c> calls each <see cref="Field"/> that is a number: the name with its unit, and how many decimals.</summary>
public static class StateField
{
    // In the order of Field. No name: not a number, or written elsewhere.
    private static readonly string[] Names =
    {
        "version", "grid", "", "", "",
        "importDayKwh", "importNightKwh", "exportDayKwh", "exportNightKwh",
        "activeRate", "demandW", "monthPeakW", "",
        "importW", "exportW",
        "importL1W", "importL2W", "importL3W", "exportL1W", "exportL2W", "exportL3W",
        "voltageL1V", "voltageL2V", "voltageL3V",
        "currentL1A", "currentL2A", "currentL3A",
        "breaker", "relay1", "relay2", "relay3", "relay4",
        "limiterW", "fuseA", "",
    };

    /// <summary>The name of a field.</summary>
    /// <param name="field">Any but <see cref="Field.Count"/>.</param>
    /// <returns>Empty for a field that is no number.</returns>
    public static string Name(Field field) => Names[(int)field];

    // Units smaller than those published: Wh in kWh, mV in V to a tenth, mA in A to a hundredth.
    internal static void Write(JsonWriter json, Field field, int value)
    {
        string name = Names[(int)field];
        if (value == Reading.Absent || name.Length == 0)
        {
            return;
        }

        if (value == Reading.NoLimit && (field == Field.LimiterW || field == Field.FuseMa))
        {
            json.Null(name);
        }
        else if (field >= Field.ImportDayWh && field <= Field.ExportNightWh)
        {
            json.Number(name, value, 3);
        }
        else if (field >= Field.VoltageL1Mv && field <= Field.VoltageL3Mv)
        {
            json.Number(name, FixedPoint.Round(value, 2), 1);
        }
        else if ((field >= Field.CurrentL1Ma && field <= Field.CurrentL3Ma) || field == Field.FuseMa)
        {
            json.Number(name, FixedPoint.Round(value, 1), 2);
        }
        else
        {
            json.Number(name, value);
        }
    }
}
