using System.Globalization;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>What customers download from Mijn Fluvius: electricity by the quarter or day, gas by the hour or day, and month peaks; in Dutch or English.</summary>
/// <remarks>
/// Times are local without offset: of the hour that comes twice in October, the second is told by its place behind the first. A quarter stands under the
/// register that counted then, and gas stands there twice, in m³ and in kWh. What was not measured has no volume, which is not 0.
/// </remarks>
internal static class FluviusFile
{
    private const int Hour = 3600;

    private static readonly string[] FromDate = ["vandatum", "fromdate"];
    private static readonly string[] FromTime = ["vantijdstip", "fromtime"];
    private static readonly string[] UntilDate = ["totdatum", "untildate", "todate"];
    private static readonly string[] UntilTime = ["tottijdstip", "untiltime", "totime"];
    private static readonly string[] Ean = ["eancode", "ean"];
    private static readonly string[] Register = ["register"];
    private static readonly string[] Volume = ["volume"];
    private static readonly string[] Unit = ["eenheid", "unit"];
    private static readonly string[] Status = ["validatiestatus", "validationstatus"];

    private static readonly string[] Estimated = ["geschat", "estimated"];
    private static readonly string[] DateFormats = ["dd-MM-yyyy", "dd/MM/yyyy", "d-M-yyyy", "d/M/yyyy"];
    private static readonly string[] TimeFormats = ["HH:mm:ss", "HH:mm"];

    /// <summary>Whether a first line is such a file's.</summary>
    public static bool Is(string header)
    {
        string[] names = [.. header.Split(';').Select(Plain)];
        return names.Intersect(FromDate).Any() && names.Intersect(Register).Any();
    }

    /// <summary>Reads what follows the first line.</summary>
    /// <exception cref="CommandFailure">Something is wrong; the message says where and what.</exception>
    public static ImportFile Read(string header, TextLines lines, string? ean)
    {
        string[] names = [.. header.Split(';').Select(Plain)];
        int fromDate = Column(FromDate), fromTime = Column(FromTime), untilDate = Column(UntilDate), untilTime = Column(UntilTime);
        int eanAt = Column(Ean), register = Column(Register), volume = Column(Volume), unit = Column(Unit), status = Column(Status);
        Dictionary<(long, int), HistoryRow> rows = [];
        Dictionary<string, long> lastEndUtc = [];
        List<HistoryPeak> peaks = [];
        string? connection = ean;
        int notMeasured = 0;
        bool isGas = false;
        while (lines.Next() is string line)
        {
            string[] cells = [.. line.Split(';').Select(cell => cell.Trim().Trim('=').Trim('"').Trim())];
            if (cells.Length < names.Length)
            {
                throw lines.Wrong($"{names.Length} values were expected, found {cells.Length}");
            }

            if (connection != null && cells[eanAt] != connection)
            {
                if (ean == null)
                {
                    throw lines.Wrong($"a second connection, EAN {Quote.Of(cells[eanAt])} beside {Quote.Of(connection)}; name one of them with --ean");
                }

                continue;
            }

            connection ??= cells[eanAt];
            (string what, string of) = (Plain(cells[register]), Plain(cells[unit]));
            bool isPeak = of == "kw";
            bool isVolume = of == "m";
            bool isImport = what.StartsWith("afname", StringComparison.Ordinal) || what.StartsWith("offtake", StringComparison.Ordinal) || what.StartsWith("consumption", StringComparison.Ordinal);
            bool isExport = what.StartsWith("injecti", StringComparison.Ordinal);
            bool isOfGas = isImport && (what is "afname" or "offtake" or "consumption");
            if (!(isPeak || isVolume || (of == "kwh" && (isImport || isExport))) || (isOfGas && !isVolume))
            {
                // Reactive energy, and gas in kWh.
                if (of is not ("kvarh" or "kwh"))
                {
                    throw lines.Wrong($"the register \"{Quote.Of(cells[register])}\" in \"{Quote.Of(cells[unit])}\" is not known");
                }

                continue;
            }

            long fromLocal = Local(cells[fromDate], cells[fromTime]);
            long untilLocal = Local(cells[untilDate], cells[untilTime]);
            string series = what + of;
            long fromUtc = FirstAfter(fromLocal, lastEndUtc.GetValueOrDefault(series));
            long untilUtc = FirstAfter(untilLocal, fromUtc + 1);
            if (untilUtc <= fromUtc)
            {
                throw lines.Wrong("it ends before it begins");
            }

            lastEndUtc[series] = IsTwice(fromLocal) ? untilUtc : 0;
            if (lines.Number(cells[volume], "the volume", 3) is not long amount)
            {
                notMeasured++;
                continue;
            }

            if (amount < 0)
            {
                throw lines.Wrong($"the volume is less than 0: {Quote.Of(cells[volume])}");
            }

            if (isPeak)
            {
                peaks.Add(new HistoryPeak(BelgianTime.MonthNumber(BelgianTime.DayNumber(fromUtc)), (int)Math.Min(amount, int.MaxValue), untilUtc - fromUtc == BelgianTime.SecondsPerQuarter ? fromUtc : null));
                continue;
            }

            int seconds = (int)Math.Min(untilUtc - fromUtc, int.MaxValue);
            if (seconds > HistoryStore.LongestSeconds)
            {
                throw lines.Wrong("a row of more than a month is no history; download quarters or days");
            }

            bool isNight = what.EndsWith("nacht", StringComparison.Ordinal) || what.EndsWith("night", StringComparison.Ordinal);
            bool isSplit = isNight || what.EndsWith("dag", StringComparison.Ordinal) || what.EndsWith("day", StringComparison.Ordinal);
            isGas |= isVolume;
            HistoryRow row = rows.GetValueOrDefault((fromUtc, seconds)) ?? new HistoryRow(fromUtc, seconds) { Sources = HistorySources.Fluvius };
            row = row with { IsEstimated = row.IsEstimated || Estimated.Contains(Plain(cells[status])) };
            rows[(fromUtc, seconds)] = isVolume ? row with { GasLitres = (row.GasLitres ?? 0) + amount }
                : isImport ? row with
                {
                    ImportNightWh = isSplit ? (row.ImportNightWh ?? 0) + (isNight ? amount : 0) : null,
                    ImportWh = (row.ImportWh ?? 0) + amount,
                    MeasuredSeconds = seconds,
                }
                : row with
                {
                    ExportNightWh = isSplit ? (row.ExportNightWh ?? 0) + (isNight ? amount : 0) : null,
                    ExportWh = (row.ExportWh ?? 0) + amount,
                };
        }

        return new ImportFile(isGas ? "gas of Fluvius" : "electricity of Fluvius", [.. rows.Values.Select(Whole)]) { Peaks = peaks, NotMeasured = notMeasured };

        int Column(string[] known) => Array.FindIndex(names, name => known.Contains(name)) is int at and >= 0 ? at : throw lines.Wrong($"there is no column \"{known[0]}\"");

        long Local(string date, string time) =>
            DateTime.TryParseExact(date, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            && TimeOnly.TryParseExact(time, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly clock) && day.Year is >= 2000 and <= 2099
                ? (long)(day.Add(clock.ToTimeSpan()) - DateTime.UnixEpoch).TotalSeconds
                : throw lines.Wrong($"a time such as 31-10-2026 14:15:00 was expected, found \"{Quote.Of(date)} {Quote.Of(time)}\"");
    }

    // The highest quarter is one of these.
    private static HistoryRow Whole(HistoryRow row)
    {
        row = row with { UnpricedWh = (row.ImportWh ?? 0) + (row.ExportWh ?? 0) };
        return row.Seconds == BelgianTime.SecondsPerQuarter && row.ImportWh is long wh ? row with { PeakW = (int)Math.Min(wh * 4, int.MaxValue), PeakStartUtc = row.StartUtc } : row;
    }

    // Whether the clock shows that time twice: an hour later it does so again.
    private static bool IsTwice(long local) => BelgianTime.ToUtc(local) is var utc && BelgianTime.Local(utc + Hour) == local;

    private static long FirstAfter(long local, long utc) => BelgianTime.ToUtc(local) is var first && IsTwice(local) && first < utc ? first + Hour : first;

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
