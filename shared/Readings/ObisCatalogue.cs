namespace MeterFirmware.Readings;

/// <summary>
/// Every OBIS code that this project understands, in the order in which a Belgian meter sends them
/// (Fluvius eMUCS-P1 v2.1.1, section 5.3; DSMR 5.0.2 P1, section 6.12). Whatever reads or shows a code asks this table.
/// </summary>
/// <remarks>A row is a number, its columns are flat arrays: on the chip, an object and its texts for each row take 5 kB more.</remarks>
public static class ObisCatalogue
{
    /// <summary>How many codes there are.</summary>
    public const int Count = 43;

    /// <summary>The <see cref="ObisKind"/> of each row.</summary>
    internal static readonly byte[] Kinds = new byte[Count];

    /// <summary>The <see cref="ObisUnit"/> of each row.</summary>
    internal static readonly byte[] Units = new byte[Count];

    /// <summary>The <see cref="Field"/> of each row.</summary>
    internal static readonly byte[] Fields = new byte[Count];

    private static readonly int[] Codes = new int[Count];

    private static int _added;

    // The code with n for any channel, the unit that the value is kept in, how it is written, where the reading keeps it;
    // Field.Count for values of a sub-meter.
    static ObisCatalogue()
    {
        Add("0-0:96.1.4", ObisUnit.None, ObisKind.Number, Field.Version);
        Add("1-0:94.32.1", ObisUnit.None, ObisKind.Number, Field.Grid);
        Add("0-0:96.1.1", ObisUnit.None, ObisKind.Text, Field.MeterSerial);
        Add("0-0:96.1.2", ObisUnit.None, ObisKind.Text, Field.Ean);
        Add("0-0:1.0.0", ObisUnit.None, ObisKind.Time, Field.Time);
        Add("1-0:1.8.1", ObisUnit.WattHour, ObisKind.Quantity, Field.ImportDayWh);
        Add("1-0:1.8.2", ObisUnit.WattHour, ObisKind.Quantity, Field.ImportNightWh);
        Add("1-0:2.8.1", ObisUnit.WattHour, ObisKind.Quantity, Field.ExportDayWh);
        Add("1-0:2.8.2", ObisUnit.WattHour, ObisKind.Quantity, Field.ExportNightWh);
        Add("0-0:96.14.0", ObisUnit.None, ObisKind.Number, Field.ActiveRate);
        Add("1-0:1.4.0", ObisUnit.Watt, ObisKind.Quantity, Field.DemandW);
        Add("1-0:1.6.0", ObisUnit.Watt, ObisKind.TimedQuantity, Field.MonthPeakW);
        Add("0-0:98.1.0", ObisUnit.Watt, ObisKind.PeakHistory, Field.PeakHistory);
        Add("1-0:1.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ImportW);
        Add("1-0:2.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ExportW);
        Add("1-0:21.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ImportL1W);
        Add("1-0:41.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ImportL2W);
        Add("1-0:61.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ImportL3W);
        Add("1-0:22.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ExportL1W);
        Add("1-0:42.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ExportL2W);
        Add("1-0:62.7.0", ObisUnit.Watt, ObisKind.Quantity, Field.ExportL3W);
        Add("1-0:32.7.0", ObisUnit.Millivolt, ObisKind.Quantity, Field.VoltageL1Mv);
        Add("1-0:52.7.0", ObisUnit.Millivolt, ObisKind.Quantity, Field.VoltageL2Mv);
        Add("1-0:72.7.0", ObisUnit.Millivolt, ObisKind.Quantity, Field.VoltageL3Mv);
        Add("1-0:31.7.0", ObisUnit.Milliampere, ObisKind.Quantity, Field.CurrentL1Ma);
        Add("1-0:51.7.0", ObisUnit.Milliampere, ObisKind.Quantity, Field.CurrentL2Ma);
        Add("1-0:71.7.0", ObisUnit.Milliampere, ObisKind.Quantity, Field.CurrentL3Ma);
        Add("0-0:96.3.10", ObisUnit.None, ObisKind.Number, Field.Breaker);
        Add("0-0:17.0.0", ObisUnit.Watt, ObisKind.Limit, Field.LimiterW);
        Add("1-0:31.4.0", ObisUnit.Milliampere, ObisKind.Limit, Field.FuseMa);
        Add("0-1:96.3.10", ObisUnit.None, ObisKind.Number, Field.Relay1);
        Add("0-2:96.3.10", ObisUnit.None, ObisKind.Number, Field.Relay2);
        Add("0-3:96.3.10", ObisUnit.None, ObisKind.Number, Field.Relay3);
        Add("0-4:96.3.10", ObisUnit.None, ObisKind.Number, Field.Relay4);
        Add("0-0:96.13.0", ObisUnit.None, ObisKind.Text, Field.Message);
        Add("0-n:24.1.0", ObisUnit.None, ObisKind.SubMeterType, Field.Count);
        Add("0-n:96.1.1", ObisUnit.None, ObisKind.SubMeterSerial, Field.Count);
        Add("0-n:96.1.0", ObisUnit.None, ObisKind.SubMeterSerial, Field.Count);
        Add("0-n:96.1.2", ObisUnit.None, ObisKind.SubMeterEan, Field.Count);
        Add("0-n:24.4.0", ObisUnit.None, ObisKind.SubMeterValve, Field.Count);
        Add("0-n:24.2.3", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegister, Field.Count);
        Add("0-n:24.2.1", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegister, Field.Count);
        Add("0-n:24.3.0", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegisterTwoLines, Field.Count);
    }

    /// <summary>Finds a code that is written out.</summary>
    /// <param name="code">For instance <c>1-0:1.8.1</c> or <c>0-2:24.2.1</c>.</param>
    /// <returns>Its row, or -1 when the code is not in the table.</returns>
    public static int IndexOf(string code)
    {
        int packedCode = ObisCode.Pack(code);
        return packedCode < 0 ? -1 : IndexOf(packedCode);
    }

    /// <summary>The code of a row.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1, in the order of a Belgian telegram.</param>
    /// <returns>The code, packed by <see cref="ObisCode"/>.</returns>
    public static int CodeOf(int row) => Codes[row];

    /// <summary>How the value of a row is written.</summary>
    /// <param name="row">As of <see cref="CodeOf"/>.</param>
    /// <returns>The kind.</returns>
    public static ObisKind KindOf(int row) => (ObisKind)Kinds[row];

    /// <summary>The unit that the value of a row is kept in.</summary>
    /// <param name="row">As of <see cref="CodeOf"/>.</param>
    /// <returns>The unit.</returns>
    public static ObisUnit UnitOf(int row) => (ObisUnit)Units[row];

    /// <summary>Where the reading keeps the value of a row.</summary>
    /// <param name="row">As of <see cref="CodeOf"/>.</param>
    /// <returns>The field; <see cref="Field.Count"/> for values of a sub-meter.</returns>
    public static Field FieldOf(int row) => (Field)Fields[row];

    /// <summary>Finds a code.</summary>
    /// <param name="packedCode">The code, packed by <see cref="ObisCode"/>.</param>
    /// <param name="before">The row of the code that came before it, or -1: a meter sends them in this order, and again for each sub-meter.</param>
    /// <returns>Its row, or -1 when the code is not in the table. Every channel of 1 to 8 finds the row of <c>0-n:</c>.</returns>
    public static int IndexOf(int packedCode, int before = -1)
    {
        int[] codes = Codes;
        int channel = (packedCode >> 24) & 15;
        int ofAnyChannel = channel >= 1 && channel <= ObisCode.LastChannel ? packedCode | (ObisCode.AnyChannel << 24) : packedCode;
        for (int row = before + 1; row < Count; row++)
        {
            if (codes[row] == packedCode || codes[row] == ofAnyChannel)
            {
                return row;
            }
        }

        for (int row = before; row >= 0; row--)
        {
            if (codes[row] == packedCode || codes[row] == ofAnyChannel)
            {
                return row;
            }
        }

        return -1;
    }

    private static void Add(string code, ObisUnit unit, ObisKind kind, Field field)
    {
        Codes[_added] = ObisCode.Pack(code);
        Units[_added] = (byte)unit;
        Kinds[_added] = (byte)kind;
        Fields[_added] = (byte)field;
        _added++;
    }
}

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
