using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>What a row tells of.</summary>
internal enum HistoryMedium
{
    /// <summary>Electricity.</summary>
    Electricity,

    /// <summary>Gas.</summary>
    Gas,

    /// <summary>Water.</summary>
    Water,
}

/// <summary>Makes rows of facts: the differences between neighbouring readings, and beside them what others told of when there were none.</summary>
/// <remarks>
/// <para>The sum of the rows between two readings of a meter is the difference of its registers.</para>
/// <para>
/// Imported rows fill where no reading is, the finest first. They take the place of a gap when they fill all of it and come to the same; what
/// differs by a few Wh, since readings are some seconds late, is put on the last of them.
/// </para>
/// </remarks>
internal static class Timeline
{
    private const int Quarter = BelgianTime.SecondsPerQuarter;

    // No connection of a house carries more, see TelegramChain. The registers are rounded down.
    private const int MostWhPerSecond = 28;
    private const int RoundingWh = 2;

    // 100 m3 of gas an hour. Readings of such meters are some minutes old.
    private const int MostLitresPerSecond = 28;
    private const int ShortestVolumeSeconds = 600;
    private const int VolumeRange = 100_000_000;

    // By what imported rows may differ from the gap that they fill, and not be told of.
    private const int AgreeingWh = 25;
    private const int AgreeingLitres = 250;

    private static readonly HistoryMedium[] Media = [HistoryMedium.Electricity, HistoryMedium.Gas, HistoryMedium.Water];

    /// <summary>The rows that facts make.</summary>
    /// <param name="readings">Readings by their boundary, each once.</param>
    /// <param name="imported">What others told, see <see cref="Split"/>.</param>
    /// <returns>Rows by their start; those of the same time in one.</returns>
    public static List<HistoryRow> Of(IReadOnlyList<MeterReading> readings, IReadOnlyCollection<HistoryRow> imported)
    {
        SortedDictionary<(long, int), HistoryRow> rows = [];
        foreach (HistoryMedium medium in Media)
        {
            foreach (HistoryRow part in Of(readings, imported, medium))
            {
                (long, int) key = (part.StartUtc, part.Seconds);
                rows[key] = rows.TryGetValue(key, out HistoryRow? other) ? Join(other, part) : part;
            }
        }

        return [.. rows.Values];
    }

    /// <summary>The rows that facts make of one medium, by their start; no two are of the same time.</summary>
    /// <param name="readings">As of <see cref="Of(IReadOnlyList{MeterReading}, IReadOnlyCollection{HistoryRow})"/>.</param>
    /// <param name="imported">Likewise.</param>
    /// <param name="medium">Which.</param>
    public static List<HistoryRow> Of(IReadOnlyList<MeterReading> readings, IReadOnlyCollection<HistoryRow> imported, HistoryMedium medium) =>
        Merge(Live(readings, medium), [.. imported.Where(row => MediumOf(row) == medium)], medium);

    /// <summary>Takes what is told of electricity, gas and water apart.</summary>
    /// <param name="row">The row.</param>
    /// <returns>A row for each of them of which it tells.</returns>
    public static IEnumerable<HistoryRow> Split(HistoryRow row)
    {
        HistoryRow empty = new(row.StartUtc, row.Seconds) { Sources = row.Sources };
        HistoryRow electricity = row with { GasLitres = null, GasNanoEuro = null, WaterLitres = null, WaterNanoEuro = null };
        if (electricity.ImportWh != null || electricity.ExportWh != null || electricity.TotalNanoEuro != null || electricity.PeakW != null)
        {
            yield return electricity;
        }

        if (row.GasLitres != null || row.GasNanoEuro != null)
        {
            yield return empty with { GasLitres = row.GasLitres, GasNanoEuro = row.GasNanoEuro };
        }

        if (row.WaterLitres != null || row.WaterNanoEuro != null)
        {
            yield return empty with { WaterLitres = row.WaterLitres, WaterNanoEuro = row.WaterNanoEuro };
        }
    }

    /// <summary>Of what a row tells that <see cref="Split"/> made.</summary>
    public static HistoryMedium MediumOf(HistoryRow row) =>
        row.GasLitres != null || row.GasNanoEuro != null ? HistoryMedium.Gas
        : row.WaterLitres != null || row.WaterNanoEuro != null ? HistoryMedium.Water
        : HistoryMedium.Electricity;

    /// <summary>Compares what others told with the rows of the same time.</summary>
    /// <param name="imported">One row, as <see cref="Split"/> made it.</param>
    /// <param name="rows">The rows of its medium, by their start.</param>
    /// <param name="here">What the rows come to; null when they do not cover exactly that time.</param>
    /// <returns>How they go together.</returns>
    public static Agreement Compare(HistoryRow imported, IReadOnlyList<HistoryRow> rows, out HistoryRow? here)
    {
        here = null;
        int first = FirstEndingAfter(rows, imported.StartUtc);
        List<HistoryRow> within = [];
        for (int i = first; i < rows.Count && rows[i].StartUtc < imported.EndUtc; i++)
        {
            within.Add(rows[i]);
        }

        if (within.Count == 1 && within[0].Seconds == imported.Seconds && within[0].Sources == imported.Sources)
        {
            here = within[0];
            return Agreement.Fills;
        }

        if (within.Count == 0 || within[0].StartUtc != imported.StartUtc || within[^1].EndUtc != imported.EndUtc || within.Sum(row => (long)row.Seconds) != imported.Seconds)
        {
            return Agreement.Aside;
        }

        here = HistoryRow.Sum(imported.StartUtc, imported.Seconds, within);
        return Agrees(here, imported) ? Agreement.Agrees : Agreement.Differs;
    }

    private static List<HistoryRow> Live(IReadOnlyList<MeterReading> readings, HistoryMedium medium)
    {
        List<HistoryRow> rows = [];
        MeterReading? before = null;
        foreach (MeterReading after in readings)
        {
            if (medium switch { HistoryMedium.Gas => after.Gas == null, HistoryMedium.Water => after.Water == null, _ => after.Electricity == null })
            {
                continue;
            }

            HistoryRow? row = before == null ? null : medium switch
            {
                HistoryMedium.Gas => Gas(before, after),
                HistoryMedium.Water => Water(before, after),
                _ => Electricity(before, after),
            };
            if (row != null)
            {
                rows.Add(row);
            }

            before = after;
        }

        return rows;
    }

    // Null for a break: another meter, or a register that cannot be this meter going on.
    private static HistoryRow? Electricity(MeterReading before, MeterReading after)
    {
        ElectricityRegisters from = before.Electricity!;
        ElectricityRegisters to = after.Electricity!;
        int seconds = (int)(after.BoundaryUtc - before.BoundaryUtc);
        long most = ((long)(seconds + to.DelaySeconds - from.DelaySeconds) * MostWhPerSecond) + RoundingWh;
        if (TelegramChain.IsOtherSerial(from.Serial ?? "", to.Serial ?? "")
            || !Rises(from.ImportDayWh, to.ImportDayWh, TelegramChain.RegisterRange, most, out long importDay)
            || !Rises(from.ImportNightWh, to.ImportNightWh, TelegramChain.RegisterRange, most, out long importNight)
            || !Rises(from.ExportDayWh, to.ExportDayWh, TelegramChain.RegisterRange, most, out long exportDay)
            || !Rises(from.ExportNightWh, to.ExportNightWh, TelegramChain.RegisterRange, most, out long exportNight))
        {
            return null;
        }

        bool isQuarter = seconds == Quarter;
        QuarterPrices? prices = isQuarter ? after.Prices : null;
        BookedMoney? booked = Booked(before, after);
        bool isPriced = booked != null && before.Money!.UnpricedWh == 0 && after.Money!.UnpricedWh == 0;
        long? importCost = prices is { IsImportAtMarket: true } ? Cost(importDay, importNight, prices.Import, prices.ImportNight) : isPriced ? booked!.Import : null;
        long? exportEarned = prices is { IsExportAtMarket: true } ? Cost(exportDay, exportNight, prices.Export, prices.ExportNight) : isPriced ? booked!.Export : null;
        return new HistoryRow(before.BoundaryUtc, seconds)
        {
            ImportWh = importDay + importNight,
            ImportNightWh = importNight,
            ExportWh = exportDay + exportNight,
            ExportNightWh = exportNight,
            PeakW = !isQuarter ? null : after.Demand is { } demand ? demand.W : (int)(importDay + importNight) * 4,
            PeakStartUtc = isQuarter ? before.BoundaryUtc : null,
            ImportPrice = importNight > importDay ? prices?.ImportNight ?? prices?.Import : prices?.Import,
            ExportPrice = exportNight > exportDay ? prices?.ExportNight ?? prices?.Export : prices?.Export,
            ImportNanoEuro = importCost,
            ExportNanoEuro = exportEarned,
            FeeNanoEuro = booked?.Fee,
            UnpricedWh = (importCost == null ? importDay + importNight : 0) + (exportEarned == null ? exportDay + exportNight : 0),
            MeasuredSeconds = seconds,
            GapSeconds = isQuarter ? 0 : seconds,
            IsEstimated = booked?.EstimatedWh > 0,
            Sources = HistorySources.Live,
        };
    }

    private static HistoryRow? Gas(MeterReading before, MeterReading after) =>
        Litres(before.Gas!, after.Gas!, before, after) is not long litres ? null
        : new HistoryRow(before.BoundaryUtc, (int)(after.BoundaryUtc - before.BoundaryUtc)) { GasLitres = litres, GasNanoEuro = Booked(before, after)?.Gas, Sources = HistorySources.Live };

    private static HistoryRow? Water(MeterReading before, MeterReading after) =>
        Litres(before.Water!, after.Water!, before, after) is not long litres ? null
        : new HistoryRow(before.BoundaryUtc, (int)(after.BoundaryUtc - before.BoundaryUtc)) { WaterLitres = litres, WaterNanoEuro = Booked(before, after)?.Water, Sources = HistorySources.Live };

    private static long? Litres(VolumeRegister from, VolumeRegister to, MeterReading before, MeterReading after)
    {
        long seconds = Math.Max(ShortestVolumeSeconds, after.BoundaryUtc - before.BoundaryUtc + Quarter);
        return !TelegramChain.IsOtherSerial(from.Serial ?? "", to.Serial ?? "") && Rises(from.Litres, to.Litres, VolumeRange, seconds * MostLitresPerSecond, out long litres) ? litres : null;
    }

    private static bool Rises(int? from, int? to, int range, long most, out long rise)
    {
        rise = from is int before && to is int after ? TelegramChain.Rise(before, after, range) : 0;
        return rise >= 0 && rise <= most;
    }

    private static BookedMoney? Booked(MeterReading before, MeterReading after) =>
        before.Money is not { } from || after.Money is not { } to || from.EpochUtc != to.EpochUtc ? null
        : new BookedMoney(0, to.EpochUtc, to.Import - from.Import, to.Export - from.Export, to.Gas - from.Gas, to.Water - from.Water, to.Fee - from.Fee)
        {
            EstimatedWh = to.EstimatedWh - from.EstimatedWh,
        };

    private static long? Cost(long dayWh, long nightWh, long? price, long? nightPrice) => price is not long known ? null : (dayWh * known) + (nightWh * (nightPrice ?? known));

    private static List<HistoryRow> Merge(List<HistoryRow> live, List<HistoryRow> imported, HistoryMedium medium)
    {
        if (imported.Count == 0)
        {
            return live;
        }

        imported.Sort((a, b) => (a.Seconds, a.StartUtc, a.Sources).CompareTo((b.Seconds, b.StartUtc, b.Sources)));
        ILookup<long, HistoryRow> byStart = imported.ToLookup(row => row.StartUtc);
        List<HistoryRow> taken = [.. live.SelectMany(row => row.Seconds > Quarter && Filled(row, byStart, medium) is { } filled ? filled : [row])];
        foreach (IGrouping<int, HistoryRow> length in imported.GroupBy(row => row.Seconds))
        {
            taken = WithThoseThatFit(taken, length);
        }

        return taken;
    }

    // Both by their start.
    private static List<HistoryRow> WithThoseThatFit(List<HistoryRow> taken, IEnumerable<HistoryRow> more)
    {
        List<HistoryRow> all = new(taken.Count);
        int next = 0;
        foreach (HistoryRow row in more)
        {
            while (next < taken.Count && taken[next].StartUtc < row.EndUtc)
            {
                all.Add(taken[next++]);
            }

            int at = all.Count;
            while (at > 0 && all[at - 1].StartUtc >= row.EndUtc)
            {
                at--;
            }

            if (at == 0 || all[at - 1].EndUtc <= row.StartUtc)
            {
                all.Insert(at, row);
            }
        }

        all.AddRange(taken.Skip(next));
        return all;
    }

    private static List<HistoryRow>? Filled(HistoryRow gap, ILookup<long, HistoryRow> byStart, HistoryMedium medium)
    {
        List<HistoryRow> rows = [];
        for (long utc = gap.StartUtc; utc < gap.EndUtc; utc = rows[^1].EndUtc)
        {
            if (byStart[utc].FirstOrDefault(row => row.EndUtc <= gap.EndUtc) is not { } row)
            {
                return null;
            }

            rows.Add(row);
        }

        HistoryRow sum = HistoryRow.Sum(gap.StartUtc, gap.Seconds, rows);
        if (!Agrees(gap, sum))
        {
            return null;
        }

        HistoryRow last = rows[^1];
        if (last.ImportWh + gap.ImportWh < sum.ImportWh || last.ExportWh + gap.ExportWh < sum.ExportWh || last.GasLitres + gap.GasLitres < sum.GasLitres || last.WaterLitres + gap.WaterLitres < sum.WaterLitres)
        {
            return null;
        }

        bool isUnpriced = medium == HistoryMedium.Electricity && sum.TotalNanoEuro == null && gap.TotalNanoEuro != null;
        if (isUnpriced)
        {
            rows = [.. rows.Select(row => row with { UnpricedWh = 0 })];
        }

        rows[^1] = rows[^1] with
        {
            ImportWh = last.ImportWh + gap.ImportWh - sum.ImportWh,
            ImportNightWh = last.ImportNightWh + gap.ImportNightWh - sum.ImportNightWh,
            ExportWh = last.ExportWh + gap.ExportWh - sum.ExportWh,
            ExportNightWh = last.ExportNightWh + gap.ExportNightWh - sum.ExportNightWh,
            GasLitres = last.GasLitres + gap.GasLitres - sum.GasLitres,
            WaterLitres = last.WaterLitres + gap.WaterLitres - sum.WaterLitres,
            GasNanoEuro = last.GasNanoEuro ?? gap.GasNanoEuro,
            WaterNanoEuro = last.WaterNanoEuro ?? gap.WaterNanoEuro,
            OtherNanoEuro = isUnpriced ? gap.TotalNanoEuro : last.OtherNanoEuro,
            UnpricedWh = isUnpriced ? gap.UnpricedWh : last.UnpricedWh,
        };
        return rows;
    }

    // As far as both tell of it.
    private static bool Agrees(HistoryRow one, HistoryRow other) =>
        IsNear(one.ImportWh, other.ImportWh, AgreeingWh) && IsNear(one.ExportWh, other.ExportWh, AgreeingWh)
        && IsNear(one.GasLitres, other.GasLitres, AgreeingLitres) && IsNear(one.WaterLitres, other.WaterLitres, AgreeingLitres);

    private static bool IsNear(long? one, long? other, int most) => one == null || other == null || Math.Abs(one.Value - other.Value) <= most;

    private static HistoryRow Join(HistoryRow one, HistoryRow other) => HistoryRow.Sum(one.StartUtc, one.Seconds, [one, other]) with
    {
        ImportPrice = one.ImportPrice ?? other.ImportPrice,
        ExportPrice = one.ExportPrice ?? other.ExportPrice,
    };

    private static int FirstEndingAfter(IReadOnlyList<HistoryRow> rows, long utc)
    {
        int low = 0;
        for (int high = rows.Count; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = rows[middle].EndUtc > utc ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

/// <summary>How what others told goes together with what is here.</summary>
internal enum Agreement
{
    /// <summary>It fills where nothing else is.</summary>
    Fills,

    /// <summary>The same is known here.</summary>
    Agrees,

    /// <summary>Something else is known here, which stays.</summary>
    Differs,

    /// <summary>Only a part of that time is known here, which stays.</summary>
    Aside,
}
