using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>Threshold, gap, allowed power, seconds and euros, worked out by hand.</summary>
public class BreachTests
{
    private const string Flanders =
        """{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 53.13, "floorKw": 2.5, "floorOn": "month"}}""";

    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12);

    [Theory]
    [InlineData(0, 0, 2500)]
    [InlineData(2400, 0, 2500)]
    [InlineData(4000, 0, 4000)]
    [InlineData(4000, 3000, 4000)]
    [InlineData(4000, 5000, 5000)]
    [InlineData(0, 2000, 2500)]
    public void The_threshold_is_the_highest_of_peak_floor_and_target(int peakW, int targetW, int expected)
    {
        TestMeter house = At(300, 0, 0, peakW);
        house.Quarter.TargetW = targetW;
        house.Send();
        Assert.Equal(expected, house.Quarter.ThresholdW);
    }

    [Fact]
    public void Below_the_threshold_there_is_room()
    {
        // 300 s at 3 kW: D = 1000; R = 600; F = 1000 + 3000 x 600 / 900 = 3000.
        TestMeter house = At(300, 1000, 3000, 4000);
        Assert.Equal(3000, house.Quarter.ForecastW);
        Assert.Equal(1000, house.Quarter.GapW);
        Assert.Equal((4000 - 1000) * 900 / 600, house.Quarter.AllowedW);
        Assert.Equal(-1, house.Quarter.SecondsToBreach);
        Assert.Equal(0, house.Quarter.BreachNanoEuro);
        Assert.False(house.Quarter.Alarm);

        // 1000 + 3001 x 600 / 900 = 3000.67.
        Assert.Equal(3001, At(300, 1000, 3001, 4000).Quarter.ForecastW);
    }

    [Fact]
    public void Above_it_there_are_seconds_and_a_price()
    {
        // D = 1000, R = 600, P = 6000: F = 5000.
        TestMeter house = At(300, 1000, 6000, 4000);
        Assert.Equal(5000, house.Quarter.ForecastW);
        Assert.Equal(-1000, house.Quarter.GapW);
        Assert.Equal(4500, house.Quarter.AllowedW);
        Assert.Equal(3000 * 900 / 6000, house.Quarter.SecondsToBreach);
        Assert.True(house.Quarter.Alarm);

        // One kW for one month: 53.13 EUR / 12 = 4.4275 EUR.
        Assert.Equal(4427500000, house.Quarter.BreachNanoEuro);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(12345)]
    public void The_price_is_exact_down_to_the_watt(int overW)
    {
        TestMeter house = At(0, 0, 4000 + overW, 4000);
        Assert.Equal((long)(overW / 1000m * 53.13m / 12 * 1000000000), house.Quarter.BreachNanoEuro);
    }

    [Fact]
    public void When_the_demand_itself_has_passed_it_nothing_is_allowed()
    {
        TestMeter house = At(600, 4100, 100, 4000);
        Assert.Equal(0, house.Quarter.AllowedW);
        Assert.Equal(0, house.Quarter.SecondsToBreach);
        Assert.Equal(4133, house.Quarter.ForecastW);
        Assert.Equal((long)(0.133m * 53.13m / 12 * 1000000000), house.Quarter.BreachNanoEuro);
    }

    [Fact]
    public void In_the_last_second_all_of_it_may_be_used_at_once()
    {
        TestMeter house = At(899, 3000, 0, 4000);
        Assert.Equal(900000, house.Quarter.AllowedW);
        Assert.Equal(3000, house.Quarter.ForecastW);
    }

    [Fact]
    public void Without_a_capacity_tariff_a_breach_has_no_cost()
    {
        TestMeter house = new();
        house.Telegram.ImportW = 9000;
        house.SendAt(Start);
        Assert.True(house.Quarter.Alarm);
        Assert.Equal(-1, house.Quarter.BreachNanoEuro);
    }

    [Fact]
    public void With_the_floor_on_the_mean_a_peak_within_it_is_free()
    {
        TestMeter house = new(Flanders.Replace("month", "mean"));
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 1500)];
        house.Telegram.ImportW = 3400;
        house.SendAt(Start);

        // December 1500 and this month 3400: a mean of 2450, billed as 2500 anyway.
        Assert.Equal(3400, house.Quarter.ForecastW);
        Assert.Equal(0, house.Quarter.BreachNanoEuro);

        // From 3500 on it counts.
        house.Telegram.ImportW = 3512;
        house.SendAt(Start + 900);
        house.SendAt(Start + 1900);
        house.Telegram.DemandW = 0;
        house.SendAt(Start + 2700);
        Assert.Equal((long)(0.012m * 53.13m / 12 * 1000000000), house.Quarter.BreachNanoEuro);
    }

    [Fact]
    public void With_the_floor_on_the_mean_and_months_above_it_every_watt_above_the_peak_counts()
    {
        TestMeter house = new(Flanders.Replace("month", "mean"));
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 4000)];
        house.Telegram.MonthPeakW = 3000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.Telegram.ImportW = 3500;
        house.SendAt(Start);
        Assert.Equal((long)(0.5m * 53.13m / 12 * 1000000000), house.Quarter.BreachNanoEuro);
    }

    private static TestMeter At(int second, int demandW, int importW, int monthPeakW)
    {
        TestMeter house = new(Flanders);
        house.Telegram.DemandW = demandW;
        house.Telegram.ImportW = importW;
        house.Telegram.MonthPeakW = monthPeakW;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.SendAt(Start + second);
        return house;
    }
}
