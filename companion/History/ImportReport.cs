using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.History;

/// <summary>What came of an import. A row of electricity and of gas counts as two.</summary>
internal sealed class ImportReport
{
    /// <summary>Rows that were read.</summary>
    public int Rows { get; set; }

    /// <summary>Of them, new ones that fill where nothing was.</summary>
    public int Filled { get; private set; }

    /// <summary>That were there, from the same source.</summary>
    public int Known { get; set; }

    /// <summary>That were there, from the same source, with other values; these are in now.</summary>
    public int Corrected { get; set; }

    /// <summary>Of whose time as much is known here, from elsewhere.</summary>
    public int Agreeing { get; private set; }

    /// <summary>Of whose time something else is known here, which stays.</summary>
    public int Differing { get; private set; }

    /// <summary>Of whose time a part is known here, which stays.</summary>
    public int Aside { get; private set; }

    /// <summary>The largest difference in words; empty without any.</summary>
    public string Largest { get; private set; } = "";

    private long _largest;

    /// <summary>Counts a new row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="agreement">How it goes together with what was here.</param>
    /// <param name="here">What was here of that time, if anything.</param>
    public void Note(HistoryRow row, Agreement agreement, HistoryRow? here)
    {
        Filled += agreement == Agreement.Fills ? 1 : 0;
        Agreeing += agreement == Agreement.Agrees ? 1 : 0;
        Aside += agreement == Agreement.Aside ? 1 : 0;
        if (agreement == Agreement.Differs && here != null)
        {
            Differing++;
            Compare(row, "kWh taken", row.ImportWh, here.ImportWh);
            Compare(row, "kWh given", row.ExportWh, here.ExportWh);
            Compare(row, "m³ of gas", row.GasLitres, here.GasLitres);
            Compare(row, "m³ of water", row.WaterLitres, here.WaterLitres);
        }
    }

    private void Compare(HistoryRow row, string unit, long? told, long? here)
    {
        if (told is long one && here is long other && Math.Abs(one - other) > _largest)
        {
            _largest = Math.Abs(one - other);
            Largest = $"{Show.Local(row.StartUtc, "yyyy-MM-dd HH:mm")} to {Show.Local(row.EndUtc, "HH:mm")}: {Show.Kwh(one)} {unit} in the file, {Show.Kwh(other)} here";
        }
    }
}
