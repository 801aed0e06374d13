namespace MeterFirmware.Readings;

/// <summary>
/// A value of a <see cref="Reading"/>. The name ends in the unit that it is kept in; without one it is a number or a text.
/// </summary>
public enum Field
{
    /// <summary>Version of the P1 specification: 50217 is eMUCS-P1 1.7.</summary>
    Version,

    /// <summary>Grid: 400 (3N400 V) or 230 (3x230 V).</summary>
    Grid,

    /// <summary>Serial number of the meter, in <see cref="Reading.MeterSerial"/>.</summary>
    MeterSerial,

    /// <summary>EAN of the connection, in <see cref="Reading.Ean"/>.</summary>
    Ean,

    /// <summary>Time of the telegram, in <see cref="Reading.TimeUtc"/>.</summary>
    Time,

    /// <summary>Import register of the day rate.</summary>
    ImportDayWh,

    /// <summary>Import register of the night rate.</summary>
    ImportNightWh,

    /// <summary>Export register of the day rate.</summary>
    ExportDayWh,

    /// <summary>Export register of the night rate.</summary>
    ExportNightWh,

    /// <summary>The rate that counts now: 1 day, 2 night.</summary>
    ActiveRate,

    /// <summary>Demand of the running quarter so far, over the full quarter.</summary>
    DemandW,

    /// <summary>Highest quarter of the month, its end in <see cref="Reading.MonthPeakEndUtc"/>.</summary>
    MonthPeakW,

    /// <summary>Peaks of past months, in <see cref="Reading.PeakHistory"/>.</summary>
    PeakHistory,

    /// <summary>Power taken from the grid, net over the phases.</summary>
    ImportW,

    /// <summary>Power given to the grid, net over the phases.</summary>
    ExportW,

    /// <summary>Power taken on phase 1.</summary>
    ImportL1W,

    /// <summary>Power taken on phase 2.</summary>
    ImportL2W,

    /// <summary>Power taken on phase 3.</summary>
    ImportL3W,

    /// <summary>Power given on phase 1.</summary>
    ExportL1W,

    /// <summary>Power given on phase 2.</summary>
    ExportL2W,

    /// <summary>Power given on phase 3.</summary>
    ExportL3W,

    /// <summary>Voltage of phase 1.</summary>
    VoltageL1Mv,

    /// <summary>Voltage of phase 2; 0 on a 3x230 V grid.</summary>
    VoltageL2Mv,

    /// <summary>Voltage of phase 3.</summary>
    VoltageL3Mv,

    /// <summary>Current of phase 1.</summary>
    CurrentL1Ma,

    /// <summary>Current of phase 2.</summary>
    CurrentL2Ma,

    /// <summary>Current of phase 3.</summary>
    CurrentL3Ma,

    /// <summary>Breaker: 0 off, 1 on, 2 ready to reconnect.</summary>
    Breaker,

    /// <summary>Virtual relay 1: 0 open, 1 closed.</summary>
    Relay1,

    /// <summary>Virtual relay 2.</summary>
    Relay2,

    /// <summary>Virtual relay 3.</summary>
    Relay3,

    /// <summary>Virtual relay 4.</summary>
    Relay4,

    /// <summary>Power limiter, or <see cref="Reading.NoLimit"/>.</summary>
    LimiterW,

    /// <summary>Fuse supervision, or <see cref="Reading.NoLimit"/>.</summary>
    FuseMa,

    /// <summary>Text message of the grid operator, in <see cref="Reading.Message"/>.</summary>
    Message,

    /// <summary>Not a field but their number; also the field of codes that belong to a sub-meter.</summary>
    Count,
}
