using System.Globalization;
using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Display;

/// <summary>Only what changed is drawn, and yet the picture is the one that drawing all anew gives.</summary>
public class PageDrawingTests
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 99], Gen.Int[-99999, 99999], Gen.Int[1, 700], Gen.Int[0, 5000], Gen.Int[-90, -40], Gen.Bool).Select(
        (kind, watt, seconds, wh, number, yes) => new Step(kind, watt, seconds, wh, number, yes));

    private const string SpotRates =
        """
        {"Electricity": {"+": {"Spot": {"times": 1.1, "plus": {"Day": 0.2, "Night": 0.1}}}, "-": 0.03}, "Gas": {"+": 1.576, "cnv": ["MJ", 40]},
         "Water": {"+": 6.2}, "Capacity": {"perKwYear": 53.13, "floorKw": 2.5}}
        """;

    public static TheoryData<PageName> Pages => [.. Enum.GetValues<PageName>()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Drawing_what_changed_gives_the_same_picture_as_drawing_all(PageName name)
    {
        Steps.Array[1, 12].Sample(
            steps =>
            {
                TestMeter house = new(PageMeter.Rates);
                TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
                house.Telegram.History = PageMeter.Year();
                DeviceStatus status = PageMeter.Status();
                Canvas canvas = new();
                PanelModel panel = new();
                Page page = Make(name);
                byte[] before = new byte[canvas.Pixels.Length];
                long utc = Belgium.Winter(2026, 11, 30, 22, 0);
                bool isFirst = true;
                foreach (Step step in steps)
                {
                    utc += step.Seconds;
                    step.Apply(house, gas, status, utc);
                    if (page is MessagePage message)
                    {
                        Tell(message, step);
                    }

                    page.Draw(house.Meter, status, canvas, isFirst);
                    isFirst = false;

                    Canvas anew = new();
                    Array.Fill(anew.Pixels, (byte)step.Watt);
                    Page fresh = Make(name);
                    if (fresh is MessagePage freshMessage)
                    {
                        Tell(freshMessage, step);
                    }

                    fresh.Draw(house.Meter, status, anew, true);
                    Assert.Equal(anew.Pixels, canvas.Pixels);
                    AssertOnlyDirtyChanged(before, canvas);
                    AssertEdgesBlank(canvas);
                    canvas.FlushTo(panel);
                    Assert.Equal(canvas.Pixels, panel.Picture(canvas.ShiftColumns));
                    Array.Copy(canvas.Pixels, before, before.Length);
                }
            },
            iter: Effort.Of(15, 60));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_changes_is_drawn_and_all_of_it_when_something_else_was_there(PageName name)
    {
        TestMeter house = new(SpotRates);
        TestTelegram telegram = house.Telegram;
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 1000);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 1000);
        telegram.DemandW = 700;
        long utc = Belgium.Winter(2026, 11, 28, 18, 5);
        DeviceStatus status = PageMeter.Status();
        Action[] changes =
        [
            () => { },
            () => house.SendAt(utc),
            () => telegram.ImportW = 900,
            () => house.Meter.TakePrices(TestMarket.Day(Belgium.Day(utc))),
            () => telegram.ActiveRate = 2,
            () => (telegram.ImportDayWh, gas.Litres, water.Litres) = (3000, 1200, 1300),
            () => utc = Belgium.Winter(2026, 11, 29, 12, 5),
            () => (telegram.MonthPeakW, telegram.MonthPeakEnd) = (4100, "261107184500W"),
            () => telegram.History = PageMeter.Year(),
            () => house.Meter.UseRates(TestMeter.Read(SpotRates.Replace("2.5", "6"))),
            () => house.Meter.UseRates(TestMeter.Read(PageMeter.Rates)),
            () => utc = Belgium.Winter(2026, 12, 1, 12, 5),
            () => status.SilentSeconds = 12,
            () => (telegram.DemandW, telegram.ImportDayWh, utc) = (null, null, utc - 3000),
        ];
        Page page = Told();
        Canvas canvas = new();
        page.Draw(house.Meter, status, canvas, true);
        foreach (Action change in changes)
        {
            change();
            if (house.Meter.Reader.TelegramCount > 0)
            {
                house.SendAt(++utc);
            }

            Canvas anew = new();
            Told().Draw(house.Meter, status, anew, true);
            page.Draw(house.Meter, status, canvas, false);
            Assert.Equal(anew.Pixels, canvas.Pixels);
            Array.Fill(canvas.Pixels, (byte)0x55);
            page.Draw(house.Meter, status, canvas, true);
            Assert.Equal(anew.Pixels, canvas.Pixels);
        }

        Assert.False(house.Quarter.IsKnown);

        Page Told()
        {
            Page made = Make(name);
            (made as MessagePage)?.Tell("Attention", "The storage is full.");
            return made;
        }
    }

    [Fact]
    public void Costs_and_volumes_are_those_of_their_periods_with_fees()
    {
        TestMeter house = FeedMeter.Periods();
        Ledger ledger = house.Ledger;
        foreach ((Page page, Account first, Account second) in new (Page, Account, Account)[]
            { (new CostsPage(false), ledger.Today, ledger.Week), (new CostsPage(true), ledger.Month, ledger.Year), (new VolumesPage(), ledger.Today, ledger.Month) })
        {
            Canvas canvas = Drawn(page, house);
            foreach ((Account account, int end) in new[] { (first, 13), (second, 21) })
            {
                long gas = account.GasNanoEuro + account.GasFeeNanoEuro;
                long water = account.WaterNanoEuro + account.WaterFeeNanoEuro;
                (int Row, long Value, int Scale, int Decimals)[] numbers = page is CostsPage
                    ? [(2, account.ElectricityNanoEuro, 9, 2), (3, gas, 9, 2), (4, water, 9, 2), (6, account.TotalNanoEuro, 9, 2)]
                    : [(2, account.GasLitres, 3, 2), (3, account.GasLitres * 11510000, 9, 1), (4, gas, 9, 2), (5, account.WaterLitres, 0, 0), (6, water, 9, 2)];
                Assert.All(numbers, number => AssertShows(canvas, number.Row, end, number.Value, number.Scale, number.Decimals));
            }
        }
    }

    [Theory]
    [InlineData(PageName.Costs, 18, "Today", "18/11→")]
    [InlineData(PageName.Costs, 16, "Today", "Week")]
    [InlineData(PageName.Costs, 10, "Today", "Week")]
    [InlineData(PageName.LongTermCosts, 18, "18/11→", "18/11→")]
    [InlineData(PageName.LongTermCosts, 1, "Month", "01/11→")]
    [InlineData(PageName.Volumes, 18, "Today", "18/11→")]
    [InlineData(PageName.Volumes, 1, "Today", "Month")]
    public void A_column_says_its_period_or_since_when_it_counts(PageName name, int startDay, string first, string second)
    {
        TestMeter house = new(PageMeter.Rates);
        house.SendAt(Belgium.Winter(2026, 11, startDay, 0));
        house.SendAt(Belgium.Winter(2026, 11, 19, 12));
        Canvas canvas = Drawn(Make(name), house);
        foreach ((string text, int end) in new[] { (first, 13), (second, 21) })
        {
            Canvas expected = new();
            expected.DrawText(SmallFont.Font, text, (end - text.Length) * SmallFont.Font.Width, 0);
            Range columns = ((end - 6) * SmallFont.Font.Width)..(end * SmallFont.Font.Width);
            Assert.Equal(expected.Pixels[columns], canvas.Pixels[columns]);
        }
    }

    [Fact]
    public void Without_a_heating_value_gas_is_told_in_cubic_metres_only()
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3}, "Gas": {"+": 1.5}}""");
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
        house.SendAt(Belgium.Winter(2026, 11, 17, 12));
        gas.Litres = 2500;
        house.SendAt(Belgium.Winter(2026, 11, 17, 13));
        Canvas canvas = Drawn(new VolumesPage(), house);
        AssertShows(canvas, 2, 13, 2500, 3, 2);
        Assert.All(canvas.Pixels[(3 * Canvas.Width)..(4 * Canvas.Width)], column => Assert.Equal(0, column));
    }

    [Fact]
    public void On_a_day_without_gas_and_water_none_of_them_is_shown_and_what_they_cost_all_the_same()
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3}, "Gas": {"+": 1.5, "feePerYear": 40}, "Water": {"+": 6.2}}""");
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 0);
        TestChannel water = house.Add(2, TestChannel.Water, "WAT0001", 0);
        long utc = Belgium.Winter(2026, 11, 17, 12);
        house.SendAt(utc);
        (gas.Litres, water.Litres) = (2500, 10);
        house.SendAt(utc + 60);
        house.SendAt(utc + 43200);
        house.SendAt(utc + 86400);
        const long HalfADay = 40_000_000_000 / 365 / 2;
        Canvas canvas = Drawn(new VolumesPage(), house);
        Assert.All(
            new (int Row, long Value, int Scale, int Decimals)[] { (2, 0, 3, 2), (4, HalfADay, 9, 2), (5, 0, 0, 0), (6, 0, 9, 2) },
            number => AssertShows(canvas, number.Row, 13, number.Value, number.Scale, number.Decimals));
        canvas = Drawn(new CostsPage(false), house);
        AssertShows(canvas, 3, 13, HalfADay, 9, 2);
        AssertShows(canvas, 4, 13, 0, 9, 2);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public void What_today_costs_is_shown_also_when_it_makes_up_for_what_was_earned_before_or_is_nothing(int importWh)
    {
        TestMeter house = new("""{"Electricity": {"+": 0.3, "-": 0.3}}""");
        long utc = Belgium.Winter(2026, 11, 17, 12);
        house.SendAt(utc);
        house.Telegram.ExportDayWh = 1000;
        house.SendAt(utc + 60);
        house.SendAt(utc + 86400);
        house.Telegram.ImportDayWh = importWh;
        house.SendAt(utc + 86460);
        long nanoEuro = importWh * 300_000L;

        Canvas canvas = Drawn(new CostsPage(false), house);
        AssertShows(canvas, 2, 13, nanoEuro, 9, 2);
        AssertShows(canvas, 6, 13, nanoEuro, 9, 2);
        canvas = Drawn(new NowPage(), house);
        Canvas expected = new();
        new NumberField(MediumFont.Font, 126, 4, 8, 9, 2, 0, Glyph.Euro).Show(expected, nanoEuro, true);
        Assert.Equal(expected.Pixels[((4 * Canvas.Width) + 30)..(5 * Canvas.Width)], canvas.Pixels[((4 * Canvas.Width) + 30)..(5 * Canvas.Width)]);
    }

    [Fact]
    public void In_the_first_month_its_peak_is_the_highest_and_the_mean()
    {
        TestMeter house = new(PageMeter.Rates) { Telegram = { DemandW = 3000 } };
        house.SendAt(Belgium.Winter(2026, 11, 17, 12, 14, 59));
        house.Telegram.DemandW = 0;
        house.SendAt(Belgium.Winter(2026, 11, 17, 12, 15));
        Canvas canvas = Drawn(new PeaksPage(), house);
        Assert.All([(0, 9), (0, 21), (2, 21), (5, 21)], place => AssertShows(canvas, place.Item1, place.Item2, 3000, 3, 3));
    }

    [Fact]
    public void Errors_are_all_that_was_refused_and_an_address_is_there_with_the_network_only()
    {
        TestLoad load = PageMeter.Evening();
        byte[] early = load.TestMeter.Telegram.Bytes();
        load.TestMeter.Telegram.MoreLines.Add("1-0:32.7.0(230)");
        load.Draw(9000, 60);
        load.TestMeter.Telegram.Utc = load.Utc;
        byte[] malformed = load.TestMeter.Telegram.Bytes();
        byte[] damaged = [.. malformed];
        damaged[50] ^= 1;
        Array.ForEach([malformed, early, early, .. Enumerable.Repeat(damaged, 4)], bytes => load.TestMeter.Meter.Read(bytes, 0, bytes.Length));

        DeviceStatus status = PageMeter.Status();
        Canvas canvas = new();
        new StatusPage().Draw(load.TestMeter.Meter, status, canvas, true);
        AssertShows(canvas, 4, 21, 1 + 2 + 4, 0, 0);

        Canvas anew = new();
        (status.IsWifiConnected, status.Address) = (false, "");
        new StatusPage().Draw(load.TestMeter.Meter, status, canvas, true);
        status.Address = "192.168.1.42";
        new StatusPage().Draw(load.TestMeter.Meter, status, anew, true);
        Assert.Equal(canvas.Pixels, anew.Pixels);

        // Without an address yet it is connected all the same.
        (status.IsWifiConnected, status.Address) = (true, "");
        new StatusPage().Draw(load.TestMeter.Meter, status, canvas, true);
        status.Address = "connected";
        new StatusPage().Draw(load.TestMeter.Meter, status, anew, true);
        Assert.Equal(canvas.Pixels, anew.Pixels);
    }

    [Fact]
    public void The_last_quarter_before_midnight_or_a_clock_change_ends_when_the_next_begins()
    {
        foreach ((long before, long after) in new[]
            { (Belgium.Winter(2026, 1, 14, 23, 50), Belgium.Winter(2026, 1, 15, 0, 5)), (Belgium.Summer(2026, 10, 25, 2, 50), Belgium.Winter(2026, 10, 25, 2, 5)) })
        {
            // A quarter, a blank, the start, an arrow, and the end.
            Assert.Equal(Clock(before, 8), Clock(after, 2));
        }

        static byte[] Clock(long utc, int place)
        {
            TestMeter house = new() { Telegram = { DemandW = 100, ImportW = 500 } };
            house.SendAt(utc);
            Assert.True(house.Quarter.IsKnown);
            Canvas canvas = Drawn(new QuarterPage(), house);
            return canvas.Pixels[(place * SmallFont.Font.Width)..((place + 5) * SmallFont.Font.Width)];
        }
    }

    [Fact]
    public void A_meter_that_sends_no_export_has_its_power_shown()
    {
        Assert.Equal(Now(500, 0), Now(500, null));
        Assert.NotEqual(Now(500, 0), Now(500, 900));

        // Nor does one that sends nothing but export.
        Assert.Equal(Now(0, 900)[..(4 * Canvas.Width)], Now(null, 900)[..(4 * Canvas.Width)]);

        static byte[] Now(int? importW, int? exportW)
        {
            TestMeter house = new() { Telegram = { DemandW = 100, ImportW = importW, ExportW = exportW } };
            house.SendAt(Belgium.Winter(2026, 1, 14, 12, 3));
            return Drawn(new NowPage(), house).Pixels;
        }
    }

    [Fact]
    public void A_month_that_the_history_lacks_has_no_bar()
    {
        const int August = 8;
        const int September = 9;
        byte[][] without = Bars(3, 12);
        byte[][] withAugust = Bars(3, 10, 12);
        Assert.Equal(without[September], withAugust[September]);
        Assert.NotEqual(without[August], withAugust[August]);

        // The columns of each month in November 2026, of the picture's rows 1 to 5.
        static byte[][] Bars(params int[] rows)
        {
            TestMeter house = new(PageMeter.Rates);
            house.Telegram.History = [.. rows.Select(row => PageMeter.Year()[row])];
            house.SendAt(Belgium.Winter(2026, 11, 18, 18, 5));
            Canvas canvas = Drawn(new PeaksPage(), house);
            return [.. Enumerable.Range(0, 12).Select(month => Enumerable.Range(1, 5).SelectMany(row => canvas.Pixels.Skip((row * Canvas.Width) + (month * 7)).Take(7)).ToArray())];
        }
    }

    [Fact]
    public void A_time_that_comes_back_within_its_minute_is_drawn_whole()
    {
        Canvas canvas = new();
        MessagePage page = new() { SinceSeconds = 65 };
        TestMeter house = new();
        page.Draw(house.Meter, PageMeter.Status(), canvas, true);
        page.SinceSeconds = -1;
        page.Draw(house.Meter, PageMeter.Status(), canvas, false);
        page.SinceSeconds = 66;
        page.Draw(house.Meter, PageMeter.Status(), canvas, false);
        Canvas anew = new();
        new MessagePage { SinceSeconds = 66 }.Draw(house.Meter, PageMeter.Status(), anew, true);
        Assert.Equal(anew.Pixels, canvas.Pixels);

        // And goes whole.
        page.SinceSeconds = -1;
        page.Draw(house.Meter, PageMeter.Status(), canvas, false);
        new MessagePage().Draw(house.Meter, PageMeter.Status(), anew, true);
        Assert.Equal(anew.Pixels, canvas.Pixels);
    }

    [Theory]
    [InlineData("The storage is full.X", "The storage is full.X", "")]
    [InlineData("The storage is full XY", "The storage is full", "XY")]
    [InlineData("The storage is full up now", "The storage is full", "up now")]
    [InlineData("The storage is fuller now", "The storage is fuller", "now")]
    [InlineData("https://example.org/abcd", "https://example.org/a", "bcd")]
    public void A_message_is_broken_at_the_last_blank_that_leaves_a_full_row(string text, string first, string second)
    {
        Canvas canvas = new();
        MessagePage page = new();
        page.Tell("Attention", text);
        page.Draw(new TestMeter().Meter, PageMeter.Status(), canvas, true);
        Canvas expected = new();
        expected.DrawText(SmallFont.Font, first, 0, 2);
        expected.DrawText(SmallFont.Font, second, 0, 3);
        Assert.Equal(expected.Pixels[(2 * Canvas.Width)..], canvas.Pixels[(2 * Canvas.Width)..]);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_telegram_that_changes_nothing_leaves_nothing_to_send(PageName name)
    {
        TestMeter house = PageMeter.Evening(rates: name == PageName.Prices ? SpotRates : PageMeter.Rates).TestMeter;
        house.Meter.TakePrices(TestMarket.Day(Belgium.Day(house.Telegram.Utc!.Value)));
        house.Telegram.ActiveRate = 2;
        house.Send();
        DeviceStatus status = PageMeter.Status();
        status.UptimeSeconds %= 86400;
        Canvas canvas = new();
        Page page = Make(name);
        (page as MessagePage)?.Tell("Attention", "The storage is full.");
        page.Draw(house.Meter, status, canvas, true);
        page.Draw(house.Meter, status, canvas, false);
        canvas.FlushTo(new PanelModel());

        // Nor is anything written that was written before.
        TextLine line = new TextField(0, 0, 1).Begin(canvas);
        page.Draw(house.Meter, status, canvas, false);
        Assert.False(canvas.IsDirty);
        Assert.Equal(1, line.Width);
    }

    [Theory]
    [InlineData("2026-03-29T10:00:00Z", 44)]
    [InlineData("2026-10-24T10:00:00Z", 48)]
    [InlineData("2026-10-25T11:00:00Z", 52)]
    public void At_noon_the_mark_stands_at_as_many_prices_as_there_were_since_midnight(string noon, int column)
    {
        long utc = DateTimeOffset.Parse(noon, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        TestMeter house = new(SpotRates);
        house.Meter.TakePrices(TestMarket.Day(Belgium.Day(utc)));
        house.SendAt(utc);
        Canvas canvas = Drawn(new PricesPage(), house);
        Assert.Equal([column], Enumerable.Range(0, Canvas.Width).Where(i => canvas.Pixels[(5 * Canvas.Width) + i] != 0));
    }

    [Fact]
    public void A_second_of_steady_load_sends_a_small_part_of_the_picture()
    {
        TestLoad load = PageMeter.Evening();
        DeviceStatus status = PageMeter.Status();
        Canvas canvas = new();
        PanelModel panel = new();
        NowPage page = new();
        page.Draw(load.TestMeter.Meter, status, canvas, true);
        canvas.FlushTo(panel);
        panel.SentBytes = 0;
        for (int i = 0; i < 60; i++)
        {
            load.DrawAndSend(1834, 1);
            page.Draw(load.TestMeter.Meter, status, canvas, false);
            canvas.FlushTo(panel);
        }

        Assert.InRange(panel.SentBytes, 60 * 12, 60 * 60);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_edges_stay_blank_for_the_shift(PageName name)
    {
        foreach (TestMeter house in new[] { PageMeter.Evening().TestMeter, PageMeter.AtLimit(), PageMeter.AtLimit(true) })
        {
            Canvas canvas = Drawn(Make(name), house);
            AssertEdgesBlank(canvas);
        }
    }

    [Fact]
    public void A_thousand_telegrams_on_all_pages_allocate_nothing_but_a_page_when_it_turns()
    {
        // Two telegrams in turn, of a quarter that breaks the peak and of one that exports.
        TestLoad load = PageMeter.Evening();
        load.Draw(7000, 20);
        byte[] first = load.TestMeter.Telegram.Bytes();
        byte[] first2 = Later(load, 7000);
        byte[] second = Later(load, -3000);
        Meter meter = load.TestMeter.Meter;
        DeviceStatus status = PageMeter.Status();
        Canvas canvas = new();
        CountingPanel panel = new();
        Pager pager = new(canvas) { TurnSeconds = 3, NightFromHour = 22, NightToHour = 7, ShiftMinutes = 1 };

        int pages = 0;
        long largest = 0;
        long others = 0;
        Run(40);
        others = 0;
        Run(340);
        Assert.Equal(0, others);
        Assert.InRange(largest, 1, 4000);
        Assert.True(pages > 100);
        Assert.True(panel.Count > 1000);

        void Run(int turns)
        {
            for (int i = 0; i < turns; i++)
            {
                Feed(first);
                Feed(first2);
                Feed(second);
            }
        }

        void Feed(byte[] telegram)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            meter.Read(telegram, 0, telegram.Length);
            status.UptimeSeconds++;
            status.FreeBytes -= 16;
            status.SilentSeconds = status.UptimeSeconds % 97 < 10 ? 12 : 0;
            if (status.UptimeSeconds % 5 == 0)
            {
                pager.Next();
            }

            PageName shown = pager.Shown;
            pager.Draw(meter, status);
            canvas.FlushTo(panel);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (pager.Shown == shown)
            {
                others += allocated;
            }
            else
            {
                largest = Math.Max(largest, allocated);
                pages++;
            }
        }
    }

    private static byte[] Later(TestLoad load, int watt)
    {
        load.Draw(watt, 10);
        load.TestMeter.Telegram.Utc = load.Utc;
        return load.TestMeter.Telegram.Bytes();
    }

    internal static Page Make(PageName name) => name switch
    {
        PageName.Now => new NowPage(),
        PageName.Quarter => new QuarterPage(),
        PageName.Prices => new PricesPage(),
        PageName.Costs => new CostsPage(false),
        PageName.LongTermCosts => new CostsPage(true),
        PageName.Volumes => new VolumesPage(),
        PageName.Peaks => new PeaksPage(),
        PageName.Status => new StatusPage(),
        PageName.Message => new MessagePage(),
        PageName.Splash => new SplashPage(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static void Tell(MessagePage page, Step step)
    {
        page.SinceSeconds = step.Kind % 3 == 0 ? -1 : step.Wh;
        page.Tell(step.Kind < 50 ? "No telegram" : "Attention", step.IsYes ? "The cable is out of its port." : "The storage is full.");
    }

    private static void AssertOnlyDirtyChanged(byte[] before, Canvas canvas)
    {
        for (int i = 0; i < before.Length; i++)
        {
            int row = i / Canvas.Width;
            int column = i % Canvas.Width;
            bool isDirty = column >= canvas.FirstDirty(row) && column < canvas.EndDirty(row);
            Assert.True(isDirty || before[i] == canvas.Pixels[i], $"row {row} column {column} changed unnoticed");
        }
    }

    private static Canvas Drawn(Page page, TestMeter house)
    {
        Canvas canvas = new();
        page.Draw(house.Meter, PageMeter.Status(), canvas, true);
        return canvas;
    }

    private static void AssertShows(Canvas canvas, int row, int end, long value, int scale, int decimals)
    {
        const int Glyphs = 6;
        Canvas expected = new();
        int last = end * SmallFont.Font.Width;
        new NumberField(SmallFont.Font, last, row, Glyphs, scale, decimals).Show(expected, value, true);
        Range columns = ((row * Canvas.Width) + last - (Glyphs * SmallFont.Font.Width))..((row * Canvas.Width) + last);
        Assert.True(expected.Pixels[columns].SequenceEqual(canvas.Pixels[columns]), $"row {row} end {end}: not {value}");
    }

    private static void AssertEdgesBlank(Canvas canvas)
    {
        for (int i = 0; i < canvas.Pixels.Length; i++)
        {
            // The picture stands a column off the left edge, and two lines off the upper one at times, so that bits 6 and 7 of the last row would come in above.
            int allowed = i % Canvas.Width >= Canvas.UsedWidth ? 0 : i / Canvas.Width == Canvas.Rows - 1 ? 0x3F : 0xFF;
            Assert.Equal(0, canvas.Pixels[i] & ~allowed);
        }
    }

    private sealed record Step(int Kind, int Watt, int Seconds, int Wh, int Number, bool IsYes)
    {
        public void Apply(TestMeter house, TestChannel gas, DeviceStatus status, long utc)
        {
            TestTelegram telegram = house.Telegram;
            bool isUnknown = Kind % 10 == 7;
            telegram.ImportW = isUnknown ? null : Math.Max(Watt, 0);
            telegram.ExportW = isUnknown ? null : Math.Max(-Watt, 0);
            telegram.ImportDayWh += Wh;
            telegram.ExportDayWh += Wh / 2;
            telegram.DemandW = Kind % 10 == 3 ? null : Math.Abs(Watt) / 3;
            telegram.MonthPeakW = IsYes ? Math.Min(2000 + Math.Abs(Watt), 99_999) : null;
            telegram.MonthPeakEnd = "261107184500W";
            gas.Litres += Wh / 7;
            status.UptimeSeconds += Seconds * (Kind > 90 ? 1000L : 1);
            status.IsWifiConnected = IsYes;
            status.Broker = Kind < 30 ? "off" : Kind < 60 ? "online" : "no route";
            status.Address = Kind < 50 ? "10.0.0.7" : "192.168.100.100";
            status.FreeBytes = Wh * 10L;
            status.StorageWrites += Kind;
            status.Storage = (CheckState)(Kind % 3);
            status.Port = (CheckState)(Wh % 3);
            if (Kind < 95)
            {
                house.SendAt(utc);
            }
            else
            {
                house.Meter.UseRates(TestMeter.Read(Kind < 97 ? TestMeter.SeedRates : PageMeter.DearElectricity));
            }
        }
    }

    private sealed class CountingPanel : Panel
    {
        public long Count { get; private set; }

        public override void Send(int row, int column, byte[] pixels, int offset, int count) => Count += count;

        public override void Invert(bool isInverted) => Count++;

        public override void Dim(bool isDimmed) => Count++;

        public override void Move(int lines) => Count++;
    }
}
