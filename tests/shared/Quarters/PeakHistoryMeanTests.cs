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

    [Fact]
    public void A_month_of_which_the_meter_saw_no_quarter_does_not_count()
    {
        TestMeter house = new(Tariff.Replace("KIND", "month"));
        house.Telegram.MonthPeakW = 5133;
        house.Telegram.MonthPeakEnd = "260109184500W";

        // Nothing, stamped at the first second of its own month.
        house.Telegram.History = [new TestPeak("260101000000W", "251224134500W", 5133), new TestPeak("251201000000W", "251101000000W", 0)];
        house.SendAt(Now);
        Assert.Equal(5133, house.Quarter.MeanPeakW);
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
    public void Months_that_are_not_there_do_not_count()
    {
        TestMeter house = new(Tariff.Replace("KIND", "month"));
        house.Telegram.History =
        [
            new TestPeak("250301000000W", "250210180000W", 5000),
            new TestPeak("250401000000S", "632525252525W", 0),
            new TestPeak("251001000000S", "250910180000S", 4000),
        ];
        house.SendAt(Now);

        // February and September 2025, and January 2026 at the floor; March had no quarter.
        Assert.Equal((5000 + 4000 + 2500 + 1) / 3, house.Quarter.MeanPeakW);
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
    public void A_meter_without_history_starts_with_the_running_month()
    {
        TestMeter house = new(Tariff.Replace("KIND", "month"));
        house.Telegram.History = [];
        house.Telegram.MonthPeakW = 3300;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.SendAt(Now);
        Assert.Equal(3300, house.Quarter.MeanPeakW);
        Assert.Equal(198000000000, house.Quarter.CapacityNanoEuroPerYear);
    }

    [Fact]
    public void The_oldest_month_leaves_the_mean_when_a_new_one_begins()
    {
        TestMeter house = With("month", newestFirst: false);
        house.SendAt(Belgium.Winter(2026, 2, 3, 12));

        // February 2025 (3000) has gone, January 2026 (3300) is past, February 2026 stands at the floor.
        decimal sum = 2500 + 2500 + 4000 + 3500 + 2500 + 6000 + 2500 + 3100 + 2900 + 4800 + 3300 + 2500;
        Assert.Equal((int)Math.Round(sum / 12, MidpointRounding.AwayFromZero), house.Quarter.MeanPeakW);
    }

    [Fact]
    public void A_history_that_moves_on_by_a_month_is_taken_over_at_once()
    {
        TestMeter house = With("month", newestFirst: false);
        house.Telegram.MonthPeakW = null;
        house.Telegram.History!.RemoveAt(0);
        house.Telegram.History.Add(new TestPeak("260201000000W", "260125180000W", 9900));
        house.SendAt(Belgium.Winter(2026, 2, 3, 12));
        Assert.Equal(9900, house.Quarter.Peaks.Past.PeakW(0));
    }

    [Fact]
    public void A_row_without_quarter_does_not_erase_what_was_seen_here()
    {
        TestMeter house = new(Tariff.Replace("KIND", "month"));
        house.Telegram.MonthPeakW = 7000;
        house.Telegram.MonthPeakEnd = "260110183000W";
        house.SendAt(Now);
        house.Telegram.MonthPeakW = null;
        house.Telegram.History = [new TestPeak("260201000000W", "632525252525W", 0)];
        house.SendAt(Belgium.Winter(2026, 2, 3, 12));
        Assert.Equal((7000 + 2500) / 2, house.Quarter.MeanPeakW);
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
