using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The peak of this month and of those before, and their mean, which the capacity tariff bills.</summary>
internal static class PeaksPanel
{
    private const int TextColumns = 19;
    private const int ColumnsInFull = 40;

    /// <summary>A month a line, the newest first, and what they come to.</summary>
    public static List<string> Lines(DashboardModel model, int columns, int rows)
    {
        PeaksSnapshot? peaks = model.Now.Peaks;
        if (peaks == null)
        {
            return ["[grey]none known yet[/]"];
        }

        // The mean is of months that the year's peak knows nothing of.
        int year = peaks.Month.Month / 12;
        long ofYear = peaks.Past.Where(month => month.Month / 12 == year).Append(peaks.Month).Max(month => month.PeakW);
        bool inFull = columns >= ColumnsInFull;
        List<string> summary = [inFull ? $"mean of {peaks.MonthsInMean} months [bold]{Show.Kw(peaks.MeanW)}[/] kW is billed" : $"mean of {peaks.MonthsInMean,-2} [bold]{Show.Kw(peaks.MeanW)}[/] kW"];
        if (peaks.NanoEuroPerYear > 0)
        {
            summary.Add($"{(inFull ? "that is" : "billed")} [bold]€ {Show.Euro(peaks.NanoEuroPerYear)}[/] a year");
        }

        if (inFull && rows > summary.Count + 2)
        {
            summary.Insert(0, $"highest of {year}  [bold]{Show.Kw(ofYear)}[/] kW");
        }

        List<MonthSnapshot> past = [.. peaks.Past.Take(Math.Max(0, rows - summary.Count - 1))];
        long highestW = past.Append(peaks.Month).Max(month => month.PeakW);
        int bar = Math.Max(columns - TextColumns, 1);
        return [Line(peaks.Month, highestW, bar, isNow: true), .. past.Select(month => Line(month, highestW, bar, isNow: false)), .. summary];
    }

    private static string Line(MonthSnapshot month, long highestW, int columns, bool isNow)
    {
        string start = $"{(isNow ? "▸" : " ")} {Show.Month(month.Month)}";
        return month.PeakEndUtc == MeterTime.None
            ? $"{start}       -"
            : $"{start} {Show.Kw(month.PeakW),7} [{Tone.Taken}]{Bar.Draw(month.PeakW, highestW, columns)}[/]";
    }
}
