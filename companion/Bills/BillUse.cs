using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Bills;

/// <summary>What was used from one day to another, both included, as far as it is known.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
internal sealed record UseSpan(DateOnly From, DateOnly To)
{
    /// <summary>kWh taken.</summary>
    public decimal ImportKwh { get; init; }

    /// <summary>kWh given.</summary>
    public decimal ExportKwh { get; init; }

    /// <summary>kWh taken by rate; null when not known.</summary>
    public Dictionary<string, decimal>? Imports { get; init; }

    /// <summary>kWh given by rate; null when not known.</summary>
    public Dictionary<string, decimal>? Exports { get; init; }

    /// <summary>Sum of kWh taken times the market's price then, EUR without VAT; null when not known.</summary>
    public decimal? ImportMarketEur { get; init; }

    /// <summary>Sum of kWh given times the market's price then, EUR; null when not known.</summary>
    public decimal? ExportMarketEur { get; init; }

    /// <summary>kWh, taken and given together, whose market price is a guess: the fallback of the rates.</summary>
    public decimal EstimatedKwh { get; init; }

    /// <summary>m³ of gas.</summary>
    public decimal GasM3 { get; init; }

    /// <summary>m³ of water.</summary>
    public decimal WaterM3 { get; init; }

    /// <summary>This and what came after it.</summary>
    public UseSpan Plus(UseSpan other) => Sum(other, 1) with { To = other.To };

    /// <summary>This without a part of it.</summary>
    public UseSpan Less(UseSpan other) => Sum(other, -1);

    private UseSpan Sum(UseSpan other, int sign) => this with
    {
        ImportKwh = ImportKwh + (sign * other.ImportKwh),
        ExportKwh = ExportKwh + (sign * other.ExportKwh),
        Imports = Sum(Imports, other.Imports, sign),
        Exports = Sum(Exports, other.Exports, sign),
        ImportMarketEur = ImportMarketEur + (sign * other.ImportMarketEur),
        ExportMarketEur = ExportMarketEur + (sign * other.ExportMarketEur),
        EstimatedKwh = EstimatedKwh + (sign * other.EstimatedKwh),
        GasM3 = GasM3 + (sign * other.GasM3),
        WaterM3 = WaterM3 + (sign * other.WaterM3),
    };

    private static Dictionary<string, decimal>? Sum(Dictionary<string, decimal>? one, Dictionary<string, decimal>? other, int sign) =>
        one == null || other == null ? null : one.Keys.Union(other.Keys).ToDictionary(rate => rate, rate => one.GetValueOrDefault(rate) + (sign * other.GetValueOrDefault(rate)));
}

/// <summary>What a bill is of.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Spans">What is known of the use; they may overlap.</param>
/// <param name="PeaksKw">The months' peaks that are known, by year * 12 + month - 1.</param>
internal sealed record BillUse(DateOnly From, DateOnly To, IReadOnlyList<UseSpan> Spans, IReadOnlyDictionary<int, decimal> PeaksKw)
{
    /// <summary>kWh taken in the last twelve whole months; null when not known.</summary>
    public decimal? YearKwh { get; init; }

    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>A local day by its number since 1970-01-01.</summary>
    public static DateOnly Day(int number) => Epoch.AddDays(number);

    /// <summary>The number of a local day since 1970-01-01.</summary>
    public static int Number(DateOnly day) => day.DayNumber - Epoch.DayNumber;

    /// <summary>What a meter knows: the running month and year by register, days in sum.</summary>
    /// <param name="now">The meter.</param>
    /// <param name="past">Its days.</param>
    /// <param name="rates">The rates by which it booked, for what followed the market; null when they are not known.</param>
    /// <param name="from">The first day that is asked for.</param>
    /// <param name="to">The last.</param>
    /// <exception cref="CommandFailure">It knows nothing of these days.</exception>
    public static BillUse Of(MeterSnapshot now, RecentPast past, Rates? rates, DateOnly from, DateOnly to)
    {
        CostsSnapshot costs = now.Costs!;
        if (costs.StartedUtc == MeterTime.None)
        {
            throw new CommandFailure(ExitCode.BadInput, "Nothing has been counted yet, so there is nothing to bill.");
        }

        DateOnly first = Day(BelgianTime.DayNumber(costs.StartedUtc));
        DateOnly last = Day(costs.TodayNumber);
        DateOnly start = from > first ? from : first;
        DateOnly end = to < last ? to : last;
        if (start > end)
        {
            throw new CommandFailure(ExitCode.BadInput, $"What is known is from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, and the bill asked for is from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}.");
        }

        DateOnly month = new(last.Year, last.Month, 1);
        DateOnly year = new(last.Year, 1, 1);
        Dictionary<int, decimal> peaks = [];
        if (now.Peaks != null)
        {
            foreach (MonthSnapshot peak in now.Peaks.Past.Append(now.Peaks.Month).Where(peak => peak.PeakEndUtc != MeterTime.None))
            {
                peaks[peak.Month] = peak.PeakW / 1000m;
            }
        }

        return new BillUse(
            start,
            end,
            [
                Span(year > first ? year : first, last, costs.Year, costs, rates),
                Span(month > first ? month : first, last, costs.Month, costs, rates),
                .. past.Days.Select(day => new UseSpan(Day(day.Key), Day(day.Key))
                {
                    ImportKwh = day.Value.ImportWh / 1000m,
                    ExportKwh = day.Value.ExportWh / 1000m,
                    GasM3 = day.Value.GasLitres / 1000m,
                    WaterM3 = day.Value.WaterLitres / 1000m,
                }),
            ],
            peaks)
        {
            YearKwh = costs.LastYearWh > 0 ? costs.LastYearWh / 1000m : null,
        };
    }

    /// <summary>What was used from one day to another.</summary>
    /// <returns>It; null when it is not known.</returns>
    public UseSpan? Between(DateOnly from, DateOnly to)
    {
        if (Tiled(from, to) is UseSpan whole)
        {
            return whole;
        }

        // What is left of a longer span without the days before and after.
        foreach (UseSpan span in Spans.Where(span => span.From <= from && span.To >= to))
        {
            UseSpan? before = span.From == from ? new UseSpan(from, from) { Imports = [], Exports = [], ImportMarketEur = 0, ExportMarketEur = 0 } : Tiled(span.From, from.AddDays(-1));
            UseSpan? after = span.To == to ? new UseSpan(to, to) { Imports = [], Exports = [], ImportMarketEur = 0, ExportMarketEur = 0 } : Tiled(to.AddDays(1), span.To);
            if (before != null && after != null)
            {
                return span.Less(before).Less(after) with { From = from, To = to };
            }
        }

        return null;
    }

    private UseSpan? Tiled(DateOnly from, DateOnly to)
    {
        foreach (UseSpan span in Spans.Where(span => span.From == from && span.To <= to).OrderByDescending(span => span.To).ThenBy(span => span.Imports == null))
        {
            if (span.To == to)
            {
                return span;
            }

            if (Tiled(span.To.AddDays(1), to) is UseSpan rest)
            {
                return span.Plus(rest);
            }
        }

        return null;
    }

    private static UseSpan Span(DateOnly from, DateOnly to, PeriodSnapshot period, CostsSnapshot costs, Rates? rates)
    {
        // Use at rates that are no longer belongs to none of the names.
        bool isByRate = period.Former == RateUse.None && costs.RateNames.Count == period.Rates.Count;
        bool isPriced = isByRate && period.UnpricedWh == 0 && rates != null && rates.Count == costs.RateNames.Count;
        return new UseSpan(from, to)
        {
            ImportKwh = period.ImportWh / 1000m,
            ExportKwh = period.ExportWh / 1000m,
            EstimatedKwh = period.EstimatedWh / 1000m,
            GasM3 = period.GasLitres / 1000m,
            WaterM3 = period.WaterLitres / 1000m,
            Imports = isByRate ? costs.RateNames.Zip(period.Rates, (name, use) => (name, use.ImportWh / 1000m)).ToDictionary() : null,
            Exports = isByRate ? costs.RateNames.Zip(period.Rates, (name, use) => (name, use.ExportWh / 1000m)).ToDictionary() : null,
            ImportMarketEur = isPriced ? Market(rates!.ImportSpot, period.Rates.Select((use, rate) => (use.ImportNanoEuro, use.ImportWh * rates.ImportNanoEuroPerWh(rate)))) : null,
            ExportMarketEur = isPriced ? Market(rates!.ExportSpot, period.Rates.Select((use, rate) => (use.ExportNanoEuro, use.ExportWh * rates.ExportNanoEuroPerWh(rate)))) : null,
        };
    }

    // What was booked, without what the formula adds, is the market's part times the factor.
    private static decimal? Market(SpotFormula? formula, IEnumerable<(long Booked, long Added)> rates) =>
        formula is not { MillionthTimes: not 0 } ? null : rates.Sum(rate => (rate.Booked - rate.Added) / 1_000_000_000m) * 1_000_000m / formula.MillionthTimes;
}
