using CsCheck;
using MeterFirmware.Companion.History;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>What holds of every store.</summary>
public abstract class StoreLaws(StoreKind kind)
{
    private const string Meter = "home";

    // Over the night in which the clock goes back.
    private static readonly long Start = Belgium.Summer(2026, 10, 24, 20);

    [StoreFact]
    public void Any_order_pieces_and_duplicates_make_the_same_rows()
    {
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[1, 150], Gen.Int[0, 40]).Sample(
            (seed, quarters, missing) =>
            {
                HouseFacts house = new(seed, Start, quarters, missing);
                using HistoryStore inOrder = kind.New();
                foreach (MeterReading reading in house.Readings)
                {
                    inOrder.Take(Meter, reading);
                }

                // Two collectors, in turns, and each batch is one transaction.
                using HistoryStore mixed = kind.New();
                Random random = new(seed);
                List<MeterReading> pieces = house.Pieces(seed);
                for (int at = 0; at < pieces.Count;)
                {
                    int count = Math.Min(pieces.Count - at, 1 + random.Next(60));
                    mixed.Take([.. pieces.Slice(at, count).Select(piece => KeyValuePair.Create(Meter, piece))]);
                    at += count;
                }

                Assert.Equal(AllOf(inOrder), AllOf(mixed));
                Assert.Equal(house.Readings.Count - 1, AllOf(inOrder).Rows.Count);
            },
            iter: Effort.Of(3, 10), threads: 1);
    }

    [StoreFact]
    public void Two_collectors_at_once_make_the_same_rows_as_one()
    {
        HouseFacts house = new(12, Start, Effort.Of(60, 150), missing: 10);
        using HistoryStore inOrder = kind.New();
        inOrder.Take([.. house.Readings.Select(reading => KeyValuePair.Create(Meter, reading))]);
        string address = kind.NewAddress();

        // Each starts with a store that is not there yet.
        Parallel.Invoke(Enumerable.Range(0, 2).Select<int, Action>(collector => () =>
        {
            using HistoryStore store = HistoryStore.Open(new StoreAddress(address));
            foreach (MeterReading[] some in house.Pieces(collector).Where((_, i) => i % 5 != collector).Chunk(7))
            {
                store.Take([.. some.SelectMany(piece => new[] { KeyValuePair.Create(Meter, piece), KeyValuePair.Create($"other{collector}", piece) })]);
            }
        }).ToArray());
        using HistoryStore shared = HistoryStore.Open(new StoreAddress(address));
        shared.Take([.. house.Readings.Select(reading => KeyValuePair.Create(Meter, reading))]);
        Assert.Equal(AllOf(inOrder), AllOf(shared));
        Assert.Equal([Meter, "other0", "other1"], shared.Meters().Select(meter => meter.Name));
    }

    [StoreFact]
    public void A_reading_that_comes_again_tells_nothing_new()
    {
        HouseFacts house = new(7, Start, 40);
        using HistoryStore store = kind.New();
        KeyValuePair<string, MeterReading>[] all = [.. house.Readings.Select(reading => KeyValuePair.Create(Meter, reading))];
        Assert.Equal(all.Length, store.Take(all));
        Everything before = AllOf(store);
        Assert.Equal(0, store.Take(all));
        Assert.Equal(before, AllOf(store));
    }

    [StoreFact]
    public void Rows_come_to_the_difference_of_the_registers_and_days_to_their_rows()
    {
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[1, 250], Gen.Int[0, 60]).Sample(
            (seed, quarters, missing) =>
            {
                HouseFacts house = new(seed, Start, quarters, missing);
                using HistoryStore store = kind.New();
                store.Take([.. house.Readings.Select(reading => KeyValuePair.Create(Meter, reading))]);
                Everything all = AllOf(store);
                foreach (List<HistoryRow> rows in new[] { all.Rows, all.Days })
                {
                    Assert.Equal(house.Uses.Sum(use => use.ImportWh), rows.Sum(row => row.ImportWh));
                    Assert.Equal(house.Uses.Sum(use => use.ImportNightWh), rows.Sum(row => row.ImportNightWh));
                    Assert.Equal(house.Uses.Sum(use => use.ExportWh), rows.Sum(row => row.ExportWh));
                    Assert.Equal(house.Uses.Sum(use => use.GasLitres), rows.Sum(row => row.GasLitres));
                    Assert.Equal(house.Uses.Sum(use => use.GasLitres * 1_500_000L), rows.Sum(row => row.GasNanoEuro));
                    Assert.Equal(house.Uses.Sum(use => use.ImportWh * use.Prices.Import!.Value), rows.Sum(row => row.ImportNanoEuro));
                    Assert.Equal(house.Uses.Sum(use => use.ExportWh * use.Prices.Export!.Value), rows.Sum(row => row.ExportNanoEuro));
                    Assert.Equal(0, rows.Sum(row => row.UnpricedWh));
                    Assert.Equal(quarters * HouseFacts.Quarter, rows.Sum(row => row.MeasuredSeconds));
                }

                // A quarter is of the day on which it began, a gap of the day on which it ends.
                foreach (IGrouping<int, HistoryRow> day in all.Rows.GroupBy(row => Belgium.Day(row.EndUtc - 1)))
                {
                    Assert.Equal(day.Sum(row => row.ImportWh), all.Days.Single(row => Belgium.Day(row.StartUtc) == day.Key).ImportWh);
                }
            },
            iter: Effort.Of(3, 10), threads: 1);
    }

    [StoreFact]
    public void Prices_that_come_late_cost_the_same()
    {
        HouseFacts house = new(3, Start, 130, missing: 10);
        using HistoryStore atOnce = kind.New();
        using HistoryStore late = kind.New();
        atOnce.Take([.. house.Readings.Select(reading => KeyValuePair.Create(Meter, reading))]);

        // As a ledger that waits for prices books it.
        foreach (MeterReading reading in house.Readings)
        {
            QuarterPrices unknown = new(null, null) { IsImportAtMarket = true, IsExportAtMarket = true };
            late.Take(Meter, reading with { Prices = reading.Prices == null ? null : unknown });
        }

        HistoryRow waiting = AllOf(late).Rows.First(row => row.Seconds == HouseFacts.Quarter && row.ImportWh > 0);
        Assert.Null(waiting.ImportNanoEuro);
        Assert.Equal(waiting.ImportWh + waiting.ExportWh, waiting.UnpricedWh);
        foreach (int from in new[] { 60, 1 })
        {
            late.Price(Meter, house.Uses[from].EndUtc - HouseFacts.Quarter, [.. house.Uses[from..].Where((_, i) => from == 60 || i < 59).Select(use => use.Prices)]);
        }

        Assert.Equal(AllOf(atOnce), AllOf(late));
    }

    [StoreTheory]
    [InlineData(2026, 3, 29, 92)]
    [InlineData(2026, 10, 25, 100)]
    [InlineData(2026, 11, 2, 96)]
    public void A_local_day_has_its_quarters(int year, int month, int day, int quarters)
    {
        long startUtc = month == 3 || month == 11 ? Belgium.Winter(year, month, day) : Belgium.Summer(year, month, day);
        HouseFacts house = new(day, startUtc - 3600, quarters + 8);
        using HistoryStore store = kind.New();
        store.Take([.. house.Readings.Select(reading => KeyValuePair.Create(Meter, reading))]);
        long endUtc = startUtc + (quarters * HouseFacts.Quarter);
        Assert.Equal(quarters, store.Rows(Meter, startUtc, endUtc).Count);
        Assert.Equal(quarters / 4, store.Sums(Meter, HistoryStep.Hour, startUtc, endUtc).Count);
        HistoryRow sum = Assert.Single(store.Sums(Meter, HistoryStep.Day, startUtc, endUtc));
        Assert.Equal((startUtc, quarters * HouseFacts.Quarter, quarters * HouseFacts.Quarter), (sum.StartUtc, sum.Seconds, sum.MeasuredSeconds));
        Assert.Equal(house.Uses.Where(use => use.EndUtc > startUtc && use.EndUtc <= endUtc).Sum(use => use.ImportWh), sum.ImportWh);
        int peakWh = house.Uses.Where(use => use.EndUtc > startUtc && use.EndUtc <= endUtc).Max(use => use.ImportWh);
        Assert.Equal(peakWh * 4, sum.PeakW);
    }

    [StoreFact]
    public void What_was_used_in_a_gap_is_kept_as_a_gap_with_its_sum()
    {
        using HistoryStore store = kind.New();
        Take(store, Start, 1000);
        Take(store, Start + 900, 1100);
        Take(store, Start + 4500, 1900);
        Assert.Equal(
            [(Start, 900, 100L, 0), (Start + 900, 3600, 800L, 3600)],
            store.Rows(Meter, Start, Start + 4500).Select(row => (row.StartUtc, row.Seconds, row.ImportWh!.Value, row.GapSeconds)));
        Assert.Equal(900, store.Sums(Meter, HistoryStep.Month, Start, Start + 4500).Single().ImportWh);

        // The reading within it comes at last, from another collector.
        Take(store, Start + 1800, 1300);
        Assert.Equal([(900, 100L), (900, 200L), (2700, 600L)], store.Rows(Meter, Start, Start + 4500).Select(row => (row.Seconds, row.ImportWh!.Value)));
    }

    [StoreTheory]
    [InlineData("OTHER", 1300)]
    [InlineData(null, 900)]
    [InlineData(null, 1000 + (28 * 900) + 3)]
    public void Another_meter_is_a_break(string? serial, int importWh)
    {
        using HistoryStore store = kind.New();
        Take(store, Start, 1000, "1SAG9900000017");
        Take(store, Start + 900, importWh, serial);
        Take(store, Start + 1800, importWh + 50, serial);
        HistoryRow row = Assert.Single(store.Rows(Meter, Start, Start + 1800));
        Assert.Equal((Start + 900, 50L), (row.StartUtc, row.ImportWh));
    }

    [StoreFact]
    public void A_register_may_wrap_around()
    {
        using HistoryStore store = kind.New();
        Take(store, Start, 999_999_900);
        Take(store, Start + 900, 100);
        Assert.Equal(200, Assert.Single(store.Rows(Meter, Start, Start + 900)).ImportWh);
    }

    [StoreFact]
    public void Meters_are_apart_and_are_found()
    {
        using HistoryStore store = kind.New();
        Take(store, Start, 1000, meter: "b");
        Take(store, Start + 900, 1100, meter: "b");
        Take(store, Start, 5000, meter: "a");
        Assert.Equal([new HistoryMeter("a", Start, Start), new HistoryMeter("b", Start, Start + 900)], store.Meters());
        Assert.Single(store.Rows("b", Start, Start + 900));
        Assert.Empty(store.Rows("a", Start, Start + 900));
        Assert.Empty(store.Rows("c", Start, Start + 900));
        Assert.Null(store.Registers("c", Start));
        Assert.Equal(1000, store.Registers("b", Start + 899)!.Electricity!.ImportDayWh);
        Assert.Equal(1100, store.Registers("b", Start + 900)!.Electricity!.ImportDayWh);
        Assert.Null(store.Registers("b", Start - 1));
    }

    [StoreFact]
    public void Peaks_are_the_highest_quarters_of_their_months_or_what_the_meter_says()
    {
        using HistoryStore store = kind.New();
        HouseFacts october = new(5, Belgium.Summer(2026, 10, 3), 300);
        HouseFacts november = new(6, Belgium.Winter(2026, 11, 3), 300);
        store.Take([.. october.Readings.Concat(november.Readings.Select(reading => reading with { Electricity = reading.Electricity! with { Serial = "OTHER" } })).Select(reading => KeyValuePair.Create(Meter, reading))]);
        int month = (2026 * 12) + 9;
        HouseFacts.Use highest = october.Uses.MaxBy(use => use.ImportWh)!;
        List<HistoryPeak> peaks = store.Peaks(Meter, month, month + 1);
        Assert.Equal(new HistoryPeak(month, highest.ImportWh * 4, highest.EndUtc - 900), peaks[0]);
        Assert.Equal(november.Uses.Max(use => use.ImportWh) * 4, peaks[1].W);
        store.TakePeaks(Meter, [new HistoryPeak(month - 1, 4321, null), new HistoryPeak(month, 9000, Start), new HistoryPeak(month, 8000, null)]);
        Assert.Equal([new HistoryPeak(month - 1, 4321, null), new HistoryPeak(month, 9000, Start), peaks[1]], store.Peaks(Meter, month - 1, month + 1));
    }

    [StoreFact]
    public void Readings_and_imported_rows_make_the_same_in_any_order()
    {
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 3]).Sample(
            (seed, holes) =>
            {
                // The others know all; the meter was read with holes, of which one is before it was.
                HouseFacts house = new(seed, Start, 200);
                Random random = new(seed);
                List<MeterReading> live = [.. house.Readings.Skip(40)];
                for (int i = 0; i < holes; i++)
                {
                    live.RemoveRange(10 + random.Next(80), 1 + random.Next(20));
                }

                List<HistoryRow> told = [.. house.Uses.Skip(1).Select(use => Row(use.EndUtc - 900, 900, use.ImportWh, use.ExportWh) with { GasLitres = use.GasLitres })];
                KeyValuePair<string, MeterReading>[] readings = [.. live.Select(reading => KeyValuePair.Create(Meter, reading))];
                using HistoryStore readFirst = kind.New();
                readFirst.Take(readings);
                ImportReport report = readFirst.Import(Meter, told);
                using HistoryStore toldFirst = kind.New();
                toldFirst.Import(Meter, told[..90]);
                toldFirst.Take(readings[..60]);
                toldFirst.Import(Meter, told[80..]);
                toldFirst.Take(readings[50..]);
                Assert.Equal(AllOf(readFirst), AllOf(toldFirst));
                Assert.Equal(house.Uses.Skip(1).Select(use => (use.EndUtc, 900, (long?)use.ImportWh, (long?)use.ExportWh, (long?)use.GasLitres)), AllOf(readFirst).Rows.Select(row => (row.EndUtc, row.Seconds, row.ImportWh, row.ExportWh, row.GasLitres)));
                Assert.Equal(house.Uses.Sum(use => use.ImportWh), AllOf(readFirst).Days.Sum(row => row.ImportWh));
                Assert.Equal((400, 0, 0), (report.Rows, report.Differing, report.Aside));
                Assert.Equal(400, report.Filled + report.Agreeing);
                ImportReport again = readFirst.Import(Meter, told);
                Assert.Equal((400, 400, 0), (again.Rows, again.Known, again.Filled));
            },
            iter: Effort.Of(3, 8), threads: 1);
    }

    [StoreFact]
    public void What_others_told_otherwise_is_reported_and_does_not_count()
    {
        using HistoryStore store = kind.New();
        for (int i = 0; i <= 8; i++)
        {
            Take(store, Start + (i * 900), 1000 + (i * 100));
        }

        // An hour that agrees, one that does not, one that reaches beyond what was read, and one after it.
        ImportReport report = store.Import(Meter, [Row(Start, 3600, 401, 0), Row(Start + 3600, 3600, 470, 0), Row(Start + 6300, 3600, 123, 0), Row(Start + 9900, 3600, 77, 0)]);
        Assert.Equal((4, 1, 1, 1, 1), (report.Rows, report.Agreeing, report.Differing, report.Aside, report.Filled));
        Assert.Equal("2026-10-24 21:00 to 22:00: 0.470 kWh taken in the file, 0.400 here", report.Largest);
        Assert.Equal(877, AllOf(store).Days.Sum(row => row.ImportWh));

        // The grid operator corrects what it had guessed.
        ImportReport corrected = store.Import(Meter, [Row(Start + 9900, 3600, 88, 0)]);
        Assert.Equal((1, 0), (corrected.Corrected, corrected.Known));
        Assert.Equal(888, AllOf(store).Days.Sum(row => row.ImportWh));
    }

    [StoreFact]
    public void What_was_imported_without_a_name_before_any_was_read_is_of_the_first_meter_that_is()
    {
        using HistoryStore store = kind.New();
        store.Import(HistoryStore.NamelessMeter, [Row(Start - 900, 900, 250, 0)]);
        store.TakePeaks("meter-pi", [new HistoryPeak((2026 * 12) + 9, 3000, null)], isRead: true);
        Take(store, Start, 1000, meter: "garage");
        Take(store, Start, 2000, meter: "meter-pi");

        Assert.Equal(["garage", "meter-pi"], store.Meters().Select(meter => meter.Name));
        Assert.Equal(250, Assert.Single(AllOf(store, "meter-pi").Rows).ImportWh);
        Assert.Empty(AllOf(store, "garage").Rows);
    }

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_imported_stays_with_a_meter_that_has_a_name_or_is_read(bool isRead)
    {
        string first = isRead ? HistoryStore.NamelessMeter : "attic";
        using HistoryStore store = kind.New();
        store.Import(first, [Row(Start - 900, 900, 250, 0)]);
        if (isRead)
        {
            Take(store, Start, 1000, meter: first);
        }

        Take(store, Start, 1000, meter: "meter-pi");
        store.Import("cellar", [Row(Start - 900, 900, 100, 0)]);
        Assert.Equal([(first, 250L), ("cellar", 100L), ("meter-pi", 0L)], new[] { first, "cellar", "meter-pi" }.Select(name => (name, AllOf(store, name).Rows.Sum(row => row.ImportWh ?? 0))));
    }

    [StoreFact]
    public void A_gap_that_others_do_not_fill_to_its_sum_stays()
    {
        using HistoryStore store = kind.New();
        Take(store, Start, 1000);
        Take(store, Start + 1800, 1900);
        store.Import(Meter, [Row(Start, 900, 400, 0)]);
        Assert.Equal([(1800, 900L)], store.Rows(Meter, Start, Start + 1800).Select(row => (row.Seconds, row.ImportWh!.Value)));
        store.Import(Meter, [Row(Start + 900, 900, 400, 0)]);
        Assert.Equal([(1800, 900L)], store.Rows(Meter, Start, Start + 1800).Select(row => (row.Seconds, row.ImportWh!.Value)));

        // Some Wh less, as readings are seconds late: the last takes them.
        store.Import(Meter, [Row(Start + 900, 900, 490, 0)]);
        Assert.Equal([(900, 400L), (900, 500L)], store.Rows(Meter, Start, Start + 1800).Select(row => (row.Seconds, row.ImportWh!.Value)));
    }

    private static HistoryRow Row(long startUtc, int seconds, int importWh, int exportWh) => new(startUtc, seconds)
    {
        ImportWh = importWh,
        ExportWh = exportWh,
        MeasuredSeconds = seconds,
        Sources = HistorySources.Fluvius,
    };

    private static void Take(HistoryStore store, long utc, int importWh, string? serial = null, string meter = Meter) =>
        store.Take(meter, new MeterReading(utc) { Electricity = new ElectricityRegisters(0, importWh, 0, 0, 0) { Serial = serial } });

    private static Everything AllOf(HistoryStore store, string meter = Meter)
    {
        const long Before = 946684800;
        const long After = 4102444800;
        return new Everything(store.Rows(meter, Before, After), store.Sums(meter, HistoryStep.Day, Before, After));
    }

    private sealed record Everything(List<HistoryRow> Rows, List<HistoryRow> Days)
    {
        public bool Equals(Everything? other) => other != null && Rows.SequenceEqual(other.Rows) && Days.SequenceEqual(other.Days);

        public override int GetHashCode() => Rows.Count;

        public override string ToString() => string.Join('\n', Rows.Concat(Days));
    }
}
