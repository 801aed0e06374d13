using MeterFirmware.Companion.History;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Page;

/// <summary>What a period came to, and the one before it: as far as this one has come, when it still runs.</summary>
public sealed class PeriodSums
{
    /// <summary>The period.</summary>
    internal HistoryRow Sum { get; private init; } = new(0, 0);

    /// <summary>The one before; null when nothing is known of it.</summary>
    internal HistoryRow? Before { get; private init; }

    /// <summary>Whether the period still runs.</summary>
    internal bool IsSoFar { get; private init; }

    /// <summary>Adds up.</summary>
    /// <param name="store">The store.</param>
    /// <param name="meter">The meter's name.</param>
    /// <param name="period">The period.</param>
    /// <param name="nowUtc">Now, UTC seconds.</param>
    /// <returns>Null when nothing is known of the period.</returns>
    internal static PeriodSums? Of(HistoryStore store, string meter, Period period, long nowUtc)
    {
        bool isSoFar = nowUtc < period.ToUtc;

        // Whole days, as far as the running day is one too; of a day its quarters.
        HistoryStep step = period.Kind == PeriodKind.Day ? HistoryStep.Quarter : HistoryStep.Day;
        Period before = period.Before;
        long untilUtc = !isSoFar ? before.ToUtc
            : period.Kind == PeriodKind.Day ? before.FromUtc + (nowUtc - period.FromUtc)
            : BelgianTime.DayStartUtc(Math.Min(before.EndDay, before.FirstDay + BelgianTime.DayNumber(nowUtc) - period.FirstDay + 1));
        List<HistoryRow> rows = store.Sums(meter, step, period.FromUtc, period.ToUtc);
        List<HistoryRow> others = store.Sums(meter, step, before.FromUtc, untilUtc);
        return rows.Count == 0 ? null : new PeriodSums
        {
            Sum = HistoryRow.Sum(period.FromUtc, (int)(period.ToUtc - period.FromUtc), rows),
            Before = others.Count == 0 ? null : HistoryRow.Sum(before.FromUtc, (int)(untilUtc - before.FromUtc), others),
            IsSoFar = isSoFar,
        };
    }
}
