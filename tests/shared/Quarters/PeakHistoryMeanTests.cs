using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>The tariff bills the mean of twelve month peaks, the running one included.</summary>
public class PeakHistoryMeanTests
{
    private const string Tariff =
        """{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 60, "floorKw": 2.5, "floorOn": "KIND"}}""";

    private static readonly long Now = Belgium.Winter(2026, 1, 14, 12);

    // 13 months from December 2024 to December 2025; the first two are too old to count in January 2026.
    private static readonly int[] PeaksW = [9000, 8000, 3000, 1000, 2000, 4000, 3500, 1200, 6000, 2500, 3100, 2900, 4800];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Eleven_months_and_the_running_one_in_either_order(bool newestFirst)
    {
        TestMeter house = With("month", newestFirst);

        // 1000, 2000 and 1200 count as 2500 each, and January's 3300.
        decimal sum = 3000 + 2500 + 2500 + 4000 + 3500 + 2500 + 6000 + 2500 + 3100 + 2900 + 4800 + 3300;
        Assert.Equal((int)Math.Round(sum / 12, MidpointRounding.AwayFromZero), house.Quarter.MeanPeakW);
        Assert.Equal((long)(sum / 12 * 60 * 1000000), house.Quarter.CapacityNanoEuroPerYear);
        Assert.Equal(13, house.Quarter.Peaks.Past.Count);
        Assert.Equal((2025 * 12) + 11, house.Quarter.Peaks.Past.Month(0));
    }

    [Fact]
    public void With_the_floor_on_the_mean_each_month_counts_as_it_was()
    {
        TestMeter house = With("mean", newestFirst: false);
        decimal sum = 3000 + 1000 + 2000 + 4000 + 3500 + 1200 + 6000 + 2500 + 3100 + 2900 + 4800 + 3300;
        Assert.Equal((int)Math.Round(sum / 12, MidpointRounding.AwayFromZero), house.Quarter.MeanPeakW);
        Assert.Equal((long)(sum / 12 * 60 * 1000000), house.Quarter.CapacityNanoEuroPerYear);
    }

    [Theory]
    [InlineData("month")]
    [InlineData("mean")]
    public void A_mean_below_the_floor_is_billed_as_the_floor(string kind)
    {
        TestMeter house = new(Tariff.Replace("KIND", kind));
        house.Telegram.History = [new TestPeak("260101000000W", "251210180000W", 900)];
        house.SendAt(Now);
        Assert.Equal(2500, house.Quarter.MeanPeakW);
        Assert.Equal(150000000000, house.Quarter.CapacityNanoEuroPerYear);
    }

    [Fact]
    public void A_row_without_valid_period_goes_by_the_time_of_its_peak()
    {
        TestMeter house = new(Tariff.Replace("KIND", "month"));
        house.Telegram.History = [new TestPeak("632525252525W", "251201000000W", 5000)];
        house.SendAt(Now);
        Assert.Equal((2025 * 12) + 10, house.Quarter.Peaks.Past.Month(0));
    }

    [Fact]
    public void Another_tariff_counts_the_same_months_by_its_own_floor()
    {
        TestMeter house = With("mean", newestFirst: false);
        house.Meter.UseRates(TestMeter.Read(Tariff.Replace("KIND", "month").Replace("2.5", "4").Replace("60", "12")));

        decimal sum = 4000 + 4000 + 4000 + 4000 + 4000 + 4000 + 6000 + 4000 + 4000 + 4000 + 4800 + 4000;
        Assert.Equal((long)(sum / 12 * 12 * 1000000), house.Quarter.CapacityNanoEuroPerYear);
    }

    private static TestMeter With(string kind, bool newestFirst)
    {
        TestMeter house = new(Tariff.Replace("KIND", kind));
        List<TestPeak> rows = [];
        for (int i = 0; i < PeaksW.Length; i++)
        {
            DateTime month = new DateTime(2024, 12, 1).AddMonths(i);
            DateTime next = month.AddMonths(1);
            bool summer = month.Month is >= 4 and <= 9;
            bool nextSummer = next.Month is >= 4 and <= 10;
            rows.Add(new TestPeak($"{next:yyMMdd}000000{(nextSummer ? 'S' : 'W')}", $"{month:yyMM}10180000{(summer || month.Month == 10 ? 'S' : 'W')}", PeaksW[i]));
        }

        if (newestFirst)
        {
            rows.Reverse();
        }

        house.Telegram.History = rows;
        house.Telegram.MonthPeakW = 3300;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.SendAt(Now);
        return house;
    }
}
