using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>The stamp of a month peak is the END of its quarter, and the meter may show last month's for hours.</summary>
public class MonthPeakTests
{
    private static readonly long NewMonth = Belgium.Winter(2026, 2, 1);

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

    private static void MeterSays(TestMeter house, int watt, long endUtc)
    {
        house.Telegram.MonthPeakW = watt;
        house.Telegram.MonthPeakEnd = Belgium.Stamp(endUtc);
    }
}
