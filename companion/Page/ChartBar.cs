using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Page;

/// <summary>A bar of a chart, up and down from its zero line.</summary>
/// <param name="Start">Where it begins, in units of the chart from 0 on.</param>
/// <param name="Length">How many units it is wide.</param>
/// <param name="Label">What it is of.</param>
/// <param name="Up">How high it is; null when that is not known.</param>
/// <param name="Down">How deep; null when that is not known.</param>
public sealed record ChartBar(int Start, int Length, string Label, long? Up, long? Down)
{
    /// <summary>Whether only the sum of it is known, and not when it was used.</summary>
    public bool IsGap { get; init; }

    /// <summary>Whether it is the highest.</summary>
    public bool IsMarked { get; init; }

    /// <summary>How high the same bar of the period before was; null without one.</summary>
    public long? Before { get; init; }

    /// <summary>The page that tells more of it; null for none.</summary>
    public string? Link { get; init; }

    /// <summary>A day by the quarter: mean power of each row, up what was taken and down what was given.</summary>
    /// <param name="rows">The rows of the day.</param>
    /// <param name="day">The day.</param>
    /// <param name="running">The quarter that runs; null when it is of another day, or not known.</param>
    internal static List<ChartBar> OfDay(IReadOnlyList<HistoryRow> rows, Period day, QuarterSnapshot? running)
    {
        const int SecondsPerHour = 3600;
        List<ChartBar> bars = [];
        int? highest = rows.Where(IsQuarter).Max(row => row.PeakW ?? (int?)(row.ImportWh * 4));
        foreach (HistoryRow row in rows.Where(row => row.ImportWh != null || row.ExportWh != null))
        {
            // A gap may have begun the day before.
            long fromUtc = Math.Max(row.StartUtc, day.FromUtc);
            int start = day.BarOf(fromUtc);
            int length = day.BarOf(row.EndUtc) - start;
            string label = length == 1 ? Words.Clock(fromUtc) : $"{Words.Clock(fromUtc)} – {Words.Clock(row.EndUtc)}";
            bars.Add(new ChartBar(start, length, label, row.ImportWh * SecondsPerHour / row.Seconds, row.ExportWh * SecondsPerHour / row.Seconds)
            {
                IsGap = !IsQuarter(row),
                IsMarked = IsQuarter(row) && highest > 0 && (row.PeakW ?? row.ImportWh * 4) == highest && bars.TrueForAll(bar => !bar.IsMarked),
            });
        }

        if (running != null && running.StartUtc >= day.FromUtc && running.StartUtc < day.ToUtc && rows.All(row => row.EndUtc <= running.StartUtc))
        {
            bars.Add(new ChartBar(day.BarOf(running.StartUtc), 1, Words.Clock(running.StartUtc), running.DemandW, null));
        }

        return bars;
    }

    /// <summary>A period by its days or months.</summary>
    /// <param name="rows">Its sums.</param>
    /// <param name="before">Those of the period before.</param>
    /// <param name="period">The period.</param>
    /// <param name="label">Names a bar by when it begins, UTC seconds.</param>
    /// <param name="up">What rises.</param>
    /// <param name="down">What hangs.</param>
    internal static List<ChartBar> OfPeriod(IReadOnlyList<HistoryRow> rows, IReadOnlyList<HistoryRow> before, Period period, Func<long, string> label, Func<HistoryRow, long?> up, Func<HistoryRow, long?> down)
    {
        Dictionary<int, long?> levels = before.GroupBy(row => period.Before.BarOf(row.StartUtc)).ToDictionary(group => group.Key, group => up(group.First()));
        return
        [
            .. rows.Select(row => new ChartBar(period.BarOf(row.StartUtc), 1, label(row.StartUtc), up(row), down(row))
            {
                Before = levels.GetValueOrDefault(period.BarOf(row.StartUtc)),
                Link = Period.Of(period.Kind == PeriodKind.Year ? PeriodKind.Month : PeriodKind.Day, BelgianTime.DayNumber(row.StartUtc)).Path,
            }),
        ];
    }

    private static bool IsQuarter(HistoryRow row) => row.Seconds == BelgianTime.SecondsPerQuarter;
}
