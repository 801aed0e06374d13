using System.Globalization;
using MeterFirmware.Companion.Snapshots;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Use and cost by day, week, month and year; the active rate in green.</summary>
/// <remarks>It shows as many periods as fit the width, and the longest of three sets of rows that fits the height.</remarks>
internal static class CostsPanel
{
    private const int LabelColumns = 14;
    private const int PeriodColumns = 13;
    private const int WidestCell = 15;
    private const int NarrowestCell = 10;

    // Total and peak.
    private const int RowsToKeep = 2;

    private static readonly CostsPeriod[] AllPeriods = Enum.GetValues<CostsPeriod>();

    private static readonly CostsPeriod[] MainPeriods =
    [
        CostsPeriod.Today, CostsPeriod.Yesterday, CostsPeriod.Week, CostsPeriod.Month, CostsPeriod.Year,
    ];

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        CostsSnapshot? costs = model.Now.Costs;
        if (costs == null)
        {
            return Framed.Draw("Use and cost", new Markup("[grey]waiting for the first costs[/]"), height);
        }

        int columns = width - Framed.BorderColumns;
        CostsPeriod[] periods = columns - LabelColumns >= AllPeriods.Length * PeriodColumns ? AllPeriods : MainPeriods;
        int rows = height - Framed.BorderRows - 1;
        List<CostsRow> chosen = CostsRows.Of(costs, model.Now.ActiveRate, CostsDetail.Rates);
        if (chosen.Count > rows)
        {
            chosen = CostsRows.Of(costs, model.Now.ActiveRate, CostsDetail.Sums);
        }
        else
        {
            List<CostsRow> full = CostsRows.Of(costs, model.Now.ActiveRate, CostsDetail.RatesAndCosts);
            chosen = full.Count <= rows ? full : chosen;
        }

        if (chosen.Count > rows)
        {
            chosen = [.. chosen.Take(Math.Max(rows - RowsToKeep, 0)), .. chosen.TakeLast(RowsToKeep)];
        }

        int longest = chosen.Max(row => row.Label.Length);
        int labelColumns = longest > LabelColumns && (columns - longest) / periods.Length >= NarrowestCell ? longest : LabelColumns;
        int cell = Math.Min((columns - labelColumns) / periods.Length, WidestCell);
        int label = columns - (cell * periods.Length);
        List<string> lines = [$"[bold]{new string(' ', label)}{string.Concat(periods.Select(period => NameOf(costs, period).PadLeft(cell)))}[/]"];
        foreach (CostsRow row in chosen)
        {
            string cells = string.Concat(periods.Select(period => row.Value(PeriodOf(costs, period), period).PadLeft(cell)));

            // A name is cut before a number is.
            lines.Add($"[{row.Colour}]{Markup.Escape(OneLine.Cut(row.Label, label).PadRight(label) + cells)}[/]");
        }

        return Framed.Draw("Use and cost", Framed.Lines(lines), height);
    }

    private static PeriodSnapshot PeriodOf(CostsSnapshot costs, CostsPeriod period) => period switch
    {
        < CostsPeriod.Week => costs.Days[(int)period],
        CostsPeriod.Week => costs.Week,
        CostsPeriod.Month => costs.Month,
        _ => costs.Year,
    };

    private static string NameOf(CostsSnapshot costs, CostsPeriod period) => period switch
    {
        CostsPeriod.Today => "today",
        CostsPeriod.Yesterday => "yesterday",
        CostsPeriod.Week => "week",
        CostsPeriod.Month => "month",
        CostsPeriod.Year => "year",
        _ => DateTime.UnixEpoch.AddDays(costs.TodayNumber - (int)period).ToString("ddd d", CultureInfo.InvariantCulture),
    };
}
