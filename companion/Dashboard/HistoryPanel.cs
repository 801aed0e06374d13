using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Today's quarters against the limit, and the days of the month: what this program has seen of them.</summary>
internal static class HistoryPanel
{
    private const int MostDays = 31;
    private const int DaysPerLabel = 5;
    private const int QuartersPerLabel = 24;
    private const int ColumnsInFull = 42;

    /// <summary>Names today's highest quarter.</summary>
    public static string QuartersTitle(DashboardModel model, int columns)
    {
        if (model.Past.Quarters.Count == 0)
        {
            return "Quarters of today";
        }

        KeyValuePair<long, int> peak = Highest(model);
        string time = Show.Local(peak.Key, "HH:mm");

        // What came before was not seen, and may have been higher.
        long firstUtc = model.Past.Quarters.Keys.First();
        bool isWhole = BelgianTime.QuarterOfDay(firstUtc) == 0;
        string since = Show.Local(firstUtc, "HH:mm");
        return columns >= ColumnsInFull ? $"{(isWhole ? "Today's quarters" : $"Quarters since {since}")}, ▲ {Show.Kw(peak.Value)} kW at {time}"
            : isWhole ? $"Today ▲ {Show.Kw(peak.Value)} {time}"
            : $"Since {since} ▲ {Show.Kw(peak.Value)}";
    }

    /// <summary>Names the month.</summary>
    public static string DaysTitle(DashboardModel model) => model.Past.Days.Count == 0
        ? "Days of the month"
        : $"Days of {Show.Month(BelgianTime.MonthNumber(model.Past.Days.Keys.Last()))}, kWh, today {Show.Kwh(model.Past.Days.Values.Last().ImportWh)}";

    /// <summary>A bar for each quarter, or the highest of some where there is less room; below it the hours, and ▲ at the peak.</summary>
    public static List<string> Quarters(DashboardModel model, int columns, int rows)
    {
        if (model.Past.Quarters.Count == 0 || rows < 3)
        {
            return ["[grey]none seen yet[/]"];
        }

        int wide = Math.Max(1, columns / BelgianTime.QuartersPerDay);
        long?[] taken = new long?[Math.Min(columns, BelgianTime.QuartersPerDay * wide)];
        foreach ((long startUtc, int watt) in model.Past.Quarters)
        {
            int column = ColumnOf(startUtc);
            for (int i = column; i < column + wide && i < taken.Length; i++)
            {
                taken[i] = Math.Max(taken[i] ?? 0, watt);
            }
        }

        List<string> lines = Bar.Chart(taken, [], rows - 1, model.Now.Quarter?.ThresholdW ?? 0);
        int peak = ColumnOf(Highest(model).Key);
        string axis = Axis(taken.Length, BelgianTime.QuartersPerDay / QuartersPerLabel, peak, i => (QuartersPerLabel * i * taken.Length / BelgianTime.QuartersPerDay, $"{6 * i}"));
        lines.Add($"[grey]{axis[..peak]}[/][bold]▲[/][grey]{axis[(peak + 1)..]}[/]");
        return lines;

        int ColumnOf(long startUtc) => BelgianTime.QuarterOfDay(startUtc) * taken.Length / BelgianTime.QuartersPerDay;
    }

    /// <summary>A bar for each day: from the grid up, to the grid down.</summary>
    public static List<string> Days(DashboardModel model, int columns, int rows)
    {
        if (model.Past.Days.Count == 0 || rows < 3 || columns < MostDays)
        {
            return ["[grey]none seen yet[/]"];
        }

        int wide = columns / MostDays;
        long?[] taken = new long?[MostDays * wide];
        long?[] given = new long?[MostDays * wide];
        int firstDay = BelgianTime.DayNumber(BelgianTime.MonthStartUtc(BelgianTime.MonthNumber(model.Past.Days.Keys.Last())));
        foreach ((int day, DayUse use) in model.Past.Days.Where(day => day.Key >= firstDay))
        {
            int first = (day - firstDay) * wide;

            // A blank between the days where there is room.
            for (int i = first; i < first + Math.Max(1, wide - 1) && i < taken.Length; i++)
            {
                taken[i] = use.ImportWh;
                given[i] = use.ExportWh;
            }
        }

        List<string> lines = Bar.Chart(taken, given, rows - 1);
        lines.Add($"[grey]{Axis(taken.Length, (MostDays / DaysPerLabel) + 1, -1, i => (Math.Max(0, (DaysPerLabel * i) - 1) * wide, $"{Math.Max(1, DaysPerLabel * i)}"))}[/]");
        return lines;
    }

    private static KeyValuePair<long, int> Highest(DashboardModel model) => model.Past.Quarters.MaxBy(quarter => quarter.Value);

    private static string Axis(int columns, int labels, int taken, Func<int, (int Column, string Text)> label)
    {
        char[] axis = new string(' ', columns).ToCharArray();
        for (int i = 0; i < labels; i++)
        {
            (int column, string text) = label(i);
            if (column + text.Length <= columns && (taken < column || taken >= column + text.Length))
            {
                text.CopyTo(0, axis, column, text.Length);
            }
        }

        return new string(axis);
    }
}
