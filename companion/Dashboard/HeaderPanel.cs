using MeterFirmware.Companion.Showing;
using MeterFirmware.Readings;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>One line: the name and version, the meter's time, the power now, and where the telegrams come from.</summary>
internal static class HeaderPanel
{
    private const int ColumnsWithSource = 100;

    public static IRenderable Draw(DashboardModel model, int width)
    {
        Reading reading = model.Meter.Reading;
        string time = reading.TimeUtc == MeterTime.None
            ? "waiting for a telegram"
            : Show.Local(reading.TimeUtc, "ddd d MMM yyyy HH:mm:ss");
        int importW = reading.Get(Field.ImportW);
        int exportW = reading.Get(Field.ExportW);
        bool isExport = exportW > importW;
        string power = !reading.Has(Field.ImportW) ? ""
            : isExport ? $"▼ {Show.Kw(exportW)} kW to the grid"
            : $"▲ {Show.Kw(importW)} kW from the grid";
        bool isSilent = model.SilentSeconds > 0;
        string right = isSilent ? $" no telegram for {Show.MinutesSeconds(model.SilentSeconds)} "
            : width >= ColumnsWithSource ? model.Source
            : "";

        // Name, time and power from the left, the source at the right edge.
        int taken = $" Meter {model.Version}   {time}   {power}".Length;
        string gap = new(' ', Math.Max(1, width - taken - right.Length - 1));
        return new OneLine(
            $" [bold]Meter[/] [grey]{Markup.Escape(model.Version)}[/]   [bold]{time}[/]   "
            + $"[{(isExport ? "green" : "yellow")}]{power}[/]{gap}[{(isSilent ? "white on red" : "grey")}]{Markup.Escape(right)}[/]");
    }
}
