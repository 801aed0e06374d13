using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

/// <summary>A meter that is read gets the prices that it needs, beside reading.</summary>
public sealed class PriceKeeperTests : TemporaryFolder
{
    private const string Dynamic = """{"Electricity": {"+": {"Spot": {"times": 1, "plus": 0.1, "fallback": 0.5}}}}""";

    private readonly FakeTimeProvider _clock = new();
    private readonly Log _log = new();
    private readonly ScriptedMarket _market = new();
    private readonly TestTelegram _telegram = new();
    private readonly Meter _meter = new(Read(Dynamic), followers: 0);

    [Fact]
    public async Task Today_comes_at_the_start_and_tomorrow_from_one_o_clock_on()
    {
        PriceKeeper keeper = Keeper();
        int today = Belgium.Day(Belgium.Winter(2026, 11, 30));
        Assert.False(keeper.Step(_meter, CancellationToken.None));

        Receive(Belgium.Winter(2026, 11, 30, 12, 59, 59));
        await SettleAsync(keeper);
        Assert.Equal([today], _market.Asked);

        Receive(Belgium.Winter(2026, 11, 30, 13));
        await SettleAsync(keeper);
        Assert.Equal([today, today + 1], _market.Asked);
        Assert.NotNull(_meter.Prices.Of(Belgium.Utc(today + 1)));
    }

    [Fact]
    public async Task What_is_not_there_is_asked_for_again_with_longer_and_longer_pauses()
    {
        PriceKeeper keeper = Keeper();
        int today = Belgium.Day(Belgium.Winter(2026, 11, 30));
        _market.Missing.Add(today + 1);
        Receive(Belgium.Winter(2026, 11, 30, 13));
        await SettleAsync(keeper);

        List<int> minutes = [];
        for (int minute = 1; minute <= 130; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            int before = _market.Asked.Count;
            await SettleAsync(keeper);
            if (_market.Asked.Count > before)
            {
                minutes.Add(minute);
            }
        }

        Assert.Equal([1, 3, 7, 15, 31, 61, 91, 121], minutes);
        _market.Missing.Clear();
        _clock.Advance(TimeSpan.FromMinutes(30));
        await SettleAsync(keeper);
        Assert.NotNull(_meter.Prices.Of(Belgium.Utc(today + 1)));
    }

    [Fact]
    public async Task Trouble_is_told_once_and_reading_goes_on()
    {
        PriceKeeper keeper = Keeper();
        _market.Trouble = "the cable is out";
        Receive(Belgium.Winter(2026, 11, 30, 10));
        await SettleAsync(keeper);
        for (int i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await SettleAsync(keeper);
        }

        Assert.Equal(6, _market.Asked.Count);
        Assert.Equal("prices: scripted: the cable is out", Assert.Single(_log.Messages).Text);
    }

    [Fact]
    public async Task Use_of_days_without_prices_is_priced_when_they_come()
    {
        TestMarket store = new();
        _meter.UnpricedStore = store;
        PriceKeeper keeper = Keeper();
        int first = Belgium.Day(Belgium.Winter(2026, 11, 27));
        _market.Trouble = "the cable is out";
        Receive(Belgium.Utc(first) + 3600);
        await SettleAsync(keeper);
        for (int day = first; day < first + 3; day++)
        {
            // A kWh between 10:00 and 10:10 of each of three days.
            Receive(Belgium.Utc(day) + 36000);
            _telegram.ImportDayWh += 1000;
            Receive(Belgium.Utc(day) + 36600);
        }

        Assert.Equal(3000, _meter.Ledger.SinceStart.UnpricedWh);
        _market.Trouble = null;
        _clock.Advance(TimeSpan.FromHours(1));
        await SettleAsync(keeper);

        // 10:00 is quarter 40 of each day; EUR/MWh are thousandths of EUR/kWh.
        decimal expected = Enumerable.Range(first, 3).Sum(day => (TestMarket.PricesOf(day)[40] / 1000m) + 0.1m);
        Assert.Equal(0, _meter.Ledger.SinceStart.UnpricedWh);
        Assert.Equal((long)(expected * 1_000_000_000), _meter.Ledger.SinceStart.ElectricityNanoEuro);
        Assert.Equal([first + 2, first + 1, first], _market.Asked.Skip(1).Where(day => day <= first + 2));
    }

    [Fact]
    public async Task Nothing_is_asked_for_rates_that_do_not_follow_the_market()
    {
        Meter meter = new(Read("""{"Electricity": {"+": 0.3}}"""), followers: 0);
        PriceKeeper keeper = Keeper();
        _telegram.Utc = Belgium.Winter(2026, 11, 30, 15);
        byte[] bytes = _telegram.Bytes();
        meter.Read(bytes, 0, bytes.Length);

        Assert.False(keeper.Step(meter, CancellationToken.None));
        await Task.Yield();
        Assert.Empty(_market.Asked);
    }

    [Fact]
    public void A_recording_has_the_prices_that_are_here_and_nobody_is_asked()
    {
        PriceFolder folder = new(Path.Combine(Folder, "prices"));
        int today = Belgium.Day(Belgium.Winter(2026, 11, 30));
        PriceFile.Write(Path.Combine(Folder, "p.json"), [TestMarket.Day(today)]);
        PriceKeeper keeper = new(new PriceDesk([new PriceFile(Path.Combine(Folder, "p.json"))], folder), _log, _clock) { IsReplay = true };

        Receive(Belgium.Winter(2026, 11, 30, 15));
        Assert.True(keeper.Step(_meter, CancellationToken.None));
        Receive(Belgium.Winter(2026, 12, 1, 15));
        Assert.False(keeper.Step(_meter, CancellationToken.None));
        Assert.False(keeper.Step(_meter, CancellationToken.None));

        Assert.Equal("the prices of 2026-12-01 are not here; 'meter prices fetch --day 2026-12-01' gets them", Assert.Single(_log.Messages).Text);
    }

    private static Rates Read(string json)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(json);
        return RatesReader.Read(bytes, bytes.Length);
    }

    private PriceKeeper Keeper() => new(new PriceDesk([_market], new PriceFolder(Path.Combine(Folder, "prices"))), _log, _clock);

    private void Receive(long utc)
    {
        _telegram.Utc = utc;
        byte[] bytes = _telegram.Bytes();
        _meter.Read(bytes, 0, bytes.Length);
        _meter.End();
    }

    // Until nothing is under way any more.
    private async Task SettleAsync(PriceKeeper keeper)
    {
        do
        {
            keeper.Step(_meter, CancellationToken.None);
            await Task.Yield();
        }
        while (keeper.IsAsking);
    }

    /// <summary>A market of the test's.</summary>
    private sealed class ScriptedMarket() : PriceSource("scripted")
    {
        public List<int> Asked { get; } = [];

        public HashSet<int> Missing { get; } = [];

        public string? Trouble { get; set; }

        public override Task<SpotDay> AskAsync(int day, CancellationToken cancellation)
        {
            Asked.Add(day);
            return Trouble != null ? throw new PriceException(Trouble)
                : Missing.Contains(day) ? throw PriceException.NotYet()
                : Task.FromResult(TestMarket.Day(day));
        }
    }
}
