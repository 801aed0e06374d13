using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

/// <summary>Rates that wait for their day are in force from that midnight, local time, also when the device was off then.</summary>
public class ScheduledRatesTests
{
    private const string Now = """{"Electricity": {"+": 0.20}}""";
    private const string Next = """{"from": "2026-07-01", "Electricity": {"+": 0.30}}""";
    private static readonly long Midnight = Belgium.Summer(2026, 7, 1);

    private readonly TestMeter _house = new(Now);

    [Fact]
    public void Midnights_own_telegram_still_has_the_old_price_and_the_next_one_the_new()
    {
        _house.SendAt(Midnight - 10);
        _house.Meter.UseRatesFromTheirDay(TestMeter.Read(Next));
        Use(100);
        Assert.False(_house.SendAt(Midnight).HasFlag(MeterEvents.RatesSwitched));
        Assert.Equal(100 * 200_000L, _house.Ledger.SinceStart.TotalNanoEuro);

        Use(10);
        Assert.True(_house.SendAt(Midnight + 1).HasFlag(MeterEvents.RatesSwitched));
        Assert.Equal((100 * 200_000L) + (10 * 300_000L), _house.Ledger.SinceStart.TotalNanoEuro);
        Assert.Equal(10 * 300_000L, _house.Ledger.Today.TotalNanoEuro);
        Assert.Null(_house.Meter.NextRates);

        Assert.False(_house.SendAt(Midnight + 2).HasFlag(MeterEvents.RatesSwitched));
    }

    [Fact]
    public void A_device_that_was_off_at_midnight_switches_with_its_first_telegram()
    {
        _house.SendAt(Midnight - 3600);
        _house.Restart();
        _house.Meter.UseRatesFromTheirDay(TestMeter.Read(Next));
        Use(500);
        Assert.True(_house.SendAt(Midnight + (3 * 86400)).HasFlag(MeterEvents.RatesSwitched));

        // What was used meanwhile belongs to the day on which the gap ends.
        Assert.Equal(500 * 300_000L, _house.Ledger.Today.TotalNanoEuro);
    }

    [Fact]
    public void Rates_whose_day_is_past_are_in_force_with_the_next_telegram()
    {
        _house.Meter.UseRatesFromTheirDay(TestMeter.Read("""{"from": "2020-01-01", "Electricity": {"+": 0.30}}"""));
        Assert.True(_house.SendAt(Midnight).HasFlag(MeterEvents.RatesSwitched));
    }

    [Fact]
    public void A_telegram_without_time_switches_nothing()
    {
        _house.Meter.UseRatesFromTheirDay(TestMeter.Read(Next));
        _house.Telegram.Utc = null;
        Assert.Equal(MeterEvents.None, _house.Send() & MeterEvents.RatesSwitched);
        Assert.NotNull(_house.Meter.NextRates);
    }

    [Fact]
    public void Waiting_rates_can_be_taken_back()
    {
        _house.Meter.UseRatesFromTheirDay(TestMeter.Read(Next));
        _house.Meter.UseRatesFromTheirDay(null);
        Assert.Equal(MeterEvents.None, _house.SendAt(Midnight + 5) & MeterEvents.RatesSwitched);
    }

    [Fact]
    public void The_capacity_tariff_switches_with_them()
    {
        _house.SendAt(Midnight - 10);
        _house.Meter.UseRatesFromTheirDay(TestMeter.Read("""{"from": "2026-07-01", "Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 50, "floorKw": 4}}"""));
        _house.SendAt(Midnight + 1);
        Assert.Equal(4000, _house.Quarter.MeanPeakW);
    }

    [Fact]
    public void Rates_that_were_given_while_telegrams_waited_do_not_come_back_after_the_next()
    {
        TestMeter house = new(Now, followers: 5);
        for (int second = -30; second < 30; second++)
        {
            house.SendAt(Midnight + second);
            if (second == -20)
            {
                house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.25}}"""));
                house.Meter.UseRatesFromTheirDay(TestMeter.Read(Next));
            }

            // What is believed is five telegrams behind.
            long price = second <= -15 ? 200_000 : second <= 5 ? 250_000 : 300_000;
            Assert.Equal((second, price), (second, house.Ledger.Rates.ImportNanoEuroPerWh(0)));
        }
    }

    private void Use(int wh) => _house.Telegram.ImportDayWh += wh;
}
