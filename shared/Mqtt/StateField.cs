using MeterFirmware.Json;
using MeterFirmware.Readings;

namespace MeterFirmware.Mqtt;

/// <summary>How the feed calls each <see cref="Field"/> that is a number: the name with its unit, and how many decimals.</summary>
public static class StateField
{
    /// <summary>The name of a field.</summary>
    /// <param name="field">Any.</param>
    /// <returns>Empty for a field that is no number.</returns>
    public static string Name(Field field) => field switch
    {
        Field.Version => "version",
        Field.Grid => "grid",
        Field.ImportDayWh => "importDayKwh",
        Field.ImportNightWh => "importNightKwh",
        Field.ExportDayWh => "exportDayKwh",
        Field.ExportNightWh => "exportNightKwh",
        Field.ActiveRate => "activeRate",
        Field.DemandW => "demandW",
        Field.MonthPeakW => "monthPeakW",
        Field.ImportW => "importW",
        Field.ExportW => "exportW",
        Field.ImportL1W => "importL1W",
        Field.ImportL2W => "importL2W",
        Field.ImportL3W => "importL3W",
        Field.ExportL1W => "exportL1W",
        Field.ExportL2W => "exportL2W",
        Field.ExportL3W => "exportL3W",
        Field.VoltageL1Mv => "voltageL1V",
        Field.VoltageL2Mv => "voltageL2V",
        Field.VoltageL3Mv => "voltageL3V",
        Field.CurrentL1Ma => "currentL1A",
        Field.CurrentL2Ma => "currentL2A",
        Field.CurrentL3Ma => "currentL3A",
        Field.Breaker => "breaker",
        Field.Relay1 => "relay1",
        Field.Relay2 => "relay2",
        Field.Relay3 => "relay3",
        Field.Relay4 => "relay4",
        Field.LimiterW => "limiterW",
        Field.FuseMa => "fuseA",
        _ => "",
    };

    /// <summary>The name of the register of a meter on an M-Bus channel, with its unit.</summary>
    /// <param name="medium">Of <see cref="SubMeter.Medium"/>.</param>
    /// <param name="isGigajoule">Of <see cref="SubMeter.IsGigajoule"/>.</param>
    /// <returns>gasM3, waterM3, heatGj, or m3 or gj when the unit is not that of a known medium.</returns>
    public static string Register(int medium, bool isGigajoule) => medium switch
    {
        SubMeter.Gas => "gasM3",
        SubMeter.Water => "waterM3",
        SubMeter.Heat => "heatGj",
        _ => isGigajoule ? "gj" : "m3",
    };

    /// <summary>Whether a field is of the topic <c>meter</c>: it says who the meter is or what is set, and changes seldom.</summary>
    /// <param name="field">Any.</param>
    /// <returns>False for those of <c>state</c>.</returns>
    public static bool IsOfMeter(Field field) => field < Field.Time || field >= Field.Breaker;

    // mV are published in V to a tenth, mA in A to a hundredth.
    internal static void Write(JsonWriter json, Reading reading, Field field)
    {
        int value = reading.Values[(int)field];
        string name = value == Reading.Absent ? "" : Name(field);
        if (name.Length == 0)
        {
            return;
        }

        if (value == Reading.NoLimit && (field == Field.LimiterW || field == Field.FuseMa))
        {
            json.Null(name);
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
            json.Number(name, value, field >= Field.ImportDayWh && field <= Field.ExportNightWh ? 3 : 0);
        }
    }
}
