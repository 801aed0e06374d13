using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>Rows as <c>meter history export</c> writes them, a column for each thing that is known, in the units of the feed; what is empty is not known.</summary>
internal static class OwnCsv
{
    private const int Euro = 9;

    // Price per Wh in nano-euro is EUR per kWh in millionths.
    private const int Price = 6;

    private static readonly Column[] Columns =
    [
        new("importKwh", 3, row => row.ImportWh, (row, value) => row with { ImportWh = value }),
        new("importNightKwh", 3, row => row.ImportNightWh, (row, value) => row with { ImportNightWh = value }),
        new("exportKwh", 3, row => row.ExportWh, (row, value) => row with { ExportWh = value }),
        new("exportNightKwh", 3, row => row.ExportNightWh, (row, value) => row with { ExportNightWh = value }),
        new("gasM3", 3, row => row.GasLitres, (row, value) => row with { GasLitres = value }),
        new("waterM3", 3, row => row.WaterLitres, (row, value) => row with { WaterLitres = value }),
        new("peakW", 0, row => row.PeakW, (row, value) => row with { PeakW = (int?)value }),
        new("importEurPerKwh", Price, row => row.ImportPrice, (row, value) => row with { ImportPrice = value }),
        new("exportEurPerKwh", Price, row => row.ExportPrice, (row, value) => row with { ExportPrice = value }),
        new("importEur", Euro, row => row.ImportNanoEuro, (row, value) => row with { ImportNanoEuro = value }),
        new("exportEur", Euro, row => row.ExportNanoEuro, (row, value) => row with { ExportNanoEuro = value }),
        new("gasEur", Euro, row => row.GasNanoEuro, (row, value) => row with { GasNanoEuro = value }),
        new("waterEur", Euro, row => row.WaterNanoEuro, (row, value) => row with { WaterNanoEuro = value }),
        new("feeEur", Euro, row => row.FeeNanoEuro, (row, value) => row with { FeeNanoEuro = value }),
        new("otherEur", Euro, row => row.OtherNanoEuro, (row, value) => row with { OtherNanoEuro = value }),
        new("unpricedKwh", 3, row => row.UnpricedWh, (row, value) => row with { UnpricedWh = value ?? 0 }),
        new("measuredSeconds", 0, row => row.MeasuredSeconds, (row, value) => row with { MeasuredSeconds = (int)(value ?? 0) }),
        new("gapSeconds", 0, row => row.GapSeconds, (row, value) => row with { GapSeconds = (int)(value ?? 0) }),
        new("estimated", 0, row => row.IsEstimated ? 1 : 0, (row, value) => row with { IsEstimated = value > 0 }),
    ];

    // Beside these: two times, the peak's, and what is only told.
    private static readonly string[] Others = ["start", "end", "peakStart", "totalEur", "source"];

    private static readonly string[] Names = [.. Others[..2], .. Columns.Select(column => column.Name), .. Others[2..]];

    /// <summary>The first line.</summary>
    public static string Header => string.Join(',', Names);

    /// <summary>Whether a first line is such a file's.</summary>
    public static bool Is(string header) => header.StartsWith("start,end,", StringComparison.Ordinal);

    /// <summary>A row as a line.</summary>
    public static string Line(HistoryRow row) => string.Join(',', [
        Moment(row.StartUtc), Moment(row.EndUtc), .. Columns.Select(column => column.Text(row)),
        row.PeakStartUtc is long peakUtc ? Moment(peakUtc) : "", Column.Text(row.TotalNanoEuro, Euro), Source(row)]);

    /// <summary>A row as JSON, with the same names; null for what is not known.</summary>
    public static JsonObject Json(HistoryRow row)
    {
        JsonObject json = new() { ["start"] = Moment(row.StartUtc), ["end"] = Moment(row.EndUtc) };
        foreach (Column column in Columns)
        {
            json[column.Name] = column.Get(row) is long value ? new decimal(value) / Column.Scale(column.Decimals) : null;
        }

        json["peakStart"] = row.PeakStartUtc is long peakUtc ? Moment(peakUtc) : null;
        json["totalEur"] = row.TotalNanoEuro is long total ? new decimal(total) / Column.Scale(Euro) : null;
        json["source"] = Source(row);
        return json;
    }

    /// <summary>Reads what follows the first line.</summary>
    /// <exception cref="CommandFailure">Something is wrong; the message says where and what.</exception>
    public static ImportFile Read(string header, TextLines lines)
    {
        string[] names = [.. header.Split(',').Select(name => name.Trim())];
        if (names.FirstOrDefault(name => !Names.Contains(name)) is string unknown)
        {
            throw lines.Wrong($"the column \"{Quote.Of(unknown)}\" is not known");
        }

        int peakStart = Array.IndexOf(names, "peakStart");
        List<HistoryRow> rows = [];
        HashSet<(long, long)> seen = [];
        while (lines.Next() is string line)
        {
            string[] cells = line.Split(',');
            if (cells.Length != names.Length)
            {
                throw lines.Wrong($"{names.Length} values were expected, found {cells.Length}");
            }

            long startUtc = Read(cells[0]);
            long endUtc = Read(cells[1]);
            if (endUtc <= startUtc || endUtc - startUtc > HistoryStore.LongestSeconds)
            {
                throw lines.Wrong(endUtc <= startUtc ? "it ends before it begins" : "a row of more than a month is no history");
            }

            if (!seen.Add((startUtc, endUtc)))
            {
                throw lines.Wrong("the same time stands twice in this file");
            }

            HistoryRow row = new(startUtc, (int)(endUtc - startUtc)) { Sources = HistorySources.Csv };
            foreach (Column column in Columns)
            {
                int at = Array.IndexOf(names, column.Name);
                if (at >= 0)
                {
                    row = column.Set(row, lines.Number(cells[at], column.Name, column.Decimals));
                }
            }

            if (!names.Contains("measuredSeconds") && row.ImportWh != null)
            {
                row = row with { MeasuredSeconds = row.Seconds };
            }

            if (row.ImportWh < 0 || row.ExportWh < 0 || row.GasLitres < 0 || row.WaterLitres < 0 || row.PeakW is < 0)
            {
                throw lines.Wrong("what was used is less than 0");
            }

            rows.Add(peakStart >= 0 && cells[peakStart].Length > 0 ? row with { PeakStartUtc = Read(cells[peakStart]) } : row);
        }

        return new ImportFile("an own export", rows);

        long Read(string text) => DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mmzzz"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) && time.Year is >= 2000 and <= 2099
            ? time.ToUnixTimeSeconds()
            : throw lines.Wrong($"a time such as 2026-10-25T02:15:00+02:00 was expected, found \"{Quote.Of(text)}\"");
    }

    private static string Source(HistoryRow row) => string.Join('+', Enum.GetValues<HistorySources>().Where(source => source != HistorySources.None && row.Sources.HasFlag(source)).Select(source => source switch
    {
        HistorySources.DsmrReader => "dsmrReader",
        _ => source.ToString().ToLowerInvariant(),
    }));

    private static string Moment(long utc)
    {
        byte[] text = new byte[IsoTime.Length];
        IsoTime.Write(text, 0, utc);
        return Encoding.ASCII.GetString(text);
    }

    private sealed record Column(string Name, int Decimals, Func<HistoryRow, long?> Get, Func<HistoryRow, long?, HistoryRow> Set)
    {
        public string Text(HistoryRow row) => Text(Get(row), Decimals);

        public static string Text(long? value, int decimals) => value is not long known ? "" : (new decimal(known) / Scale(decimals)).ToString("0.#########", CultureInfo.InvariantCulture);

        public static decimal Scale(int decimals) => decimals switch { 0 => 1m, 3 => 1000m, 6 => 1_000_000m, _ => 1_000_000_000m };
    }
}
