using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Metering;

/// <summary>Every event is told with the telegram that brought it about, and with no other.</summary>
public class MeterEventTests
{
    [Fact]
    public void The_first_telegram_starts_and_the_next_says_nothing()
    {
        TestMeter house = new();
        long utc = Belgium.Winter(2026, 1, 14, 12, 1);
        Assert.Equal(MeterEvents.Started, house.SendAt(utc));
        Assert.Equal(MeterEvents.None, house.SendAt(utc + 1));
    }

    [Fact]
    public void At_the_turn_of_the_year_the_quarter_ends_before_the_day()
    {
        TestMeter house = new();
        long newYear = Belgium.Winter(2027, 1, 1);
        house.SendAt(newYear - 1);
        Assert.Equal(MeterEvents.QuarterClosed, house.SendAt(newYear));
        Assert.Equal(MeterEvents.NewDay | MeterEvents.NewMonth, house.SendAt(newYear + 1));
        Assert.Equal(MeterEvents.None, house.SendAt(newYear + 2));
    }

    [Fact]
    public void Both_swaps_may_come_with_one_telegram()
    {
        TestMeter house = new();
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 5000);
        long utc = Belgium.Winter(2026, 1, 14, 12, 1);
        house.SendAt(utc);
        house.Telegram.Serial = "1SAG9900000099";
        gas.Serial = "GAS0002";
        Assert.Equal(MeterEvents.MeterSwapped | MeterEvents.SubMeterSwapped, house.SendAt(utc + 1));
        Assert.Equal(MeterEvents.None, house.SendAt(utc + 2));
    }

    [Fact]
    public void A_telegram_without_time_tells_nothing_again()
    {
        TestMeter house = new();
        long utc = Belgium.Winter(2026, 1, 14, 12);
        house.SendAt(utc - 1);
        Assert.Equal(MeterEvents.QuarterClosed, house.SendAt(utc));
        house.Telegram.Utc = null;
        Assert.Equal(MeterEvents.None, house.Send());
        Assert.False(house.Quarter.Demand.HasClosed || house.Quarter.Peaks.HasRisen);
    }

    [Fact]
    public void Other_rates_bring_another_capacity_tariff()
    {
        TestMeter house = new();
        house.Telegram.ImportW = 3600;
        house.SendAt(Belgium.Winter(2026, 1, 14, 12));
        Assert.True(house.Quarter.Alarm);

        house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 50, "floorKw": 4}}"""));
        Assert.Equal(MeterEvents.AlarmEnded, house.SendAt(Belgium.Winter(2026, 1, 14, 12, 0, 1)));
        Assert.Equal(4000, house.Quarter.ThresholdW);
    }
}
