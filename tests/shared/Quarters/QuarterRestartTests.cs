using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>A restart in the middle of a quarter costs nothing.</summary>
public class QuarterRestartTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    [Theory]
    [InlineData(5)]
    [InlineData(400)]
    public void The_meters_demand_goes_on(int off)
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 2 };
        load.DrawAndSend(3600, 300);
        house.Restart();
        load.Draw(3600, off);
        load.Send();
        Assert.InRange(house.Quarter.ForecastW, 3599, 3601);
        load.DrawAndSend(3600, 603 - off);
        Assert.Equal(3600, house.Quarter.Demand.ClosedW);
        Assert.Equal(3600, house.Quarter.Peaks.PeakW);
    }

    [Fact]
    public void What_was_learned_of_the_power_goes_on()
    {
        (TestMeter house, TestLoad load) = Cooking();
        (_, TestLoad unbroken) = Cooking();
        house.Restart();
        for (int second = 0; second < 100; second++)
        {
            load.Draw(second % 60 < 30 ? 2300 : 300);
            unbroken.Draw(second % 60 < 30 ? 2300 : 300);
            load.Send();
            unbroken.Send();
            Assert.Equal(unbroken.TestMeter.Quarter.ForecastW, house.Quarter.ForecastW);
            Assert.InRange(house.Quarter.ForecastW, 1100, 1600);
        }
    }

    [Fact]
    public void A_state_of_another_version_is_refused()
    {
        (TestMeter house, _) = Cooking();
        byte[] other = house.Saved();
        other[4]++;
        Assert.False(SavedState.Load(new TestMeter().Meter, other));
    }

    [Fact]
    public void The_registers_go_on()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { SendsDemand = false };
        house.Telegram.DemandW = null;
        load.Send();
        load.DrawAndSend(3600, 300);
        house.Restart();
        load.DrawAndSend(3600, 599);
        Assert.False(house.Quarter.Demand.IsPartial);
        Assert.InRange(house.Quarter.Demand.DemandW, 3592, 3596);
        load.DrawAndSend(3600, 1);
        Assert.Equal(3600, house.Quarter.Demand.ClosedW);
    }

    [Fact]
    public void While_the_meter_still_shows_the_old_quarter_its_value_is_not_lost()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start) { StaleSeconds = 5 };
        load.DrawAndSend(3600, 903);
        house.Restart();
        load.Draw(3600, 30);
        Assert.Equal(MeterEvents.QuarterClosed, load.Send() & MeterEvents.QuarterClosed);
        Assert.Equal(3600, house.Quarter.Demand.ClosedW);
        Assert.Equal(Start, house.Quarter.Demand.ClosedStartUtc);
    }

    [Fact]
    public void A_first_telegram_without_demand_makes_no_peak_of_the_registers()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        load.Draw(3600, 36000);
        load.DrawAndSend(1000, 890);
        house.Restart();
        load.Draw(1000, 20);
        int? demandW = house.Telegram.DemandW;
        house.Telegram.DemandW = null;
        load.Send();
        house.Telegram.DemandW = demandW;
        load.DrawAndSend(1000, 30);
        Assert.InRange(house.Quarter.Peaks.PeakW, 980, 1000);
        Assert.InRange(house.Quarter.ForecastW, 999, 1001);
    }

    [Fact]
    public void The_month_peak_and_the_past_months_are_kept()
    {
        TestMeter house = new();
        house.Telegram.MonthPeakW = 6000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 4000)];
        house.SendAt(Start);
        house.Restart();
        Assert.Equal(6000, house.Quarter.Peaks.PeakW);
        Assert.Equal(5000, house.Quarter.MeanPeakW);
        Assert.Equal(Belgium.Winter(2026, 1, 10, 18, 30), house.Quarter.Peaks.PeakEndUtc);
    }

    private static (TestMeter TestMeter, TestLoad Load) Cooking()
    {
        TestMeter house = new();
        TestLoad load = new(house, Start);
        for (int cycle = 0; cycle < 20; cycle++)
        {
            load.DrawAndSend(2300, 30);
            load.DrawAndSend(300, 30);
        }

        return (house, load);
    }
}
