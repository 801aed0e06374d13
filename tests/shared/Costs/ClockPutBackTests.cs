using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

public class ClockPutBackTests
{
    [Fact]
    public void A_clock_put_back_over_midnight_does_not_bring_yesterday_back()
    {
        TestMeter house = new("""{"Electricity": {"+": 1, "feePerYear": 35.04}}""");
        long midnight = Belgium.Winter(2026, 1, 15);
        house.SendAt(midnight - 3600);
        house.Telegram.ImportDayWh = 5;
        house.SendAt(midnight + 1);

        house.Telegram.ImportDayWh = 8;
        Assert.Equal(MeterEvents.None, house.SendAt(midnight - 2) & MeterEvents.NewDay);
        house.Telegram.ImportDayWh = 9;
        Assert.Equal(MeterEvents.None, house.SendAt(midnight + 2) & MeterEvents.NewDay);

        Assert.Equal(9, house.Ledger.Today.ImportWh);
        Assert.Equal(0, house.Ledger.Day(1).ImportWh);
        Assert.Equal(9, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void Gas_after_a_clock_put_back_over_midnight_is_of_today_whatever_electricity_goes_by()
    {
        TestMeter house = new("""{"Electricity": {"+": {"Spot": {"times": 1}}}, "Gas": {"+": 1}}""");
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        long midnight = Belgium.Winter(2026, 1, 15);
        house.SendAt(midnight - 3600);
        house.SendAt(midnight + 1);
        (house.Telegram.ImportDayWh, gas.Litres) = (5, 5007);
        house.SendAt(midnight - 2);
        Assert.Equal((7, 0), (house.Ledger.Today.GasLitres, house.Ledger.Day(1).GasLitres));
    }

    [Fact]
    public void A_clock_that_was_years_ahead_and_is_right_again_turns_the_day_and_pays_from_then_on()
    {
        // A milli-euro a quarter.
        TestMeter house = new("""{"Electricity": {"+": 1, "feePerYear": 35.04}}""");
        house.SendAt(Belgium.Winter(2030, 1, 15, 12, 1));
        house.Telegram.ImportDayWh = 5;
        Assert.Equal(MeterEvents.NewDay, house.SendAt(Belgium.Winter(2026, 1, 15, 12, 1)) & MeterEvents.NewDay);
        house.SendAt(Belgium.Winter(2026, 1, 15, 12, 16));
        house.SendAt(Belgium.Winter(2026, 1, 15, 12, 31));
        Assert.Equal((5, 2_000_000), (house.Ledger.Today.ImportWh, house.Ledger.Today.ElectricityFeeNanoEuro));
    }

    [Fact]
    public void A_clock_that_was_weeks_ahead_and_is_right_again_begins_day_week_and_month_anew()
    {
        TestMeter house = new();
        house.SendAt(Belgium.Winter(2026, 2, 10, 12, 1));
        house.Telegram.ImportDayWh = 7;
        house.SendAt(Belgium.Winter(2026, 2, 10, 12, 2));
        house.Telegram.ImportDayWh = 12;
        house.SendAt(Belgium.Winter(2026, 1, 15, 12, 1));
        Assert.Equal((5, 5, 5), (house.Ledger.Today.ImportWh, house.Ledger.Week.ImportWh, house.Ledger.Month.ImportWh));
        Assert.Equal((12, 12), (house.Ledger.Year.ImportWh, house.Ledger.SinceStart.ImportWh));
    }

    [Fact]
    public void No_quarter_pays_its_fee_twice()
    {
        // 35.04 EUR a year is a milli-euro for each of 35 040 quarters. 22:45 and 23:00, then 23:00 again.
        TestMeter house = new("""{"Electricity": {"+": 1, "feePerYear": 35.04}}""");
        house.SendAt(Belgium.Winter(2026, 1, 14, 22, 50));
        house.SendAt(Belgium.Winter(2026, 1, 14, 23, 10));
        house.SendAt(Belgium.Winter(2026, 1, 14, 22, 50));
        house.SendAt(Belgium.Winter(2026, 1, 14, 23, 10));
        Assert.Equal(2000000, house.Ledger.Today.ElectricityFeeNanoEuro);

        house.SendAt(Belgium.Winter(2026, 1, 14, 23, 15, 1));
        Assert.Equal(3000000, house.Ledger.Today.ElectricityFeeNanoEuro);
    }

    [Fact]
    public void A_clock_put_back_over_the_turn_of_the_month_keeps_both_months_whole()
    {
        TestMeter house = new();
        long turn = Belgium.Winter(2026, 2, 1);
        house.SendAt(turn - 100);
        house.Telegram.ImportDayWh = 5;
        house.SendAt(turn + 5);
        house.Telegram.ImportDayWh = 7;
        house.SendAt(turn - 5);
        house.Telegram.ImportDayWh = 11;
        house.SendAt(turn + 6);

        Assert.Equal(11, house.Ledger.Month.ImportWh);
        Assert.Equal(11, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void A_clock_put_back_over_the_turn_of_the_month_leaves_the_past_peak()
    {
        TestMeter house = new();
        house.Telegram.DemandW = null;
        long turn = Belgium.Winter(2026, 2, 1);
        int importWh = 0;
        void Run(long from, long until, int whPerMinute)
        {
            for (long utc = from; utc <= until; utc += 60)
            {
                importWh += whPerMinute;
                house.Telegram.ImportDayWh = importWh;
                house.Telegram.ImportW = whPerMinute * 60;
                house.SendAt(utc);
            }
        }

        Run(turn - 7200, turn - 3600, 60);
        Run(turn - 3540, turn + 60, 10);
        Run(turn - 3000, turn + 960, 10);

        Assert.Equal(3600, house.Quarter.Peaks.Past.PeakW(0));
    }

    [Fact]
    public void An_alarm_ends_when_the_clock_is_put_back_before_its_quarter()
    {
        TestMeter house = new();
        long start = Belgium.Winter(2026, 1, 20, 12);
        house.Telegram.ImportW = 9000;
        house.Telegram.DemandW = 2000;
        for (int second = 200; second < 205; second++)
        {
            house.SendAt(start + second);
        }

        Assert.True(house.Quarter.Alarm);

        // In the first seconds of a quarter the meter may still show the one before.
        house.Telegram.DemandW = 2400;
        house.Telegram.ImportW = 100;
        house.SendAt(start - 895);

        Assert.False(house.Quarter.IsKnown);
        Assert.False(house.Quarter.Alarm);
        Assert.Equal(0, house.Quarter.ForecastW);
    }
}
