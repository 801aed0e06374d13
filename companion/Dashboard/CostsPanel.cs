using MeterFirmware.Companion.Showing;
using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Use and cost by day, week, month and year; the active rate in green.</summary>
/// <remarks>It shows as many periods as fit the width, and the longest of three sets of rows that fits the height.</remarks>
internal static class CostsPanel
{
    private const int LabelColumns = 15;
    private const int PeriodColumns = 11;

    private static readonly int[] AllPeriods = [0, 1, 2, 3, 4, 5, 6];
    private static readonly int[] MainPeriods = [0, 1, 4, 5, 6];

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        Ledger ledger = model.Meter.Ledger;
        int columns = width - Framed.BorderColumns - LabelColumns;
        int[] periods = columns >= AllPeriods.Length * PeriodColumns ? AllPeriods : MainPeriods;
        Account[] accounts = [.. periods.Select(period => AccountOf(ledger, period))];

        int rows = height - Framed.BorderRows - 1;
        List<CostsRow> chosen = CostsRows.Of(model.Meter, CostsDetail.Rates);
        if (chosen.Count > rows)
        {
            chosen = CostsRows.Of(model.Meter, CostsDetail.Sums);
        }
        else
        {
            List<CostsRow> full = CostsRows.Of(model.Meter, CostsDetail.RatesAndCosts);
            chosen = full.Count <= rows ? full : chosen;
        }

        Table table = new() { Border = TableBorder.None, Expand = true, ShowHeaders = true };
        table.AddColumn(new TableColumn("").NoWrap().Padding(0, 0));
        foreach (int period in periods)
        {
            table.AddColumn(new TableColumn($"[bold]{NameOf(ledger, period)}[/]").RightAligned().NoWrap().Padding(1, 0));
        }

        foreach (CostsRow row in chosen)
        {
            string[] cells = [$"{row.Label}", .. accounts.Select(row.Value)];
            table.AddRow(cells.Select(cell => new Markup($"[{row.Colour}]{Markup.Escape(cell)}[/]")).ToArray<IRenderable>());
        }

        return Framed.Draw("Use and cost", table, height);
    }

    private static Account AccountOf(Ledger ledger, int period) => period switch
    {
        < Ledger.Days => ledger.Day(period),
        4 => ledger.Week,
        5 => ledger.Month,
        _ => ledger.Year,
    };

    private static string NameOf(Ledger ledger, int period) => period switch
    {
        0 => "today",
        1 => "yesterday",
        < Ledger.Days => DateTime.UnixEpoch.AddDays(ledger.TodayNumber - period).ToString("ddd d", null),
        4 => "week",
        5 => "month",
        _ => "year",
    };
}
