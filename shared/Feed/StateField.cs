using MeterFirmware.Json;
using MeterFirmware.Readings;
using MeterFirmware.Text;

namespace MeterFirmware.Feed;

/// <summary>How <c>state</c> calls each <see cref="Field"/> that is a number: the name with its unit, and how many decimals.</summary>
public static class StateField
{
    private static readonly string NoName = "";

    // In the order of Field. No name: not a number, or written elsewhere.
    private static readonly string[] Names =
    {
        "version", "grid", NoName, NoName, NoName,
        "importDayKwh", "importNightKwh", "exportDayKwh", "exportNightKwh",
        "activeRate", "demandW", "monthPeakW", NoName,
        "importW", "exportW",
        "importL1W", "importL2W", "importL3W", "exportL1W", "exportL2W", "exportL3W",
        "voltageL1V", "voltageL2V", "voltageL3V",
        "currentL1A", "currentL2A", "currentL3A",
        "breaker", "relay1", "relay2", "relay3", "relay4",
        "limiterW", "fuseA", NoName,
    };

    // What a field's value becomes: digits dropped with rounding, and decimals of what is left. mV are published in V to a tenth,
    // mA in A to a hundredth.
    private static readonly byte[] DroppedDigits = new byte[(int)Field.Count];
    private static readonly byte[] Decimals = new byte[(int)Field.Count];

    static StateField()
    {
        for (int i = 0; i < (int)Field.Count; i++)
        {
            bool isEnergy = i >= (int)Field.ImportDayWh && i <= (int)Field.ExportNightWh;
            bool isVoltage = i >= (int)Field.VoltageL1Mv && i <= (int)Field.VoltageL3Mv;
            bool isCurrent = (i >= (int)Field.CurrentL1Ma && i <= (int)Field.CurrentL3Ma) || i == (int)Field.FuseMa;
            DroppedDigits[i] = (byte)(isVoltage ? 2 : isCurrent ? 1 : 0);
            Decimals[i] = (byte)(isEnergy ? 3 : isVoltage ? 1 : isCurrent ? 2 : 0);
        }
    }

    /// <summary>The name of a field.</summary>
    /// <param name="field">Any but <see cref="Field.Count"/>.</param>
    /// <returns>Empty for a field that is no number.</returns>
    public static string Name(Field field) => Names[(int)field];

    internal static void Write(JsonWriter json, Field field, int value)
    {
        int index = (int)field;
        string name = Names[index];
        if (value == Reading.Absent || (object)name == (object)NoName)
        {
            return;
        }

        if (value == Reading.NoLimit && (field == Field.LimiterW || field == Field.FuseMa))
        {
            json.Null(name);
            return;
        }

        int dropped = DroppedDigits[index];
        json.Number(name, dropped == 0 ? value : FixedPoint.Round(value, dropped), Decimals[index]);
    }
}
