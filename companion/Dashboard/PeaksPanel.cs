using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The peak of this month and of those before, and their mean, which the capacity tariff bills.</summary>
internal static class PeaksPanel
{
    private const int TextColumns = 17;

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        PeaksSnapshot? peaks = model.Now.Peaks;
        if (peaks == null)
        {
            return Framed.Draw("Month peaks", new Markup(" "), height);
        }

        int rows = height - Framed.BorderRows;
        List<string> summary = [$"mean of {peaks.MonthsInMean,-2} [bold]{Show.Kw(peaks.MeanW)}[/] kW"];
        if (peaks.NanoEuroPerYear > 0)
        {
            summary.Add($"costs [bold]€ {Show.Euro(peaks.NanoEuroPerYear)}[/] a year");
        }

        List<MonthSnapshot> past = [.. peaks.Past.Take(rows - summary.Count - 1)];
        long highestW = past.Append(peaks.Month).Max(month => month.PeakW);

        int columns = width - Framed.BorderColumns - TextColumns;
        List<string> lines = [Line(peaks.Month, highestW, columns, "magenta")];
        lines.AddRange(past.Select(month => month.PeakEndUtc == MeterTime.None
            ? $"{Show.Month(month.Month)} [grey]   none[/]"
            : Line(month, highestW, columns, "aqua")));

        lines.AddRange(summary);
        return Framed.Draw("Month peaks", Framed.Lines(lines), height);
    }

    private static string Line(MonthSnapshot month, long highestW, int columns, string colour) =>
        $"{Show.Month(month.Month)} [{colour}]{Show.Kw(month.PeakW),7} {Bar.Draw(month.PeakW, highestW, Math.Max(columns, 1))}[/]";
}
