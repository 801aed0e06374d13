using System.Globalization;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>What DSMR-reader exports as CSV: statistics by the hour or by the day. Its headers are of many versions and languages, its columns are not.</summary>
/// <remarks>The registers are those of the meter: 1 is day and 2 is night in Belgium.</remarks>
internal static class DsmrReaderFile
{
    private const int HourColumns = 6;

    // Older versions have one or two columns less.
    private const int DayColumns = 11;
    private const int TotalCost = 10;

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "dd-MM-yyyy", "d-M-yyyy"];

    /// <summary>Whether a first line is such a file's.</summary>
    public static bool Is(string header) =>
        header.Split(',') is { Length: HourColumns or >= DayColumns } names && names[1..5].All(name => name.Contains('1', StringComparison.Ordinal) || name.Contains('2', StringComparison.Ordinal)) && names[5].Contains("gas", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads what follows the first line.</summary>
    /// <exception cref="CommandFailure">Something is wrong; the message says where and what.</exception>
    public static ImportFile Read(string header, TextLines lines)
    {
        string[] names = header.Split(',');
        bool isHourly = names.Length == HourColumns;
        Dictionary<long, HistoryRow> rows = [];
        while (lines.Next() is string line)
        {
            string[] cells = line.Split(',');
            if (cells.Length != names.Length)
            {
                throw lines.Wrong($"{names.Length} values were expected, found {cells.Length}");
            }

            (long startUtc, int seconds) = isHourly ? (Hour(cells[0]), 3600) : Day(cells[0]);
            long?[] used = [.. Enumerable.Range(1, 5).Select(i => lines.Number(cells[i], names[i], 3))];
            if (used.Any(amount => amount < 0))
            {
                throw lines.Wrong("what was used is less than 0");
            }

            if (used[..4].Contains(null))
            {
                throw lines.Wrong("a value is missing");
            }

            rows[startUtc] = new HistoryRow(startUtc, seconds)
            {
                ImportWh = used[0] + used[1],
                ImportNightWh = used[1],
                ExportWh = used[2] + used[3],
                ExportNightWh = used[3],
                GasLitres = used[4],
                OtherNanoEuro = isHourly ? null : lines.Number(cells[TotalCost], names[TotalCost], 9),
                UnpricedWh = isHourly ? used[..4].Sum()!.Value : 0,
                MeasuredSeconds = seconds,
                Sources = HistorySources.DsmrReader,
            };
        }

        // It writes 0 where there is no gas meter.
        bool hasGas = rows.Values.Any(row => row.GasLitres > 0);
        return new ImportFile(isHourly ? "hours of DSMR-reader" : "days of DSMR-reader", [.. rows.Values.Select(row => hasGas ? row : row with { GasLitres = null })]);

        long Hour(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) && text.Contains('T', StringComparison.Ordinal) && time.Year is >= 2000 and <= 2099
            ? time.ToUnixTimeSeconds()
            : throw lines.Wrong($"a time such as 2026-01-01T14:00:00+01:00 was expected, found \"{Quote.Of(text)}\"");

        (long StartUtc, int Seconds) Day(string text)
        {
            if (!DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) || day.Year is < 2000 or > 2099)
            {
                throw lines.Wrong($"a date such as 2026-01-31 was expected, found \"{Quote.Of(text)}\"");
            }

            int number = (int)(day - DateTime.UnixEpoch).TotalDays;
            long startUtc = BelgianTime.DayStartUtc(number);
            return (startUtc, (int)(BelgianTime.DayStartUtc(number + 1) - startUtc));
        }
    }
}
