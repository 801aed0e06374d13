using MeterFirmware.Companion.Showing;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
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
        QuarterPeak quarter = model.Meter.Quarter;
        MonthPeaks peaks = quarter.Peaks;
        if (peaks.Month == 0)
        {
            return Framed.Draw("Month peaks", new Markup(" "), height);
        }

        int rows = height - Framed.BorderRows;
        List<string> summary = [$"mean of {peaks.PastCount + 1,-2} [bold]{Show.Kw(quarter.MeanPeakW)}[/] kW"];
        if (quarter.CapacityNanoEuroPerYear > 0)
        {
            summary.Add($"costs [bold]€ {Show.Euro(quarter.CapacityNanoEuroPerYear)}[/] a year");
        }

        PeakHistory past = peaks.Past;
        int shown = Math.Clamp(rows - summary.Count - 1, 0, past.Count);
        long highestW = peaks.PeakW;
        for (int row = 0; row < shown; row++)
        {
            highestW = Math.Max(highestW, past.PeakW(row));
        }

        int columns = width - Framed.BorderColumns - TextColumns;
        List<string> lines = [Line(peaks.Month, peaks.PeakW, highestW, columns, "magenta")];
        for (int row = 0; row < shown; row++)
        {
            lines.Add(past.PeakEndUtc(row) == MeterTime.None
                ? $"{Show.Month(past.Month(row))} [grey]   none[/]"
                : Line(past.Month(row), past.PeakW(row), highestW, columns, "aqua"));
        }

        lines.AddRange(summary);
        return Framed.Draw("Month peaks", Framed.Lines(lines), height);
    }

    private static string Line(int month, int peakW, long highestW, int columns, string colour) =>
        $"{Show.Month(month)} [{colour}]{Show.Kw(peakW),7} {Bar.Draw(peakW, highestW, Math.Max(columns, 1))}[/]";
}
