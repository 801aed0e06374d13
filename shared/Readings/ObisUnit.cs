namespace MeterFirmware.Readings;

/// <summary>The unit of a value, as it is kept: a whole number of these.</summary>
public enum ObisUnit
{
    /// <summary>A number, a state, a time or a text.</summary>
    None,

    /// <summary>Wh; telegrams print kWh with three decimals.</summary>
    WattHour,

    /// <summary>W; telegrams print kW with three decimals.</summary>
    Watt,

    /// <summary>mV; telegrams print V.</summary>
    Millivolt,

    /// <summary>mA; telegrams print A.</summary>
    Milliampere,

    /// <summary>Litre of gas or water, MJ of heat; telegrams print m3 or GJ.</summary>
    LitreOrMegajoule,
}
