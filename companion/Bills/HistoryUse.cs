using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Bills;

/// <summary>What a bill needs to know, from the history.</summary>
internal static class HistoryUse
{
    private const int MonthsBefore = 11;

    /// <summary>Day by day what was used, and the peaks of these months and the eleven before.</summary>
    /// <param name="store">The store.</param>
    /// <param name="meter">The meter's name.</param>
    /// <param name="now">What the meter knows itself: the rates by which it booked, and its peaks.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <returns>From the first to the last day that is known; null when none is.</returns>
    public static BillUse? Of(HistoryStore store, string meter, MeterSnapshot now, DateOnly from, DateOnly to)
    {
        List<HistoryRow> days = store.Sums(meter, HistoryStep.Day, BelgianTime.DayStartUtc(BillUse.Number(from)), BelgianTime.DayStartUtc(BillUse.Number(to) + 1));
        if (days.Count == 0)
        {
            return null;
        }

        Dictionary<int, decimal> peaks = store.Peaks(meter, Month(from) - MonthsBefore, Month(to)).ToDictionary(peak => peak.Month, peak => peak.W / 1000m);
        foreach (MonthSnapshot peak in now.Peaks?.Past.Append(now.Peaks.Month).Where(peak => peak.PeakEndUtc != MeterTime.None) ?? [])
        {
            peaks[peak.Month] = peak.PeakW / 1000m;
        }

        return new BillUse(BillUse.Day(days[0].Day), BillUse.Day(days[^1].Day), [.. days.Select(day => Span(day, now.Rates))], peaks)
        {
            YearKwh = now.Costs is { LastYearWh: > 0 } costs ? costs.LastYearWh / 1000m : null,
        };
    }

    private static UseSpan Span(HistoryRow day, Rates? rates)
    {
        DateOnly date = BillUse.Day(day.Day);
        bool isPriced = day.UnpricedWh == 0 && rates != null;
        return new UseSpan(date, date)
        {
            ImportKwh = (day.ImportWh ?? 0) / 1000m,
            ExportKwh = (day.ExportWh ?? 0) / 1000m,
            Imports = ByRegister(day.ImportWh, day.ImportNightWh),
            Exports = ByRegister(day.ExportWh, day.ExportNightWh),
            ImportMarketEur = isPriced ? Market(rates!, rates!.ImportSpot, rates.ImportNanoEuroPerWh, day.ImportNanoEuro, day.ImportWh, day.ImportNightWh) : null,
            ExportMarketEur = isPriced ? Market(rates!, rates!.ExportSpot, rates.ExportNanoEuroPerWh, day.ExportNanoEuro, day.ExportWh, day.ExportNightWh) : null,
            GasM3 = (day.GasLitres ?? 0) / 1000m,
            WaterM3 = (day.WaterLitres ?? 0) / 1000m,
        };
    }

    private static Dictionary<string, decimal>? ByRegister(long? allWh, long? nightWh) =>
        allWh is not long all || nightWh is not long night ? null : new() { ["Day"] = (all - night) / 1000m, ["Night"] = night / 1000m };

    // What was booked, without what the formula adds, is the market's part times the factor.
    private static decimal? Market(Rates rates, SpotFormula? formula, Func<int, long> added, long? booked, long? allWh, long? nightWh)
    {
        if (formula is not { MillionthTimes: not 0 } || booked is not long nanoEuro || allWh is not long all)
        {
            return null;
        }

        bool isSame = Enumerable.Range(1, rates.Count - 1).All(rate => added(rate) == added(0));
        long? plus = isSame ? all * added(0)
            : rates is { Bands: null, Count: 2 } && nightWh is long night ? ((all - night) * added(Rates.Day)) + (night * added(Rates.Night))
            : null;
        return plus == null ? null : (nanoEuro - plus.Value) / 1_000_000_000m * 1_000_000m / formula.MillionthTimes;
    }

    private static int Month(DateOnly day) => (day.Year * 12) + day.Month - 1;
}
