using System.Text;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Tests.Feed;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>A meter that is read here, and what its history says.</summary>
public sealed class MeterRecorderTests(SqliteKind kind) : IClassFixture<SqliteKind>
{
    private const string Meter = "home";
    private const string Fixed = """{"Gas": {"+": 1.5, "feePerYear": 70.08}, "Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.1, "Night": 0.05}, "feePerYear": 140.16}}""";
    private const string Market = """{"Electricity": {"+": {"Spot": {"times": 1.1, "plus": 0.18}}, "-": {"Spot": {"times": 1.0, "plus": -0.013}}}}""";

    // What a telegram adds: 4 Wh taken and 1 Wh given every ten seconds, a litre of gas.
    private const int StepSeconds = 10;

    private readonly List<(string Meter, MeterReading Reading)> _taken = [];
    private readonly TestTelegram _telegram = new() { ImportDayWh = 1_000_000, ImportNightWh = 2_000_000, ExportDayWh = 300_000, ExportNightWh = 400_000, DemandW = null, ImportW = 1440, ExportW = 0 };

    private static long Start => Belgium.Winter(2026, 1, 15, 22, 58);

    [Fact]
    public void Quarters_are_what_the_registers_say_and_cost_what_was_booked()
    {
        TestChannel gas = new() { Channel = 1, Type = TestChannel.Gas, Serial = "7FLO2100000041", Litres = 5000 };
        _telegram.Channels.Add(gas);
        Meter meter = new(Rates(Fixed));
        Read(meter, Start, Start + 7200, () => gas.Litres++);
        using HistoryStore store = Stored();
        List<HistoryRow> rows = store.Rows(Meter, 0, long.MaxValue);

        // Seven whole quarters from 23:00 on.
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (Start + 120 + (i * 900L), 900)), rows.Select(row => (row.StartUtc, row.Seconds)));
        Assert.All(rows, row =>
        {
            Assert.Equal((360L, 360L, 90L, 0L, 90L), (row.ImportWh, row.ImportNightWh, row.ExportWh, row.ExportNightWh, row.GasLitres));
            Assert.Equal((360 * 222_500L, 90 * 100_000L, 90 * 1_500_000L), (row.ImportNanoEuro, row.ExportNanoEuro, row.GasNanoEuro));
            Assert.Equal((1440, row.StartUtc), (row.PeakW, row.PeakStartUtc));
            Assert.Equal((222_500L, 100_000L), (row.ImportPrice, row.ExportPrice));

            // 210.24 EUR a year are 6 000 000 nano-euro a quarter.
            Assert.Equal(6_000_000, row.FeeNanoEuro);
        });
        Assert.Equal("1SAG9900000017", store.Registers(Meter, Start + 7200)!.Electricity!.Serial);

        // The first hour after midnight is of the next day.
        Assert.Equal([4 * 360L, 3 * 360L], store.Sums(Meter, HistoryStep.Day, Start, Start + 7200).Select(day => day.ImportWh!.Value));
    }

    [Fact]
    public void What_is_not_believed_is_not_kept()
    {
        Meter meter = new(Rates(Fixed));
        long boundary = Start + 120;
        Read(meter, Start, boundary - StepSeconds);
        int right = _telegram.ImportNightWh!.Value;
        _telegram.ImportNightWh = 999_000_000;
        Send(meter, boundary);
        _telegram.ImportNightWh = right;
        Read(meter, boundary + StepSeconds, boundary + 1000);
        using HistoryStore store = Stored();
        Assert.Equal(right, store.Registers(Meter, boundary)!.Electricity!.ImportNightWh);
        Assert.Equal(10, store.Registers(Meter, boundary)!.Electricity!.DelaySeconds);
    }

    [Fact]
    public void A_restart_makes_no_difference()
    {
        List<HistoryRow> whole = Rows(restarts: []);
        Assert.Equal(7, whole.Count);
        Assert.Equal(whole, Rows(restarts: [Start + 60, Start + 950, Start + 960, Start + 2000, Start + 5000]));

        // What waits to be believed at a boundary is lost there: the next telegram says it, and the sum stays.
        List<HistoryRow> atBoundaries = Rows(restarts: [Start + 1020, Start + 1030, Start + 3720]);
        Assert.Equal([368, 352, 360, 364, 356, 360, 360], atBoundaries.Select(row => row.ImportWh!.Value));
        Assert.Equal(whole.Sum(row => row.ImportNanoEuro), atBoundaries.Sum(row => row.ImportNanoEuro));

        List<HistoryRow> Rows(long[] restarts)
        {
            _taken.Clear();
            (_telegram.ImportNightWh, _telegram.ExportDayWh) = (2_000_000, 300_000);
            Meter meter = new(MeterRecorderTests.Rates(Fixed));
            long from = Start;
            foreach (long at in restarts.Append(Start + 7200))
            {
                Read(meter, from, at);
                byte[] state = SavedState.Of(meter.Save);
                meter = new Meter(MeterRecorderTests.Rates(Fixed));
                Assert.True(SavedState.Load(meter, state));
                from = at + StepSeconds;
            }

            using HistoryStore store = Stored();
            return store.Rows(Meter, 0, long.MaxValue);
        }
    }

    [Fact]
    public void At_the_market_each_quarter_costs_its_own_price_also_when_that_comes_late()
    {
        Meter meter = new(Rates(Market)) { UnpricedStore = new TestMarket() };
        int day = Belgium.Day(Start);
        meter.TakePrices(TestMarket.Day(day));
        Read(meter, Start, Start + 7200);
        using (HistoryStore store = Stored())
        {
            List<HistoryRow> waiting = store.Rows(Meter, 0, long.MaxValue);
            Assert.Equal([450L, 450L, 450L], waiting[4..].Select(row => row.UnpricedWh));
            Assert.All(waiting[4..], row => Assert.Null(row.ImportNanoEuro));
        }

        meter.TakePrices(TestMarket.Day(day + 1));
        Read(meter, Start + 7210, Start + 7220);
        using HistoryStore priced = Stored();
        List<HistoryRow> rows = priced.Rows(Meter, 0, long.MaxValue);
        decimal[] market = [.. TestMarket.PricesOf(day)[92..], .. TestMarket.PricesOf(day + 1)[..3]];
        Assert.Equal(market.Select(price => (long)Math.Round((price * 1.1m) + 180, 0, MidpointRounding.AwayFromZero)), rows.Select(row => (long)Math.Round(row.ImportPrice!.Value / 1000m, 0, MidpointRounding.AwayFromZero)));
        Assert.Equal(rows.Select(row => 360 * row.ImportPrice), rows.Select(row => row.ImportNanoEuro));
        Assert.Equal(rows.Select(row => 90 * row.ExportPrice), rows.Select(row => row.ExportNanoEuro));

        // What the ledger has booked, but for the two minutes before the first quarter and those after the last.
        MeterReading first = _taken.First(taken => taken.Reading.Electricity != null).Reading;
        Assert.Equal(0, meter.Ledger.SinceStart.UnpricedWh);
        Assert.InRange(meter.Ledger.SinceStart.ElectricityNanoEuro - first.Money!.Import + first.Money.Export - rows.Sum(row => row.ImportNanoEuro - row.ExportNanoEuro)!.Value, -100_000_000, 100_000_000);
    }

    [Fact]
    public void Month_peaks_that_the_meter_shows_are_told_once()
    {
        List<HistoryPeak[]> told = [];
        MeterRecorder recorder = new(Meter, (_, _) => { }) { Peaks = (_, peaks) => told.Add([.. peaks]) };
        Meter meter = new(Rates(Fixed), followers: 0);
        meter.TelegramTaken = () => recorder.Take(meter);
        (_telegram.MonthPeakW, _telegram.MonthPeakEnd, _telegram.History) = (3064, "260109184500W", [new TestPeak("260101000000W", "251224134500W", 1981)]);
        for (int i = 0; i < 8; i++)
        {
            Send(meter, Start + (i * 900));
        }

        HistoryPeak january = new(2026 * 12, 3064, Belgium.Winter(2026, 1, 9, 18, 30));
        Assert.Equal([new HistoryPeak((2026 * 12) - 1, 1981, Belgium.Winter(2025, 12, 24, 13, 30)), january], Assert.Single(told));
    }

    [Fact]
    public void The_feed_of_a_device_makes_the_same_rows()
    {
        List<(string, MeterReading)> local = [];
        FeedRecorder feed = new((name, reading) => _taken.Add((name, reading)));
        MeterRecorder recorder = new(Meter, (name, reading) => local.Add((name, reading)));
        FeedRecorder[] shared = [new((name, reading) => _taken.Add(("shared", reading))), new((name, reading) => _taken.Add(("shared", reading)))];
        Random random = new(1);
        PublishedMeter house = new((topic, payload) =>
        {
            feed.Take(Meter, topic, payload);
            shared[random.Next(2)].Take(Meter, topic, payload);
        });
        for (int i = 0; i < 2000; i++)
        {
            house.Pass(1);
            recorder.Take(house.Meter);
        }

        using HistoryStore store = Stored();
        List<HistoryRow> published = store.Rows(Meter, 0, long.MaxValue);
        List<HistoryRow> byTwo = store.Rows("shared", 0, long.MaxValue);
        _taken.Clear();
        _taken.AddRange(local);
        using HistoryStore own = Stored();
        List<HistoryRow> rows = own.Rows(Meter, published.First(row => row.ImportWh != null).StartUtc, long.MaxValue);
        Assert.InRange(rows.Count(row => row.ImportWh != null), 1, 3);
        Assert.Equal(Electricity(rows), Electricity(published));
        Assert.Equal(Electricity(rows), Electricity(byTwo));
        Assert.Equal((0, 0), (feed.UnreadableCount, feed.RefusedCount));

        // To the decimals of the feed, which come to less than that.
        foreach ((HistoryRow one, HistoryRow other) in rows.Where(row => row.ImportWh != null).Zip(published.Where(row => row.ImportWh != null)))
        {
            Assert.InRange(other.ImportNanoEuro!.Value - one.ImportNanoEuro!.Value, -2_000_000, 2_000_000);
        }

        static IEnumerable<(long, int, long?, long?, long?, long?)> Electricity(List<HistoryRow> rows) =>
            rows.Where(row => row.ImportWh != null).Select(row => (row.StartUtc, row.Seconds, row.ImportWh, row.ImportNightWh, row.ExportWh, row.ExportNightWh));
    }

    [Fact]
    public void Registers_of_a_feed_that_cannot_be_are_refused_unless_they_go_on()
    {
        FeedRecorder feed = new((name, reading) => _taken.Add((name, reading)));
        long boundary = Belgium.Winter(2026, 1, 15, 18);
        State(boundary - 20, 5000);
        State(boundary, 999_000_000);
        State(boundary + 10, 5004);
        Assert.Equal((1, 5004), (feed.RefusedCount, Assert.Single(_taken).Reading.Electricity!.ImportDayWh));

        // Another meter: some say so.
        State(boundary + 890, 100);
        State(boundary + 900, 101);
        State(boundary + 910, 102);
        Assert.Single(_taken);
        State(boundary + 920, 103);
        Assert.Equal((boundary + 900, 103), (_taken[1].Reading.BoundaryUtc, _taken[1].Reading.Electricity!.ImportDayWh));
        Assert.Equal(4, feed.RefusedCount);

        feed.Take(Meter, "state", Encoding.UTF8.GetBytes("""{"time": "yesterday"}"""));
        feed.Take(Meter, "state", Encoding.UTF8.GetBytes("""{"time": "2026-01-15T19:00:00+01:00", "importDayKwh": -1, "importNightKwh": 0}"""));
        Assert.Equal((2, 2), (feed.UnreadableCount, _taken.Count));

        void State(long utc, int importWh) => feed.Take(Meter, "state", StateOf(utc, importWh));
    }

    [Fact]
    public void A_state_that_comes_after_a_later_one_tells_of_its_boundary_when_the_registers_can_have_been_so()
    {
        FeedRecorder feed = new((name, reading) => _taken.Add((name, reading)));
        long boundary = Belgium.Winter(2026, 1, 15, 18);
        feed.Take(Meter, "state", StateOf(boundary + 1800, 6000));
        feed.Take(Meter, "state", StateOf(boundary + 900, 6001));
        feed.Take(Meter, "state", StateOf(boundary, 5000));
        feed.Take(Meter, "state", StateOf(boundary + 2700, 6500));

        Assert.Equal(
            [(boundary + 1800, 6000), (boundary, 5000), (boundary + 2700, 6500)],
            _taken.Select(taken => (taken.Reading.BoundaryUtc, taken.Reading.Electricity!.ImportDayWh)));
        Assert.Equal(1, feed.RefusedCount);
    }

    private static byte[] StateOf(long utc, int importWh) => Encoding.UTF8.GetBytes(
        $$"""{"time": "{{Belgium.Local(utc):yyyy-MM-ddTHH:mm:ss}}+01:00", "importDayKwh": {{importWh / 1000}}.{{importWh % 1000:000}}, "importNightKwh": 7.000}""");

    private static Rates Rates(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return RatesReader.Read(bytes, bytes.Length);
    }

    private void Read(Meter meter, long fromUtc, long untilUtc, Action? step = null)
    {
        MeterRecorder recorder = new(Meter, (name, reading) => _taken.Add((name, reading)));
        meter.TelegramTaken = () => recorder.Take(meter);
        for (long utc = fromUtc; utc <= untilUtc; utc += StepSeconds)
        {
            Send(meter, utc);
            _telegram.ImportNightWh += 4;
            _telegram.ExportDayWh += 1;
            step?.Invoke();
        }
    }

    private void Send(Meter meter, long utc)
    {
        _telegram.Utc = utc;
        byte[] bytes = _telegram.Bytes();
        meter.Read(bytes, 0, bytes.Length);
    }

    private HistoryStore Stored()
    {
        HistoryStore store = kind.New();
        store.Take([.. _taken.Select(taken => KeyValuePair.Create(taken.Meter, taken.Reading))]);
        return store;
    }
}
