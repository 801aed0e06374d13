using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>Use at prices that follow the day-ahead market: every quarter's at its price, whenever that comes.</summary>
public class MarketPriceTests
{
    private const string Dynamic = """
        {"Electricity": {"+": {"Spot": {"times": 1.10134, "plus": 0.1843, "fallback": 0.3}}, "-": {"Spot": {"times": 1.0, "plus": -0.0131, "fallback": 0.02}}}}
        """;

    private const string Hourly = """
        {"Electricity": {"bands": {"Full": ["7-11", "17-22"], "Low": ["11-17", "22-7"]},
        "+": {"Spot": {"times": 1.0918, "plus": {"Full": 0.2034, "Low": 0.143215}, "step": "hour", "fallback": 0.28}}, "-": 0.035}}
        """;

    private const string DynamicExport = """
        {"Electricity": {"+": {"Day": 0.31, "Night": 0.24}, "-": {"Spot": {"times": 0.928, "plus": -0.00609, "fallback": 0.01}}}}
        """;

    // The same price under names that stand in another order.
    private static readonly string[] Ordered =
    [
        """{"Electricity": {"bands": {"Full": ["7-22"], "Low": ["22-7"]}, "+": {"Spot": {"times": 1.10134, "plus": 0.1843, "fallback": 0.3}}}}""",
        """{"Electricity": {"bands": {"Low": ["22-7"], "Peak": ["17-20"], "Full": ["7-17", "20-22"]}, "+": {"Spot": {"times": 1.10134, "plus": 0.1843, "fallback": 0.3}}}}""",
    ];

    private static readonly long Noon = Belgium.Winter(2026, 12, 1, 12);

    private static readonly string[] Files = [Dynamic, Hourly, DynamicExport];

    [Fact]
    public void A_year_costs_what_its_quarters_cost()
    {
        int first = Belgium.Day(Belgium.Winter(2026, 1, 1));
        int days = Effort.Of(130, 365);
        Random random = new(20260101);
        TestMarket market = new();
        TestMeter house = new(Dynamic) { Meter = { UnpricedStore = market } };

        // Three days come late, one after five weeks and one never.
        Dictionary<int, int> late = new() { [first + 60] = first + 62, [first + 61] = first + 65, [first + 62] = first + 64, [first + 66] = first + 100 };
        int never = first + 80;
        int contract = 0;
        int given = first;
        house.Meter.TakePrices(TestMarket.Day(first));
        long utc = Belgium.Winter(2026, 1, 1, 0, 0, 0);
        house.SendAt(utc);
        Expected expected = new();
        while (utc < Belgium.Utc(first + days))
        {
            int seconds = random.Next(400) switch { 0 => random.Next(1, 90000), < 20 => random.Next(1, 20000), _ => random.Next(1, 1800) };
            long from = utc;
            utc += seconds;
            int most = Math.Min(seconds * 25, 2500);
            int[] use = [random.Next(2) * random.Next(most), random.Next(most), random.Next(2) * random.Next(most), random.Next(most / 4)];
            house.Telegram.ImportDayWh += use[0];
            house.Telegram.ImportNightWh += use[1];
            house.Telegram.ExportDayWh += use[2];
            house.Telegram.ExportNightWh += use[3];
            house.SendAt(utc);
            for (int i = 0; i < 4; i++)
            {
                expected.Add(contract, i, use[i], from, utc, never);
            }

            int today = Belgium.Day(utc);
            for (; given < today + 1; given++)
            {
                if (given + 1 != never && !late.ContainsKey(given + 1))
                {
                    house.Meter.TakePrices(TestMarket.Day(given + 1));
                }
            }

            foreach (int day in late.Keys.Where(day => late[day] <= today).ToArray())
            {
                house.Meter.TakePrices(TestMarket.Day(day));
                late.Remove(day);
            }

            int changed = today < first + 63 ? 0 : today < first + 110 ? 1 : 2;
            if (changed != contract)
            {
                contract = changed;
                house.Meter.UseRates(TestMeter.Read(Files[contract]));
            }

            if (random.Next(50) == 0)
            {
                Restart(house, market, Files[contract]);
            }
        }

        Account all = house.Ledger.SinceStart;
        Assert.Equal(0, all.UnpricedWh);
        Assert.Equal(expected.EstimatedWh, all.EstimatedWh);
        Assert.Equal((long)(expected.Euro * 1000000000), all.ElectricityNanoEuro);
        Assert.True(expected.EstimatedWh > 1000);
        Assert.Equal(0, market.Kept);
    }

    [Fact]
    public void What_has_no_price_yet_is_counted_and_priced_when_that_comes()
    {
        TestMarket market = new();
        TestMeter house = new(Dynamic) { Meter = { UnpricedStore = market } };
        long utc = Belgium.Winter(2026, 12, 1, 23, 30);
        house.SendAt(utc);
        Use(house, utc + 600, importWh: 1000, exportWh: 400);
        Use(house, Belgium.Winter(2026, 12, 2, 0, 10), importWh: 2000, exportWh: 0);

        // 23:40 to 00:10: two thirds of it before midnight.
        Assert.Equal(1000 + 400 + 2000, house.Ledger.SinceStart.UnpricedWh);
        Assert.Equal(667, house.Ledger.Today.UnpricedWh);
        Assert.Equal(667, house.Ledger.Today.ImportWh);
        Assert.Equal(1000 + 400 + 1333, house.Ledger.Day(1).UnpricedWh);
        Assert.Equal(0, house.Ledger.SinceStart.TotalNanoEuro);

        house.Meter.TakePrices(TestMarket.Day("2026-12-02", [.. Enumerable.Repeat(50m, 96)]));
        Assert.Equal(1000 + 400 + 1333, house.Ledger.SinceStart.UnpricedWh);
        Assert.Equal(667 * (55067 + 184300), house.Ledger.Today.TotalNanoEuro);

        house.Meter.TakePrices(TestMarket.Day("2026-12-01", [.. Enumerable.Repeat(100m, 94), 60m, 70m]));
        Assert.Equal(0, house.Ledger.SinceStart.UnpricedWh);
        Assert.Equal(0, house.Ledger.SinceStart.EstimatedWh);

        // 60 and 70 EUR/MWh come to 0.250380 and 0.261394 EUR/kWh, 60 earns 0.0469. Of 2000 Wh in half an hour, 333 fall into the last five minutes
        // of the one quarter, and 1000 into the other.
        Assert.Equal((1333 * 250380L) - (400 * 46900L) + (1000 * 261394L), house.Ledger.Day(1).TotalNanoEuro);
        Assert.Equal(house.Ledger.Day(1).TotalNanoEuro + house.Ledger.Today.TotalNanoEuro, house.Ledger.Month.TotalNanoEuro);
        house.Meter.NoteSaved();
        Assert.Equal(0, market.Kept);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Prices_that_never_come_are_replaced_by_the_fallback_after_35_days_or_never(bool hasFallback)
    {
        TestMarket market = new();
        string rates = hasFallback ? Dynamic : Dynamic.Replace(", \"fallback\": 0.3", "", StringComparison.Ordinal);
        TestMeter house = new(rates) { Meter = { UnpricedStore = market } };
        long utc = Belgium.Winter(2026, 11, 1, 12);
        house.SendAt(utc);
        Use(house, utc + 300, importWh: 1000, exportWh: 0);
        for (int day = 1; day <= 35; day++)
        {
            Use(house, utc + (day * 86400), importWh: 0, exportWh: 0);
            Assert.Equal(1000, house.Ledger.SinceStart.UnpricedWh);
            Assert.Equal(day < Ledger.Days ? 1000 : 0, Enumerable.Range(0, Ledger.Days).Sum(back => house.Ledger.Day(back).UnpricedWh));
        }

        // What is of another day lies in the store, and what is of this one in memory.
        Use(house, utc + (35 * 86400) + 60, importWh: 10, exportWh: 0);
        Use(house, utc + (36 * 86400), importWh: 0, exportWh: 0);
        Account all = house.Ledger.SinceStart;
        Assert.Equal(hasFallback ? 10 : 1010, all.UnpricedWh);
        Assert.Equal(hasFallback ? 1000 : 0, all.EstimatedWh);
        Assert.Equal(hasFallback ? 300000000 : 0, all.TotalNanoEuro);
    }

    [Fact]
    public void Prices_are_taken_35_days_later_and_not_36()
    {
        foreach (int days in new[] { 35, 36 })
        {
            TestMeter house = new(Dynamic) { Meter = { UnpricedStore = new TestMarket() } };
            long utc = Belgium.Winter(2026, 11, 1, 12);
            house.SendAt(utc);
            Use(house, utc + 300, importWh: 1000, exportWh: 0);

            // What the next day uses sends the first one to the store.
            for (int day = 1; day <= days; day++)
            {
                Use(house, utc + (day * 86400) - 600, importWh: 0, exportWh: 0);
                Use(house, utc + (day * 86400), importWh: 20, exportWh: 0);
                house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(utc) + day));
            }

            house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(utc)));
            long first = days == 35 ? 1000 * (110134 + 184300) : 1000 * 300000;
            Account all = house.Ledger.SinceStart;
            Assert.Equal((0, days == 35 ? 0 : 1000), (all.UnpricedWh, all.EstimatedWh));
            Assert.Equal(first + (20 * days * (110134 + 184300)), all.TotalNanoEuro);
        }
    }

    [Fact]
    public void Whatever_rates_follow_whatever_others_what_waits_is_priced_by_those_of_its_time()
    {
        // At 100 EUR/MWh, and 130 in the hour's mean; a price may be what another adds to the market's.
        (string Json, long NanoEuro)[] prices =
        [
            ("0.1", 100_000),
            ("{\"Spot\": {\"times\": 1, \"plus\": 0.1}}", 200_000),
            ("{\"Spot\": {\"times\": 1, \"plus\": 0.1, \"step\": \"hour\"}}", 230_000),
            ("{\"Spot\": {\"times\": 2, \"plus\": 0.1}}", 300_000),
            ("{\"Spot\": {\"times\": 1, \"plus\": 0.17}}", 270_000),
        ];
        var files = prices.SelectMany(import => prices.Select(export => (Import: import, Export: export))).ToArray();
        foreach (var (before, after) in files.SelectMany(one => files.Select(other => (one, other))))
        {
            TestMarket market = new();
            TestMeter house = AtNoon(market, File(before));
            Use(house, Noon + 10, importWh: 10, exportWh: 4);
            house.Meter.UseRates(TestMeter.Read(File(after)));
            Use(house, Noon + 20, importWh: 7, exportWh: 3);
            house.Meter.TakePrices(TestMarket.Day("2026-12-01", [.. Enumerable.Repeat(100m, 49), 120m, 140m, 160m, .. Enumerable.Repeat(100m, 44)]));

            long expected = (10 * before.Import.NanoEuro) - (4 * before.Export.NanoEuro) + (7 * after.Import.NanoEuro) - (3 * after.Export.NanoEuro);
            Assert.Equal((expected, 0), (house.Ledger.SinceStart.TotalNanoEuro, house.Ledger.SinceStart.UnpricedWh));
        }

        static string File(((string Json, long NanoEuro) Import, (string Json, long NanoEuro) Export) rates) =>
            $$$"""{"Electricity": {"+": {{{rates.Import.Json}}}, "-": {{{rates.Export.Json}}}}}""";
    }

    [Fact]
    public void A_gap_of_more_than_a_day_is_booked_at_the_fallback_with_nothing_added()
    {
        TestMeter house = AtNoon(new TestMarket());
        for (int day = 1; day <= 3; day++)
        {
            house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon) + day - 1));
        }

        Use(house, Noon + 86401, importWh: 1000, exportWh: 300);
        Account all = house.Ledger.SinceStart;
        Assert.Equal((1300, 0), (all.EstimatedWh, all.UnpricedWh));
        Assert.Equal((1000 * 300_000L) - (300 * 20_000L), all.TotalNanoEuro);

        // What is estimated is so of its day, and of no later one.
        Use(house, Belgium.Winter(2026, 12, 3, 0, 0, 1), importWh: 0, exportWh: 0);
        Assert.Equal((0, 1300), (house.Ledger.Today.EstimatedWh, house.Ledger.Day(1).EstimatedWh));
        for (int day = 4; day <= 12; day++)
        {
            Use(house, Belgium.Winter(2026, 12, day), importWh: 0, exportWh: 0);
        }

        Assert.All(Enumerable.Range(0, 4), day => Assert.Equal(0, house.Ledger.Day(day).EstimatedWh));
        Assert.Equal((0, 1300), (house.Ledger.Week.EstimatedWh, house.Ledger.Month.EstimatedWh));
    }

    [Fact]
    public void A_gap_of_more_than_a_day_stays_without_price_when_there_is_no_fallback()
    {
        TestMeter house = AtNoon(new TestMarket(), """{"Electricity": {"+": {"Spot": {"times": 1}}}}""");
        Use(house, Noon + 86401, importWh: 1000, exportWh: 0);
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon)));
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon) + 1));
        Assert.Equal((1000, 0), (house.Ledger.SinceStart.UnpricedWh, house.Ledger.SinceStart.TotalNanoEuro));
    }

    [Fact]
    public void A_day_waits_for_prices_when_something_was_used_on_it()
    {
        TestMarket market = new();
        TestMeter house = AtNoon(market);
        Use(house, Noon + 86400, importWh: 1, exportWh: 0);
        Assert.Equal((1, 0), (house.Ledger.Today.UnpricedWh, market.Kept));
    }

    [Fact]
    public void The_fallback_is_that_of_the_rates_by_which_it_was_used()
    {
        TestMeter house = AtNoon(new TestMarket());
        Use(house, Noon + 10, importWh: 10, exportWh: 0);
        house.Meter.UseRates(TestMeter.Read(Dynamic.Replace("\"fallback\": 0.3", "\"fallback\": 0.4", StringComparison.Ordinal)));
        Use(house, Noon + 20, importWh: 7, exportWh: 0);
        for (int day = 1; day <= 37; day++)
        {
            Use(house, Noon + (day * 86400) - 10, importWh: 0, exportWh: 0);
            Use(house, Noon + (day * 86400), importWh: 1, exportWh: 0);
            house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon) + day));
        }

        Assert.Equal((17, 0), (house.Ledger.SinceStart.EstimatedWh, house.Ledger.SinceStart.UnpricedWh));
        Assert.Equal((10 * 300_000L) + (7 * 400_000L) + (37 * (110134 + 184300)), house.Ledger.SinceStart.TotalNanoEuro);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_than_waits_in_a_quarter_is_booked_at_the_fallback_unless_its_price_is_known(bool isKnown)
    {
        TestMeter house = AtNoon(new TestMarket());

        if (isKnown)
        {
            house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon)));
        }

        // A clock that is put back has all in one quarter.
        Use(house, Noon - 1800, importWh: 65536, exportWh: 0);
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon)));
        Account all = house.Ledger.SinceStart;
        Assert.Equal((65536, isKnown ? 0 : 65536, 0), (all.ImportWh, all.EstimatedWh, all.UnpricedWh));
        Assert.Equal(65536 * (isKnown ? 110134 + 184300 : 300_000L), all.TotalNanoEuro);
    }

    [Fact]
    public void What_waits_while_a_clock_is_years_ahead_is_priced_since_the_start_and_not_on_days_that_begin_anew()
    {
        TestMeter house = AtNoon(new TestMarket());
        Use(house, Noon + 300, importWh: 1000, exportWh: 0);
        house.SendAt(Belgium.Winter(2030, 1, 15));
        Use(house, Noon + 600, importWh: 10, exportWh: 0);
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon)));
        Assert.All(new[] { house.Ledger.Today, house.Ledger.Month, house.Ledger.Year }, account =>
            Assert.Equal((10, 0), (account.ImportWh, account.UnpricedWh)));
        Assert.Equal((0, 1010 * (110134 + 184300)), (house.Ledger.SinceStart.UnpricedWh, house.Ledger.SinceStart.TotalNanoEuro));
    }

    [Fact]
    public void More_than_an_entry_holds_waits_in_two()
    {
        TestMeter house = AtNoon(new TestMarket());
        Use(house, Noon - 1200, importWh: 40000, exportWh: 0);
        Use(house, Noon - 1500, importWh: 40000, exportWh: 0);
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon)));
        Assert.Equal((0, 80000 * (110134 + 184300L)), (house.Ledger.SinceStart.UnpricedWh, house.Ledger.SinceStart.TotalNanoEuro));
    }

    [Fact]
    public void What_cannot_be_kept_is_booked_at_the_fallback()
    {
        TestMeter house = AtNoon(new TestMarket { IsFull = true });
        Use(house, Noon + 300, importWh: 1000, exportWh: 500);
        Assert.Equal(1500, house.Ledger.SinceStart.UnpricedWh);
        Use(house, Noon + 80000, importWh: 0, exportWh: 0);
        Use(house, Noon + 80300, importWh: 1, exportWh: 0);
        Assert.Equal(1, house.Ledger.SinceStart.UnpricedWh);
        Assert.Equal(1500, house.Ledger.SinceStart.EstimatedWh);
        Assert.Equal(300000000 - 10000000, house.Ledger.SinceStart.TotalNanoEuro);
    }

    [Fact]
    public void What_was_kept_and_is_lost_or_of_another_day_stays_without_price()
    {
        TestMarket market = new();
        TestMeter house = AtNoon(market);
        for (int day = 0; day < 4; day++)
        {
            Use(house, Noon + (day * 86400), importWh: 0, exportWh: 0);
            Use(house, Noon + (day * 86400) + 300, importWh: 100, exportWh: 0);
        }

        market.Delete(0);
        market.Save(1, market.Load(2)!);
        for (int day = 0; day < 4; day++)
        {
            house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon) + day));
        }

        Account all = house.Ledger.SinceStart;
        Assert.Equal((400, 200, 0), (all.ImportWh, all.UnpricedWh, all.EstimatedWh));
        Assert.Equal(200 * (110134 + 184300), all.TotalNanoEuro);
        Assert.Equal(2, market.Kept);
        house.Meter.NoteSaved();
        Assert.Equal(0, market.Kept);
    }

    [Fact]
    public void What_is_stored_of_a_day_is_read_whole_or_not_at_all()
    {
        TestMarket market = new();
        TestMeter house = AtNoon(market);
        Use(house, Noon + 300, importWh: 1000, exportWh: 0);
        Use(house, Noon + 86000, importWh: 0, exportWh: 0);
        Use(house, Noon + 86400, importWh: 1000, exportWh: 0);
        byte[] saved = SavedState.Of(market.Load(0)!.Save);
        Assert.NotNull(Loaded(saved));
        Assert.All(Enumerable.Range(8, saved.Length - 8), length => Assert.Null(Loaded(saved[..length])));

        // The count stands before the only entry, of two numbers. No more than 104 have room.
        foreach (int count in new[] { -1, 105, int.MaxValue })
        {
            Assert.Null(Loaded([.. saved[..^12], .. BitConverter.GetBytes(count), .. new byte[8 * 105]]));
        }

        static UnpricedUse? Loaded(byte[] bytes) => UnpricedUse.Load(new StateReader(new ByteSource(bytes, bytes.Length)));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void The_longest_day_waits_as_a_whole_unless_it_has_two_rates_in_all_of_its_quarters(bool hasBoth, int piecesAside)
    {
        TestMarket market = new();
        TestMeter house = new(Dynamic) { Meter = { UnpricedStore = market } };
        long start = Belgium.Summer(2026, 10, 25);
        house.SendAt(start);
        for (int i = 1; i <= 300; i++)
        {
            house.Telegram.ImportNightWh += hasBoth ? 3 : 0;
            Use(house, start + (i * 300), importWh: 5, exportWh: 2);
        }

        Account all = house.Ledger.SinceStart;
        Assert.Equal((300 * (hasBoth ? 10 : 7), piecesAside), (all.UnpricedWh, market.Kept));
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(start)));
        Assert.Equal((0, 0), (all.UnpricedWh, all.EstimatedWh));
        Assert.Equal(300 * (((hasBoth ? 8 : 5) * (110134 + 184300L)) - (2 * (100000 - 13100))), all.TotalNanoEuro);
    }

    [Fact]
    public void What_waits_moves_with_the_name_of_its_rate()
    {
        const string Reversed = """{"Electricity": {"bands": {"Low": ["22-7"], "Full": ["7-22"]}, "+": {"Spot": {"times": 1.10134, "plus": 0.1843, "fallback": 0.3}}}}""";
        TestMeter house = AtNoon(new TestMarket(), Ordered[0]);
        Use(house, Noon + 10, importWh: 10, exportWh: 0);
        house.Meter.UseRates(TestMeter.Read(Reversed));
        Use(house, Noon + 20, importWh: 7, exportWh: 0);
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(Noon)));
        Assert.Equal((0, 17 * (110134 + 184300)), (house.Ledger.Today.ImportNanoEuroAt(0), house.Ledger.Today.ImportNanoEuroAt(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void After_the_prices_of_another_day_all_is_booked_on_today(int daysBack)
    {
        TestMeter house = new(Hourly.Replace("0.035", "0.035, \"feePerYear\": 35.04", StringComparison.Ordinal)) { Meter = { UnpricedStore = new TestMarket() } };
        long utc = Belgium.Winter(2026, 12, 6, 23, 50);
        house.SendAt(utc);
        Use(house, utc + 300, importWh: 10, exportWh: 0);
        Use(house, utc + 1200, importWh: 0, exportWh: 0);
        Use(house, utc + (daysBack * 1500), importWh: 10, exportWh: 0);
        house.Meter.TakePrices(TestMarket.Flat(Belgium.Day(utc)));
        Use(house, utc + 3600, importWh: 0, exportWh: 7);
        Assert.Equal((7, 7, 7), (house.Ledger.Today.ExportWh, house.Ledger.Week.ExportWh, house.Ledger.SinceStart.ExportWh));
        Assert.Equal(4_000_000, house.Ledger.Today.ElectricityFeeNanoEuro);
    }

    [Fact]
    public void Rates_that_come_again_put_nothing_aside()
    {
        TestMarket market = new();
        TestMeter house = AtNoon(market);
        Use(house, Noon + 10, importWh: 10, exportWh: 4);
        house.Meter.UseRates(TestMeter.Read(Dynamic));
        Use(house, Noon + 20, importWh: 7, exportWh: 0);
        house.Meter.UseRates(TestMeter.Read(Dynamic));
        Assert.Equal(0, market.Kept);
    }

    [Fact]
    public void Whatever_fails_and_whenever_prices_come_a_flat_market_costs_what_was_used()
    {
        Gen.Select(Gen.Int[0, 10], Gen.Int[1, 40000], Gen.Int[0, 4000], Gen.Int[0, 5]).Array[1, 80].Sample(Walk, iter: Effort.Of(100, 1000), threads: 1);
    }

    private static void Walk((int Kind, int Seconds, int Wh, int Back)[] steps)
    {
        TestMarket market = new();
        TestMeter house = new(Ordered[0]) { Meter = { UnpricedStore = market } };
        int file = 0;
        long utc = Belgium.Winter(2026, 3, 27, 22);
        int first = Belgium.Day(utc);
        house.SendAt(utc);
        byte[] saved = house.Saved();
        long savedUtc = utc;
        long wh = 0;
        foreach ((int kind, int seconds, int use, int back) in steps)
        {
            // A restart brings the last telegram back that was stored: a day from then is as far as use is spread.
            utc = Math.Min(utc + seconds, savedUtc + 86400);
            int taken = Math.Min(use, seconds);
            wh += taken;
            Use(house, utc, taken, exportWh: 0);
            switch (kind)
            {
                case 0:
                    house.StartAgain(Ordered[file]);
                    house.Meter.UnpricedStore = market;
                    Assert.True(SavedState.Load(house.Meter, saved));
                    continue;
                case 1 or 2:
                    house.Meter.TakePrices(TestMarket.Flat(Math.Max(first, Belgium.Day(utc) - back)));
                    break;
                case 4:
                    file = 1 - file;
                    house.Meter.UseRates(TestMeter.Read(Ordered[file]));
                    break;
                case 3:
                    saved = house.Saved();
                    savedUtc = utc;
                    continue;
            }

            saved = house.Saved();
            savedUtc = utc;
            house.Meter.NoteSaved();
        }

        // Here too, when the last steps were restarts.
        Use(house, Math.Min(utc + 1, savedUtc + 86400), importWh: 0, exportWh: 0);
        for (int day = first; day <= Belgium.Day(utc); day++)
        {
            house.Meter.TakePrices(TestMarket.Flat(day));
        }

        Account all = house.Ledger.SinceStart;
        Assert.Equal(wh, all.ImportWh);
        Assert.Equal(0, all.UnpricedWh);
        Assert.Equal(0, all.EstimatedWh);
        Assert.Equal(wh * (110134 + 184300), all.TotalNanoEuro);
        Assert.All(Enumerable.Range(0, Account.Places), place => Assert.Equal(all.ImportWhAt(place) * (110134 + 184300), all.ImportNanoEuroAt(place)));
        house.Meter.NoteSaved();
        Assert.Equal(0, market.Kept);
    }

    private static TestMeter AtNoon(TestMarket market, string rates = Dynamic)
    {
        TestMeter house = new(rates) { Meter = { UnpricedStore = market } };
        house.SendAt(Noon);
        return house;
    }

    private static void Use(TestMeter house, long utc, int importWh, int exportWh)
    {
        house.Telegram.ImportDayWh += importWh;
        house.Telegram.ExportDayWh += exportWh;
        house.SendAt(utc);
    }

    private static void Restart(TestMeter house, TestMarket market, string rates)
    {
        byte[] state = house.Saved();
        byte[] prices = SavedState.Of(house.Meter.Prices.Save);
        house.Meter.NoteSaved();
        house.StartAgain(rates);
        house.Meter.UnpricedStore = market;
        Assert.True(house.Meter.Prices.Load(new StateReader(new ByteSource(prices, prices.Length))));
        Assert.True(SavedState.Load(house.Meter, state));
    }

    // What the parts of an interval cost, by decimal arithmetic.
    private sealed class Expected
    {
        public decimal Euro { get; private set; }

        public long EstimatedWh { get; private set; }

        public void Add(int contract, int register, long useWh, long from, long until, int never)
        {
            decimal seconds = until - from;
            long added = 0;
            for (long quarter = from / 900 * 900; quarter < until; quarter += 900)
            {
                long end = Math.Min(quarter + 900, until);
                long share = (long)decimal.Floor(useWh * (end - from) / seconds) - added;
                added += share;
                AddShare(contract, register, share, quarter, seconds > 86400 || Belgium.Day(quarter) == never);
            }
        }

        private void AddShare(int contract, int register, long wh, long quarter, bool isEstimated)
        {
            bool isExport = register >= 2;
            (decimal times, decimal plus, decimal fallback, bool isHourly)? formula = (contract, isExport) switch
            {
                (0, false) => (1.10134m, 0.1843m, 0.3m, false),
                (0, true) => (1m, -0.0131m, 0.02m, false),
                (1, false) => (1.0918m, IsFull(quarter) ? 0.2034m : 0.143215m, 0.28m, true),
                (2, true) => (0.928m, -0.00609m, 0.01m, false),
                _ => null,
            };
            decimal price;
            if (formula == null)
            {
                price = isExport ? 0.035m : register == 0 ? 0.31m : 0.24m;
            }
            else if (isEstimated)
            {
                price = formula.Value.fallback;
                EstimatedWh += wh;
            }
            else
            {
                decimal[] prices = TestMarket.PricesOf(Belgium.Day(quarter));
                int index = (int)((quarter - Belgium.Utc(Belgium.Day(quarter))) / 900);
                int hour = index / 4 * 4;
                decimal spot = formula.Value.isHourly ? (prices[hour] + prices[hour + 1] + prices[hour + 2] + prices[hour + 3]) / 4 : prices[index];
                price = decimal.Round(spot / 1000 * formula.Value.times, 6, MidpointRounding.AwayFromZero) + formula.Value.plus;
            }

            Euro += (isExport ? -1 : 1) * price * wh / 1000;
        }

        private static bool IsFull(long utc)
        {
            int hour = Belgium.Hour(utc);
            return hour is >= 7 and < 11 or >= 17 and < 22;
        }
    }
}
