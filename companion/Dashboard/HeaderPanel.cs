using MeterFirmware.Companion.Showing;
using MeterFirmware.Readings;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>One line: the name and version, the meter's time, the power now, and where the telegrams come from.</summary>
internal static class HeaderPanel
{
    public static IRenderable Draw(DashboardModel model)
    {
        Reading reading = model.Meter.Reading;
        string time = reading.TimeUtc == MeterTime.None
            ? "[grey]waiting for a telegram[/]"
            : $"[bold]{Show.Local(reading.TimeUtc, "ddd d MMM yyyy HH:mm:ss")}[/]";
        int importW = reading.Get(Field.ImportW);
        int exportW = reading.Get(Field.ExportW);
        string power = exportW > importW
            ? $"[green]▼ {Show.Kw(exportW)} kW to the grid[/]"
            : $"[yellow]▲ {Show.Kw(importW)} kW from the grid[/]";
        string source = model.SilentSeconds > 0
            ? $"[white on red] no telegram for {Show.MinutesSeconds(model.SilentSeconds)} [/]"
            : $"[grey]{Markup.Escape(model.Source)}[/]";

        Grid grid = new() { Expand = true };
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(1).PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(0).PadRight(1));
        grid.AddRow(
            new Markup($"[bold]Meter[/] [grey]{Markup.Escape(model.Version)}[/]  {time}"),
            new Markup(reading.Has(Field.ImportW) ? power : ""),
            new Markup(source) { Overflow = Overflow.Ellipsis });
        return grid;
    }
}
