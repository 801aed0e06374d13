using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Will this quarter set a new month peak? One bar as the display has it: used, ahead, a mark at the limit, and the time below.</summary>
internal static class QuarterPanel
{
    // The mark stands at the same part of the bar as on the display, so that there is room to show by how much it is passed.
    private const int MarkParts = 100;
    private const int AllParts = 128;

    private const int ColumnsWithWords = 46;
    private const int RowsWithMore = 7;
    private const string Waiting = "[grey]waiting for the first telegram[/]";

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        List<string> lines = Lines(model, width - Framed.BorderColumns, height - Framed.BorderRows);
        return Framed.Draw(Title(model.Now.Quarter), Framed.Lines(lines), height, isAlarm: model.Now.Quarter?.Alarm == true);
    }

    /// <summary>Which quarter it is, and how it stands.</summary>
    public static string Title(QuarterSnapshot? quarter)
    {
        if (quarter == null)
        {
            return "Quarter peak";
        }

        string from = Show.Local(quarter.StartUtc, "HH:mm");
        string until = Show.Local(quarter.StartUtc + BelgianTime.SecondsPerQuarter, "HH:mm");
        string left = Show.MinutesSeconds(BelgianTime.SecondsPerQuarter - quarter.ElapsedSeconds);
        return $"{(quarter.Alarm ? "! New peak ahead," : "Quarter")} {from} to {until}, {left} left";
    }

    /// <summary>The bar, its numbers, and what they come to.</summary>
    public static List<string> Lines(DashboardModel model, int columns, int rows)
    {
        QuarterSnapshot? quarter = model.Now.Quarter;
        if (quarter == null)
        {
            return [Waiting];
        }

        string bar = Filled(quarter, columns);
        List<string> lines = rows >= RowsWithMore ? [bar, bar, Time(quarter, columns)] : [bar, Time(quarter, columns)];
        lines.Add(Numbers(quarter, columns));
        lines.AddRange(LogPanel.Wrapped(Verdict(quarter, columns), columns).Select(line => quarter.Alarm ? $"[bold white on {Tone.Over}]{line}[/]" : line));
        string until = Show.Local(quarter.StartUtc + BelgianTime.SecondsPerQuarter, "HH:mm");
        lines.Add(quarter.IsPartial
            ? "the start of this quarter was not seen"
            : $"up to [bold]{Show.Kw(quarter.AllowedW)}[/] kW allowed until {until}");
        if (rows >= RowsWithMore && model.Now.Peaks?.Month is MonthSnapshot month)
        {
            lines.Add(month.PeakEndUtc == MeterTime.None
                ? "month peak -"
                : $"month peak {Show.Kw(month.PeakW)} kW, {Show.Local(month.PeakEndUtc, "ddd d MMM HH:mm")}");
        }

        return lines;
    }

    private static string Filled(QuarterSnapshot quarter, int columns)
    {
        int mark = columns * MarkParts / AllParts;
        long used = ColumnOf(quarter.DemandW);
        long ahead = ColumnOf(quarter.ForecastW);
        Runs line = new();
        for (int column = 0; column < columns; column++)
        {
            bool isLast = column == columns - 1 && Math.Max(used, ahead) > columns;
            char fill = isLast ? '▶' : column < used ? '█' : column < ahead ? '▒' : ' ';
            if (column == mark)
            {
                line.Add('┃', "bold");
            }
            else
            {
                line.Add(fill, fill == ' ' ? "" : column > mark ? Tone.Over : Tone.Taken);
            }
        }

        return line.ToString();

        long ColumnOf(long watt) => quarter.ThresholdW > 0 ? Math.Max(0, watt * mark / quarter.ThresholdW) : 0;
    }

    private static string Time(QuarterSnapshot quarter, int columns)
    {
        int gone = quarter.ElapsedSeconds * columns / BelgianTime.SecondsPerQuarter;
        return $"{new string('━', gone)}[grey]{new string('╌', columns - gone)}[/]";
    }

    // The signs are those of the bar: a legend that stands where the numbers do.
    private static string Numbers(QuarterSnapshot quarter, int columns)
    {
        bool withWords = columns >= ColumnsWithWords;
        string ahead = quarter.Alarm ? Tone.Over : Tone.Taken;
        return $"[{Tone.Taken}]█[/] {(withWords ? "used " : "")}{Show.Kw(quarter.DemandW)}  [{ahead}]▒[/] {(withWords ? "ahead " : "")}[bold]{Show.Kw(quarter.ForecastW)}[/]  [bold]┃[/] {(withWords ? "limit " : "")}{Show.Kw(quarter.ThresholdW)} kW";
    }

    private static string Verdict(QuarterSnapshot quarter, int columns)
    {
        if (quarter.SecondsToBreach < 0)
        {
            return $"✓ {Show.Kw(quarter.GapW)} kW below the limit";
        }

        string sure = quarter.Alarm ? "! over" : "perhaps over";
        string cost = quarter.BreachNanoEuro > 0 ? $", € {Show.Euro(quarter.BreachNanoEuro)}{(columns >= ColumnsWithWords ? " a year" : "")}" : "";
        return $"{sure} by {Show.Kw(-quarter.GapW)} kW in {Show.MinutesSeconds(quarter.SecondsToBreach)}{cost}";
    }
}
