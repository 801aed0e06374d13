using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Will this quarter set a new month peak? All of it red when it will.</summary>
internal static class QuarterPanel
{
    public const int Rows = 8;

    private static readonly Color AlarmBackground = new(150, 0, 20);

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        QuarterSnapshot? quarter = model.Now.Quarter;
        if (quarter == null)
        {
            return Framed.Draw("Quarter peak", new Markup("[grey]waiting for the first telegram[/]"), height);
        }

        int columns = width - Framed.BorderColumns;
        IRenderable content = Framed.Lines(Lines(quarter, model.Now.Peaks?.Month, columns));
        Panel panel = Framed.Draw(quarter.Alarm ? "Quarter peak: heading for a new month peak" : "Quarter peak", content, height);
        return quarter.Alarm ? new Tinted(panel, Color.White, AlarmBackground) : panel;
    }

    private static IEnumerable<string> Lines(QuarterSnapshot quarter, MonthSnapshot? month, int columns)
    {
        long startUtc = quarter.StartUtc;
        int left = BelgianTime.SecondsPerQuarter - quarter.ElapsedSeconds;
        string from = Show.Local(startUtc, "HH:mm");
        string until = Show.Local(startUtc + BelgianTime.SecondsPerQuarter, "HH:mm");
        string remaining = $"{Show.MinutesSeconds(left)} left";
        int barColumns = columns - 25;
        yield return $"{from} [blue]{Bar.Draw(quarter.ElapsedSeconds, BelgianTime.SecondsPerQuarter, barColumns)}[/] {until} {remaining,12}";

        long full = Math.Max(quarter.ThresholdW, quarter.ForecastW) * 21L / 20;
        yield return $"so far [aqua]{Bar.Draw(quarter.DemandW, full, columns - 20)}[/] {Show.Kw(quarter.DemandW),9} kW";
        yield return $"ahead  [yellow]{Bar.Draw(quarter.ForecastW, full, columns - 20)}[/] [bold]{Show.Kw(quarter.ForecastW),9} kW[/]";
        yield return $"limit  [grey]{Bar.Draw(quarter.ThresholdW, full, columns - 20)}[/] {Show.Kw(quarter.ThresholdW),9} kW";

        string peak = month == null || month.PeakEndUtc == MeterTime.None
            ? "none yet"
            : $"{Show.Kw(month.PeakW)} kW on {Show.Local(month.PeakEndUtc, "ddd d HH:mm")}";
        string partial = quarter.IsPartial ? "   [grey]start of the quarter not seen[/]" : "";
        yield return $"month peak {peak}{partial}";

        yield return quarter.SecondsToBreach >= 0
            ? $"[bold]gap {Show.Kw(quarter.GapW)} kW[/]  allowed {Show.Kw(quarter.AllowedW)} kW  "
                + $"breach in {Show.MinutesSeconds(quarter.SecondsToBreach)}  [bold]€ {Show.Euro(quarter.BreachNanoEuro)} a year[/]"
            : $"gap [bold green]{Show.Kw(quarter.GapW)}[/] kW  allowed [bold]{Show.Kw(quarter.AllowedW)}[/] kW  no breach ahead";
    }
}
