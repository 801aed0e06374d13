namespace MeterFirmware.Readings;

/// <summary>How the value of an OBIS code is written, and with that how it is read.</summary>
public enum ObisKind
{
    /// <summary>Digits without unit: <c>(0001)</c>.</summary>
    Number,

    /// <summary>A decimal number and its unit: <c>(000301.548*kWh)</c>.</summary>
    Quantity,

    /// <summary>A quantity of which all nines means "no limit": <c>(999.9*kW)</c>.</summary>
    Limit,

    /// <summary>Text sent as hexadecimal octets: <c>(3153414731...)</c>.</summary>
    Text,

    /// <summary>A time stamp: <c>(231102121548W)</c>.</summary>
    Time,

    /// <summary>A time stamp and a quantity: <c>(231102114500W)(03.064*kW)</c>.</summary>
    TimedQuantity,

    /// <summary>The highest quarter of each of the last 13 months.</summary>
    PeakHistory,

    /// <summary>The type of a sub-meter: 003 gas, 007 water, 004 heat.</summary>
    SubMeterType,

    /// <summary>The serial number of a sub-meter.</summary>
    SubMeterSerial,

    /// <summary>The EAN of a sub-meter's connection.</summary>
    SubMeterEan,

    /// <summary>The valve of a gas meter.</summary>
    SubMeterValve,

    /// <summary>Time and register of a sub-meter: <c>(231102121002W)(00092.287*m3)</c>.</summary>
    SubMeterRegister,

    /// <summary>The same as DSMR 2.2 and 3 write it, over two lines, unit and value apart.</summary>
    SubMeterRegisterTwoLines,
}
