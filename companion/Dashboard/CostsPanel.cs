using System.Globalization;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Use and cost by day, week, month and year.</summary>
/// <remarks>It shows as many periods as fit the width, and of the rows those that matter most; neither a name nor a number is cut.</remarks>
internal static class CostsPanel
{
    private const int WidestGap = 5;
    private const string NoPrices = "no prices: 'meter run --rates FILE' takes them, 'meter rates push FILE' gives a device some; docs/rates.md tells how";

    private static readonly CostsPeriod[][] Choices =
    [
        Enum.GetValues<CostsPeriod>(),
        [CostsPeriod.Today, CostsPeriod.Yesterday, CostsPeriod.Week, CostsPeriod.Month, CostsPeriod.Year],
        [CostsPeriod.Today, CostsPeriod.Yesterday, CostsPeriod.Month, CostsPeriod.Year],
        [CostsPeriod.Today, CostsPeriod.Month, CostsPeriod.Year],
        [CostsPeriod.Today, CostsPeriod.Month],
        [CostsPeriod.Today],
    ];

    public static IRenderable Draw(DashboardModel model, int width, int height) =>
        Framed.Draw(Title(model), Framed.Lines(Lines(model, width - Framed.BorderColumns, height - Framed.BorderRows)), height);

    /// <summary>A line with the periods, and the rows.</summary>
    public static List<string> Lines(DashboardModel model, int columns, int rows)
    {
        CostsSnapshot? costs = model.Now.Costs;
        if (costs == null)
        {
            return ["[grey]waiting for the first costs[/]"];
        }

        bool havePrices = CostsRows.HavePrices(costs, model.Now.Rates);
        List<string> hint = havePrices ? [] : [.. LogPanel.Wrapped(NoPrices, columns)];
        if (costs.StartedUtc == MeterTime.None)
        {
            return ["[grey]waiting for the first telegram[/]", .. hint];
        }

        List<CostsRow> all = CostsRows.Of(costs, model.Now.ActiveRate, havePrices);
        int room = rows - 1 - hint.Count;
        Rank most = all.Max(row => row.Rank);
        while (most > Rank.Sums && all.Count(row => row.Rank <= most) > room)
        {
            most--;
        }

        List<CostsRow> chosen = [.. all.Where(row => row.Rank <= most)];
        int label = chosen.Max(row => row.Label.Length);
        CostsPeriod[] periods = Choices.FirstOrDefault(choice => label + choice.Sum(period => Widest(period) + 1) <= columns) ?? Choices[^1];
        int gap = Math.Clamp((columns - label - periods.Sum(Widest)) / periods.Length, 1, WidestGap);
        label = columns - periods.Sum(period => Widest(period) + gap);
        List<string> lines = [$"[bold]{new string(' ', Math.Max(label, 0))}{string.Concat(periods.Select(period => NameOf(costs, period).PadLeft(Widest(period) + gap)))}[/]"];
        foreach (CostsRow row in chosen)
        {
            string cells = string.Concat(periods.Select(period => Text(row, period).PadLeft(Widest(period) + gap)));
            lines.Add($"[{row.Colour}]{Markup.Escape(row.Label.PadRight(Math.Max(label, 0)) + cells)}[/]");
        }

        return [.. lines, .. hint];

        string Text(CostsRow row, CostsPeriod period) => IsKnown(costs, period) ? row.Value(PeriodOf(costs, period), period) : "-";

        int Widest(CostsPeriod period) => Math.Max(NameOf(costs, period).Length, chosen.Max(row => Text(row, period).Length));
    }

    private static string Title(DashboardModel model)
    {
        if (model.Now.Costs is not CostsSnapshot { StartedUtc: not MeterTime.None } costs)
        {
            return "Use and cost";
        }

        int first = BelgianTime.DayNumber(costs.StartedUtc);
        return first == costs.TodayNumber ? $"Use and cost, since {Show.Local(costs.StartedUtc, "HH:mm")}"
            : BelgianTime.MonthNumber(first) / 12 == BelgianTime.MonthNumber(costs.TodayNumber) / 12 && first != BelgianTime.DayNumber(BelgianTime.YearStartUtc(BelgianTime.MonthNumber(first) / 12))
                ? $"Use and cost, since {Show.Local(costs.StartedUtc, "ddd d MMM HH:mm")}"
                : "Use and cost";
    }

    // What had ended when counting started is not known; and what begins with the start has nothing to add to today.
    private static bool IsKnown(CostsSnapshot costs, CostsPeriod period)
    {
        int first = BelgianTime.DayNumber(costs.StartedUtc);
        return period < CostsPeriod.Week ? costs.TodayNumber - (int)period >= first : first < costs.TodayNumber;
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
