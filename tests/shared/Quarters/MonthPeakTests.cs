using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>The stamp of a month peak is the END of its quarter, and the meter may show last month's for hours.</summary>
public class MonthPeakTests
{
    private static readonly long NewMonth = Belgium.Winter(2026, 2, 1);

    [Fact]
    public void The_meters_own_peak_of_this_month_is_taken_over()
    {
        TestMeter house = new();
        MeterSays(house, 4123, Belgium.Winter(2026, 1, 10, 18, 30));
        house.SendAt(Belgium.Winter(2026, 1, 14, 12));

        Assert.Equal(4123, house.Quarter.Peaks.PeakW);
        Assert.Equal(Belgium.Winter(2026, 1, 10, 18, 30), house.Quarter.Peaks.PeakEndUtc);
        Assert.Equal(4123, house.Quarter.ThresholdW);
    }

    [Theory]
    [InlineData(2025, 12, 31)]
    [InlineData(2026, 2, 1)]
    [InlineData(2025, 1, 14)]
    [InlineData(2027, 1, 14)]
    public void A_peak_of_another_month_is_not(int year, int month, int day)
    {
        TestMeter house = new();
        MeterSays(house, 4123, Belgium.Winter(year, month, day, 18));
        house.SendAt(Belgium.Winter(2026, 1, 14, 12));

        Assert.Equal(0, house.Quarter.Peaks.PeakW);
        Assert.Equal(2500, house.Quarter.ThresholdW);
    }

    [Fact]
    public void A_peak_stamped_the_first_at_midnight_belongs_to_the_month_before()
    {
        TestMeter house = new();
        MeterSays(house, 4123, NewMonth);
        house.SendAt(NewMonth + 3600);
        Assert.Equal(0, house.Quarter.Peaks.PeakW);

        MeterSays(house, 3456, NewMonth + 900);
        house.Send();
        Assert.Equal(3456, house.Quarter.Peaks.PeakW);
    }

    [Fact]
    public void A_peak_with_an_impossible_time_is_left_aside()
    {
        TestMeter house = new();
        house.Telegram.MonthPeakW = 4000;
        house.SendAt(NewMonth);
        Assert.Equal(0, house.Quarter.Peaks.PeakW);
    }

    [Fact]
    public void A_meter_that_goes_on_showing_last_months_peak_does_not_raise_this_months()
    {
        TestMeter house = new();
        MeterSays(house, 6000, NewMonth - 86400);
        house.SendAt(NewMonth - 100);
        Assert.Equal(6000, house.Quarter.ThresholdW);

        for (int hour = 0; hour < 6; hour++)
        {
            house.SendAt(NewMonth + 1 + (hour * 3600));
            Assert.Equal(0, house.Quarter.Peaks.PeakW);
            Assert.Equal(2500, house.Quarter.ThresholdW);
        }

        // January counts with its 6000 W, February so far with the floor.
        Assert.Equal((6000 + 2500) / 2, house.Quarter.MeanPeakW);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(9, true)]
    [InlineData(9, false)]
    public void The_months_last_quarter_counts_for_the_month_that_ends(int stale, bool isHighest)
    {
        TestMeter house = new();
        TestLoad load = new(house, NewMonth - 1800) { StaleSeconds = stale };
        load.DrawAndSend(isHighest ? 3000 : 9000, 900);
        load.DrawAndSend(isHighest ? 9000 : 3000, 900);
        load.DrawAndSend(0, 30);

        Assert.Equal(0, house.Quarter.Peaks.PeakW);
        Assert.Equal((2026 * 12) + 0, house.Quarter.Peaks.Past.Month(0));
        Assert.InRange(house.Quarter.Peaks.Past.PeakW(0), 8990, 9000);
        Assert.Equal(isHighest ? NewMonth : NewMonth - 900, house.Quarter.Peaks.Past.PeakEndUtc(0));

        // In the mean from now on.
        Assert.InRange(house.Quarter.MeanPeakW, (8990 + 2500) / 2, (9000 + 2500) / 2);
    }

    [Fact]
    public void A_meter_without_month_peak_is_watched_quarter_by_quarter()
    {
        TestMeter house = new();
        TestLoad load = new(house, Belgium.Winter(2026, 1, 14, 12)) { StaleSeconds = 2 };
        load.DrawAndSend(3600, 902);
        Assert.Equal(3600, house.Quarter.Peaks.PeakW);
        Assert.Equal(Belgium.Winter(2026, 1, 14, 12, 15), house.Quarter.Peaks.PeakEndUtc);
        load.DrawAndSend(3000, 900);
        Assert.Equal(3600, house.Quarter.Peaks.PeakW);
    }

    [Fact]
    public void A_clock_put_back_over_the_turn_of_the_month_keeps_the_months_peak()
    {
        TestMeter house = new();
        TestLoad load = new(house, NewMonth - 1800) { StaleSeconds = 1 };
        load.DrawAndSend(7000, 900);
        load.DrawAndSend(100, 905);
        Assert.Equal(7000, house.Quarter.Peaks.Past.PeakW(0));

        house.Telegram.DemandW = 100;
        house.SendAt(NewMonth - 5);
        house.Telegram.DemandW = 0;
        house.SendAt(NewMonth + 20);

        Assert.Equal(7000, house.Quarter.Peaks.Past.PeakW(0));
        Assert.Equal(NewMonth - 900, house.Quarter.Peaks.Past.PeakEndUtc(0));
    }

    [Fact]
    public void A_month_that_comes_twice_keeps_its_higher_peak()
    {
        TestMeter house = new();
        new TestLoad(house, NewMonth - 900) { StaleSeconds = 1 }.DrawAndSend(7000, 905);
        new TestLoad(house, NewMonth - 3600) { StaleSeconds = 1 }.DrawAndSend(9000, 3605);
        Assert.InRange(house.Quarter.Peaks.Past.PeakW(0), 8980, 9000);
    }

    private static void MeterSays(TestMeter house, int watt, long endUtc)
    {
        house.Telegram.MonthPeakW = watt;
        house.Telegram.MonthPeakEnd = Belgium.Stamp(endUtc);
    }
}
