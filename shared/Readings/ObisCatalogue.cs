namespace MeterFirmware.Readings;

/// <summary>
/// Every OBIS code that this project understands, in the order in which a Belgian meter sends them
/// (Fluvius eMUCS-P1 v2.1.1, section 5.3; DSMR 5.0.2 P1, section 6.12). Whatever reads, publishes or shows a code asks this table.
/// </summary>
/// <remarks>
/// A row has the number of its <see cref="Field"/>; those of sub-meters come behind. Its texts are made when they are asked for: kept, they
/// would take 5 kB of the chip's heap.
/// </remarks>
public static class ObisCatalogue
{
    /// <summary>How many rows there are.</summary>
    public const int Count = (int)Field.Count + OfSubMeters;

    private const int OfSubMeters = 8;

    // Which text of a row; none when its numbers are taken in.
    private const int None = -1;
    private const int Code = 0;
    private const int Name = 1;
    private const int Words = 2;
    private const int Description = 3;
    private const int EntityId = 4;
    private const int Entity = 5;

    /// <summary>The <see cref="ObisKind"/> of each row.</summary>
    internal static readonly byte[] Kinds = new byte[Count];

    /// <summary>The <see cref="ObisUnit"/> of each row.</summary>
    internal static readonly byte[] Units = new byte[Count];

    /// <summary>As of <see cref="IsOfMeter"/>.</summary>
    internal static readonly bool[] AreOfMeter = new bool[Count];

    private static readonly int[] Codes = new int[Count];

    static ObisCatalogue()
    {
        for (int row = 0; row < Count; row++)
        {
            Row(row, None);
        }
    }

    // The code with n for any channel; the unit that the value is kept in; how it is written; its name in the feed, in the topic "state" or
    // "meter"; two or three words for people, and a sentence; for what is an entity in Home Assistant its id, for good, and its name.
    // One way out: the chip keeps room on the stack for each return.
    private static string Row(int row, int text)
    {
        string found = "";
        switch (row)
        {
            case (int)Field.Version:
                found = Meter(row, text, "0-0:96.1.4", ObisUnit.None, ObisKind.Number, "version", "version", "Version of the P1 specification that the meter follows");
                break;
            case (int)Field.Grid:
                found = Meter(row, text, "1-0:94.32.1", ObisUnit.None, ObisKind.Number, "grid", "grid", "Nominal voltage of the grid: 400 (3N400 V) or 230 (3x230 V)");
                break;
            case (int)Field.MeterSerial:
                found = Meter(row, text, "0-0:96.1.1", ObisUnit.None, ObisKind.Text, "serial", "meter serial", "Serial number of the electricity meter");
                break;
            case (int)Field.Ean:
                found = Meter(row, text, "0-0:96.1.2", ObisUnit.None, ObisKind.Text, "ean", "EAN", "EAN of the electricity connection");
                break;
            case (int)Field.Time:
                found = State(row, text, "0-0:1.0.0", ObisUnit.None, ObisKind.Time, "time", "time", "Local time of the telegram");
                break;
            case (int)Field.ImportDayWh:
                found = State(row, text, "1-0:1.8.1", ObisUnit.WattHour, ObisKind.Quantity, "importDayKwh", "import day", "Register of energy taken from the grid, day rate", "id", "Energy import day");
                break;
            case (int)Field.ImportNightWh:
                found = State(row, text, "1-0:1.8.2", ObisUnit.WattHour, ObisKind.Quantity, "importNightKwh", "import night", "Register of energy taken from the grid, night rate", "in", "Energy import night");
                break;
            case (int)Field.ExportDayWh:
                found = State(row, text, "1-0:2.8.1", ObisUnit.WattHour, ObisKind.Quantity, "exportDayKwh", "export day", "Register of energy given to the grid, day rate", "ed", "Energy export day");
                break;
            case (int)Field.ExportNightWh:
                found = State(row, text, "1-0:2.8.2", ObisUnit.WattHour, ObisKind.Quantity, "exportNightKwh", "export night", "Register of energy given to the grid, night rate", "en", "Energy export night");
                break;
            case (int)Field.ActiveRate:
                found = State(row, text, "0-0:96.14.0", ObisUnit.None, ObisKind.Number, "activeRate", "active rate", "The rate that counts now: 1 day, 2 night");
                break;
            case (int)Field.DemandW:
                found = State(row, text, "1-0:1.4.0", ObisUnit.Watt, ObisKind.Quantity, "demandW", "quarter demand", "Average import of the running quarter so far, over the full quarter");
                break;
            case (int)Field.MonthPeakW:
                found = State(row, text, "1-0:1.6.0", ObisUnit.Watt, ObisKind.TimedQuantity, "monthPeakW", "month peak", "Highest quarter of the running month, and when it ended");
                break;
            case (int)Field.PeakHistory:
                found = State(row, text, "0-0:98.1.0", ObisUnit.Watt, ObisKind.PeakHistory, "", "peak history", "Highest quarter of each of the last 13 months");
                break;
            case (int)Field.ImportW:
                found = State(row, text, "1-0:1.7.0", ObisUnit.Watt, ObisKind.Quantity, "importW", "import power", "Power taken from the grid, net over the phases", "pi", "Power import");
                break;
            case (int)Field.ExportW:
                found = State(row, text, "1-0:2.7.0", ObisUnit.Watt, ObisKind.Quantity, "exportW", "export power", "Power given to the grid, net over the phases", "pe", "Power export");
                break;
            case (int)Field.ImportL1W:
                found = State(row, text, "1-0:21.7.0", ObisUnit.Watt, ObisKind.Quantity, "importL1W", "import L1", "Power taken on phase 1");
                break;
            case (int)Field.ImportL2W:
                found = State(row, text, "1-0:41.7.0", ObisUnit.Watt, ObisKind.Quantity, "importL2W", "import L2", "Power taken on phase 2");
                break;
            case (int)Field.ImportL3W:
                found = State(row, text, "1-0:61.7.0", ObisUnit.Watt, ObisKind.Quantity, "importL3W", "import L3", "Power taken on phase 3");
                break;
            case (int)Field.ExportL1W:
                found = State(row, text, "1-0:22.7.0", ObisUnit.Watt, ObisKind.Quantity, "exportL1W", "export L1", "Power given on phase 1");
                break;
            case (int)Field.ExportL2W:
                found = State(row, text, "1-0:42.7.0", ObisUnit.Watt, ObisKind.Quantity, "exportL2W", "export L2", "Power given on phase 2");
                break;
            case (int)Field.ExportL3W:
                found = State(row, text, "1-0:62.7.0", ObisUnit.Watt, ObisKind.Quantity, "exportL3W", "export L3", "Power given on phase 3");
                break;
            case (int)Field.VoltageL1Mv:
                found = State(row, text, "1-0:32.7.0", ObisUnit.Millivolt, ObisKind.Quantity, "voltageL1V", "voltage L1", "Voltage of phase 1", "v1", "Voltage L1");
                break;
            case (int)Field.VoltageL2Mv:
                found = State(row, text, "1-0:52.7.0", ObisUnit.Millivolt, ObisKind.Quantity, "voltageL2V", "voltage L2", "Voltage of phase 2; 0 on a 3x230 V grid", "v2", "Voltage L2");
                break;
            case (int)Field.VoltageL3Mv:
                found = State(row, text, "1-0:72.7.0", ObisUnit.Millivolt, ObisKind.Quantity, "voltageL3V", "voltage L3", "Voltage of phase 3", "v3", "Voltage L3");
                break;
            case (int)Field.CurrentL1Ma:
                found = State(row, text, "1-0:31.7.0", ObisUnit.Milliampere, ObisKind.Quantity, "currentL1A", "current L1", "Current of phase 1", "a1", "Current L1");
                break;
            case (int)Field.CurrentL2Ma:
                found = State(row, text, "1-0:51.7.0", ObisUnit.Milliampere, ObisKind.Quantity, "currentL2A", "current L2", "Current of phase 2", "a2", "Current L2");
                break;
            case (int)Field.CurrentL3Ma:
                found = State(row, text, "1-0:71.7.0", ObisUnit.Milliampere, ObisKind.Quantity, "currentL3A", "current L3", "Current of phase 3", "a3", "Current L3");
                break;
            case (int)Field.Breaker:
                found = Meter(row, text, "0-0:96.3.10", ObisUnit.None, ObisKind.Number, "breaker", "breaker", "Breaker: 0 off, 1 on, 2 ready to reconnect");
                break;
            case (int)Field.LimiterW:
                found = Meter(row, text, "0-0:17.0.0", ObisUnit.Watt, ObisKind.Limit, "limiterW", "power limiter", "Power above which the meter disconnects");
                break;
            case (int)Field.FuseMa:
                found = Meter(row, text, "1-0:31.4.0", ObisUnit.Milliampere, ObisKind.Limit, "fuseA", "fuse limit", "Current above which the meter disconnects");
                break;
            case (int)Field.Relay1:
                found = Meter(row, text, "0-1:96.3.10", ObisUnit.None, ObisKind.Number, "relay1", "relay 1", "Virtual relay 1: 0 open, 1 closed");
                break;
            case (int)Field.Relay2:
                found = Meter(row, text, "0-2:96.3.10", ObisUnit.None, ObisKind.Number, "relay2", "relay 2", "Virtual relay 2: 0 open, 1 closed");
                break;
            case (int)Field.Relay3:
                found = Meter(row, text, "0-3:96.3.10", ObisUnit.None, ObisKind.Number, "relay3", "relay 3", "Virtual relay 3: 0 open, 1 closed");
                break;
            case (int)Field.Relay4:
                found = Meter(row, text, "0-4:96.3.10", ObisUnit.None, ObisKind.Number, "relay4", "relay 4", "Virtual relay 4: 0 open, 1 closed");
                break;
            case (int)Field.Message:
                found = Meter(row, text, "0-0:96.13.0", ObisUnit.None, ObisKind.Text, "message", "text message", "Message of the grid operator");
                break;
            case (int)Field.Count:
                found = Channel(row, text, "0-n:24.1.0", ObisUnit.None, ObisKind.SubMeterType, "sub-meter type", "What the channel's meter counts: 3 gas, 7 water, 4 heat");
                break;
            case (int)Field.Count + 1:
                found = Channel(row, text, "0-n:96.1.1", ObisUnit.None, ObisKind.SubMeterSerial, "sub-meter serial", "Serial number of the channel's meter");
                break;
            case (int)Field.Count + 2:
                found = Channel(row, text, "0-n:96.1.0", ObisUnit.None, ObisKind.SubMeterSerial, "sub-meter serial", "Serial number of the channel's meter (Netherlands)");
                break;
            case (int)Field.Count + 3:
                found = Channel(row, text, "0-n:96.1.2", ObisUnit.None, ObisKind.SubMeterEan, "sub-meter EAN", "EAN of the channel's connection");
                break;
            case (int)Field.Count + 4:
                found = Channel(row, text, "0-n:24.4.0", ObisUnit.None, ObisKind.SubMeterValve, "valve", "Valve of the channel's meter: 0 closed, 1 open, 2 ready to open");
                break;
            case (int)Field.Count + 5:
                found = Channel(row, text, "0-n:24.2.3", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegister, "gas register", "Volume not corrected for temperature, and when it was read");
                break;
            case (int)Field.Count + 6:
                found = Channel(row, text, "0-n:24.2.1", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegister, "sub-meter register", "Volume of water, corrected volume of gas, or heat, and when it was read");
                break;
            case (int)Field.Count + 7:
                found = Channel(row, text, "0-n:24.3.0", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegisterTwoLines, "sub-meter register", "Hourly volume of gas as DSMR 2.2 and 3 print it");
                break;
        }

        return found;
    }

    /// <summary>The code of a row as it is printed, with n for any channel.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    public static string TextOf(int row) => Row(row, Code);

    /// <summary>What a field is called in the feed, with the unit that it is published in.</summary>
    /// <param name="field">Any.</param>
    /// <returns>Empty for the peak history, which has a topic of its own.</returns>
    public static string NameOf(Field field) => Row((int)field, Name);

    /// <summary>What people call the value of a row, in two or three words.</summary>
    /// <param name="row">As of <see cref="TextOf"/>.</param>
    public static string WordsOf(int row) => Row(row, Words);

    /// <summary>What the value of a row is, in a sentence without full stop.</summary>
    /// <param name="row">As of <see cref="TextOf"/>.</param>
    public static string DescriptionOf(int row) => Row(row, Description);

    /// <summary>The id of a field's entity in Home Assistant.</summary>
    /// <param name="field">Any.</param>
    /// <returns>Empty when it has none.</returns>
    public static string EntityIdOf(Field field) => Row((int)field, EntityId);

    /// <summary>The name of a field's entity in Home Assistant.</summary>
    /// <param name="field">One that has an entity.</param>
    public static string EntityOf(Field field) => Row((int)field, Entity);

    /// <summary>Whether a field is of the topic <c>meter</c>: it says who the meter is or what is set, and changes seldom.</summary>
    /// <param name="field">Any.</param>
    /// <returns>False for those of <c>state</c>.</returns>
    public static bool IsOfMeter(Field field) => AreOfMeter[(int)field];

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
    public static Field FieldOf(int row) => row < (int)Field.Count ? (Field)row : Field.Count;

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

    private static string State(int row, int text, string code, ObisUnit unit, ObisKind kind, string name, string words, string description, string entityId = "", string entity = "") =>
        text switch
        {
            Name => name,
            EntityId => entityId,
            Entity => entity,
            _ => Channel(row, text, code, unit, kind, words, description),
        };

    private static string Meter(int row, int text, string code, ObisUnit unit, ObisKind kind, string name, string words, string description)
    {
        AreOfMeter[row] = true;
        return State(row, text, code, unit, kind, name, words, description);
    }

    private static string Channel(int row, int text, string code, ObisUnit unit, ObisKind kind, string words, string description)
    {
        if (text == None)
        {
            Codes[row] = ObisCode.Pack(code);
            Units[row] = (byte)unit;
            Kinds[row] = (byte)kind;
        }

        return text == Code ? code : text == Words ? words : text == Description ? description : "";
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
