namespace MeterFirmware.Readings;

/// <summary>
/// Every OBIS code that this project understands, in the order in which a Belgian meter sends them
/// (Fluvius eMUCS-P1 v2.1.1, section 5.3; DSMR 5.0.2 P1, section 6.12). Whatever names, reads or shows a code asks this table.
/// </summary>
public static class ObisCatalogue
{
    private static readonly ObisEntry[] Rows = new ObisEntry[]
    {
        new("0-0:96.1.4", "version", "Version of the P1 specification that the meter follows", ObisUnit.None, ObisKind.Number, Field.Version),
        new("1-0:94.32.1", "grid", "Nominal voltage of the grid: 400 (3N400 V) or 230 (3x230 V)", ObisUnit.None, ObisKind.Number, Field.Grid),
        new("0-0:96.1.1", "meter serial", "Serial number of the electricity meter", ObisUnit.None, ObisKind.Text, Field.MeterSerial),
        new("0-0:96.1.2", "EAN", "EAN of the electricity connection", ObisUnit.None, ObisKind.Text, Field.Ean),
        new("0-0:1.0.0", "time", "Local time of the telegram", ObisUnit.None, ObisKind.Time, Field.Time),
        new("1-0:1.8.1", "import day", "Register of energy taken from the grid, day rate", ObisUnit.WattHour, ObisKind.Quantity, Field.ImportDayWh),
        new("1-0:1.8.2", "import night", "Register of energy taken from the grid, night rate", ObisUnit.WattHour, ObisKind.Quantity, Field.ImportNightWh),
        new("1-0:2.8.1", "export day", "Register of energy given to the grid, day rate", ObisUnit.WattHour, ObisKind.Quantity, Field.ExportDayWh),
        new("1-0:2.8.2", "export night", "Register of energy given to the grid, night rate", ObisUnit.WattHour, ObisKind.Quantity, Field.ExportNightWh),
        new("0-0:96.14.0", "active rate", "The rate that counts now: 1 day, 2 night", ObisUnit.None, ObisKind.Number, Field.ActiveRate),
        new("1-0:1.4.0", "quarter demand", "Average import of the running quarter so far, over the full quarter", ObisUnit.Watt, ObisKind.Quantity, Field.DemandW),
        new("1-0:1.6.0", "month peak", "Highest quarter of the running month, and when it ended", ObisUnit.Watt, ObisKind.TimedQuantity, Field.MonthPeakW),
        new("0-0:98.1.0", "peak history", "Highest quarter of each of the last 13 months", ObisUnit.Watt, ObisKind.PeakHistory, Field.PeakHistory),
        new("1-0:1.7.0", "import power", "Power taken from the grid, net over the phases", ObisUnit.Watt, ObisKind.Quantity, Field.ImportW),
        new("1-0:2.7.0", "export power", "Power given to the grid, net over the phases", ObisUnit.Watt, ObisKind.Quantity, Field.ExportW),
        new("1-0:21.7.0", "import L1", "Power taken on phase 1", ObisUnit.Watt, ObisKind.Quantity, Field.ImportL1W),
        new("1-0:41.7.0", "import L2", "Power taken on phase 2", ObisUnit.Watt, ObisKind.Quantity, Field.ImportL2W),
        new("1-0:61.7.0", "import L3", "Power taken on phase 3", ObisUnit.Watt, ObisKind.Quantity, Field.ImportL3W),
        new("1-0:22.7.0", "export L1", "Power given on phase 1", ObisUnit.Watt, ObisKind.Quantity, Field.ExportL1W),
        new("1-0:42.7.0", "export L2", "Power given on phase 2", ObisUnit.Watt, ObisKind.Quantity, Field.ExportL2W),
        new("1-0:62.7.0", "export L3", "Power given on phase 3", ObisUnit.Watt, ObisKind.Quantity, Field.ExportL3W),
        new("1-0:32.7.0", "voltage L1", "Voltage of phase 1", ObisUnit.Millivolt, ObisKind.Quantity, Field.VoltageL1Mv),
        new("1-0:52.7.0", "voltage L2", "Voltage of phase 2; 0 on a 3x230 V grid", ObisUnit.Millivolt, ObisKind.Quantity, Field.VoltageL2Mv),
        new("1-0:72.7.0", "voltage L3", "Voltage of phase 3", ObisUnit.Millivolt, ObisKind.Quantity, Field.VoltageL3Mv),
        new("1-0:31.7.0", "current L1", "Current of phase 1", ObisUnit.Milliampere, ObisKind.Quantity, Field.CurrentL1Ma),
        new("1-0:51.7.0", "current L2", "Current of phase 2", ObisUnit.Milliampere, ObisKind.Quantity, Field.CurrentL2Ma),
        new("1-0:71.7.0", "current L3", "Current of phase 3", ObisUnit.Milliampere, ObisKind.Quantity, Field.CurrentL3Ma),
        new("0-0:96.3.10", "breaker", "Breaker: 0 off, 1 on, 2 ready to reconnect", ObisUnit.None, ObisKind.Number, Field.Breaker),
        new("0-0:17.0.0", "power limiter", "Power above which the meter disconnects", ObisUnit.Watt, ObisKind.Limit, Field.LimiterW),
        new("1-0:31.4.0", "fuse limit", "Current above which the meter disconnects", ObisUnit.Milliampere, ObisKind.Limit, Field.FuseMa),
        new("0-1:96.3.10", "relay 1", "Virtual relay 1: 0 open, 1 closed", ObisUnit.None, ObisKind.Number, Field.Relay1),
        new("0-2:96.3.10", "relay 2", "Virtual relay 2: 0 open, 1 closed", ObisUnit.None, ObisKind.Number, Field.Relay2),
        new("0-3:96.3.10", "relay 3", "Virtual relay 3: 0 open, 1 closed", ObisUnit.None, ObisKind.Number, Field.Relay3),
        new("0-4:96.3.10", "relay 4", "Virtual relay 4: 0 open, 1 closed", ObisUnit.None, ObisKind.Number, Field.Relay4),
        new("0-0:96.13.0", "text message", "Message of the grid operator", ObisUnit.None, ObisKind.Text, Field.Message),
        new("0-n:24.1.0", "sub-meter type", "What the channel's meter counts: 3 gas, 7 water, 4 heat", ObisUnit.None, ObisKind.SubMeterType, Field.Count),
        new("0-n:96.1.1", "sub-meter serial", "Serial number of the channel's meter", ObisUnit.None, ObisKind.SubMeterSerial, Field.Count),
        new("0-n:96.1.0", "sub-meter serial", "Serial number of the channel's meter (Netherlands)", ObisUnit.None, ObisKind.SubMeterSerial, Field.Count),
        new("0-n:96.1.2", "sub-meter EAN", "EAN of the channel's connection", ObisUnit.None, ObisKind.SubMeterEan, Field.Count),
        new("0-n:24.4.0", "valve", "Valve of the channel's meter: 0 closed, 1 open, 2 ready to open", ObisUnit.None, ObisKind.SubMeterValve, Field.Count),
        new("0-n:24.2.3", "gas register", "Volume not corrected for temperature, and when it was read", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegister, Field.Count),
        new("0-n:24.2.1", "sub-meter register", "Volume of water, corrected volume of gas, or heat, and when it was read", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegister, Field.Count),
        new("0-n:24.3.0", "sub-meter register", "Hourly volume of gas as DSMR 2.2 and 3 print it", ObisUnit.LitreOrMegajoule, ObisKind.SubMeterRegisterTwoLines, Field.Count),
    };

    private static readonly int[] RowsByCode = SortedByCode();

    /// <summary>How many codes there are.</summary>
    public static int Count => Rows.Length;

    /// <summary>A row of the table.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, in the order of a Belgian telegram.</param>
    /// <returns>The row.</returns>
    public static ObisEntry Row(int index) => Rows[index];

    /// <summary>Finds a code.</summary>
    /// <param name="packedCode">The code, packed by <see cref="ObisCode"/>.</param>
    /// <returns>Its row, or -1 when the code is not in the table. Every channel of 1 to 8 finds the row of <c>0-n:</c>.</returns>
    public static int IndexOf(int packedCode)
    {
        int index = Search(packedCode);
        if (index < 0)
        {
            int channel = (packedCode >> 24) & 15;
            if (channel >= 1 && channel <= ObisCode.LastChannel)
            {
                index = Search(packedCode | (ObisCode.AnyChannel << 24));
            }
        }

        return index;
    }

    /// <summary>Finds a code that is written out.</summary>
    /// <param name="code">For instance <c>1-0:1.8.1</c> or <c>0-2:24.2.1</c>.</param>
    /// <returns>The row, or null when the code is not in the table.</returns>
    public static ObisEntry? Find(string code)
    {
        int packedCode = ObisCode.Pack(code);
        int index = packedCode < 0 ? -1 : IndexOf(packedCode);
        return index < 0 ? null : Rows[index];
    }

    private static int Search(int packedCode)
    {
        int low = 0;
        int high = RowsByCode.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int code = Rows[RowsByCode[middle]].PackedCode;
            if (code == packedCode)
            {
                return RowsByCode[middle];
            }

            if (code < packedCode)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }

    private static int[] SortedByCode()
    {
        int[] order = new int[Rows.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int place = i;
            while (place > 0 && Rows[order[place - 1]].PackedCode > Rows[i].PackedCode)
            {
                order[place] = order[place - 1];
                place--;
            }

            order[place] = i;
        }

        return order;
    }
}
