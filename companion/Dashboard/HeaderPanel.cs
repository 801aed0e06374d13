using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>One line: the name and version, the meter's time, the power now, and where it is known from, or what is wrong.</summary>
internal static class HeaderPanel
{
    private const int ColumnsWithSource = 100;

    public static IRenderable Draw(DashboardModel model, int width)
    {
        MeterSnapshot now = model.Now;
        string time = now.TimeUtc == MeterTime.None
            ? "waiting for a telegram"
            : Show.Local(now.TimeUtc, "ddd d MMM yyyy HH:mm:ss");
        bool isExport = now.ExportW > (now.ImportW ?? 0);
        string power = now.ImportW is not int importW ? ""
            : isExport ? $"▼ {Show.Kw(now.ExportW)} kW to the grid"
            : $"▲ {Show.Kw(importW)} kW from the grid";
        bool isTrouble = model.Trouble.Length > 0;
        string right = isTrouble ? $" {model.Trouble} "
            : width >= ColumnsWithSource ? model.Source
            : model.Age;

        // Name, time and power from the left, the source at the right edge.
        int taken = $" Meter {model.Version}   {time}   {power}".Length;
        if (isTrouble && taken + right.Length > width)
        {
            // What it was is worth less than why it is old.
            taken -= power.Length;
            power = "";
        }

        string gap = new(' ', Math.Max(1, width - taken - right.Length - 1));
        return new OneLine(
            $" [bold]Meter[/] [grey]{Markup.Escape(model.Version)}[/]   [bold]{time}[/]   "
            + $"[{(isExport ? "green" : "yellow")}]{power}[/]{gap}[{(isTrouble ? "white on red" : "grey")}]{Markup.Escape(right)}[/]");
    }
}
