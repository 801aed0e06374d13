using MeterFirmware.Readings;
using MeterFirmware.Tests.Telegrams;
using MeterFirmware.Tests.Time;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Readings;

public class PeakHistoryLineTests
{
    private const string Head = "(1-0:1.6.0)(1-0:1.6.0)";
    private const string November = "(251201000000W)(251109164500W)(03.260*kW)";
    private const string December = "(260101000000W)(251224134500W)(01.981*kW)";
    private const string January = "(260201000000W)(260201000000W)(04.229*kW)";

    [Theory]
    [InlineData(November + December + January)]
    [InlineData(January + December + November)]
    [InlineData(December + January + November)]
    public void Rows_in_any_order_come_out_newest_first(string rows)
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(3)" + Head + rows).AssertNothingSkipped();
        Assert.True(parsed.Reading.Has(Field.PeakHistory));
        Assert.Equal(3, parsed.Reading.PeakHistory.Count);

        // January's peak quarter ended with the month, at midnight.
        parsed.AssertPeak(0, 2026, 1, 4229, Moment.Utc(2026, 1, 31, 23));
        parsed.AssertPeak(1, 2025, 12, 1981, Moment.Utc(2025, 12, 24, 12, 45));
        parsed.AssertPeak(2, 2025, 11, 3260, Moment.Utc(2025, 11, 9, 15, 45));
    }

    [Theory]
    [InlineData("(251201000000W)(251109164500W)(03.261*kW)", 3261, 45)]
    [InlineData("(251201000000W)(251109163000W)(03.260*kW)", 3260, 30)]
    public void A_row_that_differs_from_the_telegram_before_is_taken(string row, int watt, int minute)
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(1)" + Head + November).Then("0-0:98.1.0(1)" + Head + row);
        parsed.AssertPeak(0, 2025, 11, watt, Moment.Utc(2025, 11, 9, 15, minute));
    }

    [Fact]
    public void A_month_without_row_is_a_hole()
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(2)" + Head + November + January).AssertNothingSkipped();
        Assert.Equal(2, parsed.Reading.PeakHistory.Count);
        Assert.Equal(0, parsed.Reading.PeakHistory.RowOf((2026 * 12) + 0));
        Assert.Equal(-1, parsed.Reading.PeakHistory.RowOf((2025 * 12) + 11));
        Assert.Equal(1, parsed.Reading.PeakHistory.RowOf((2025 * 12) + 10));
    }

    [Fact]
    public void A_period_in_summer_time_belongs_to_the_month_before_it()
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(1)" + Head + "(251101000000W)(251016130000S)(04.927*kW)").AssertNothingSkipped();
        parsed.AssertPeak(0, 2025, 10, 4927, Moment.Utc(2025, 10, 16, 11));
        parsed = Parsed.Lines("0-0:98.1.0(1)" + Head + "(250401000000S)(250301001500W)(02.500*kW)").AssertNothingSkipped();
        parsed.AssertPeak(0, 2025, 3, 2500, Moment.Utc(2025, 2, 28, 23, 15));
    }

    [Fact]
    public void A_peak_with_an_invalid_time_keeps_its_month()
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(2)" + Head + "(230801000000S)(632525252525W)(00.000*kW)" + November).AssertNothingSkipped();
        parsed.AssertPeak(0, 2025, 11, 3260, Moment.Utc(2025, 11, 9, 15, 45));
        parsed.AssertPeak(1, 2023, 7, 0, MeterTime.None);
    }

    [Theory]
    [InlineData("632525252525W")]
    [InlineData("260001000000W")]
    [InlineData("261301000000W")]
    [InlineData("261901000000W")]
    [InlineData(":60301000000W")]
    [InlineData("2:0301000000W")]
    [InlineData("26:301000000W")]
    [InlineData("260:01000000S")]
    [InlineData(".60301000000W")]
    [InlineData("2.0301000000W")]
    [InlineData("26.301000000W")]
    [InlineData("260.01000000W")]
    [InlineData("260301000000X")]
    public void A_period_with_an_invalid_time_is_told_by_its_peak(string period)
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(1)" + Head + $"({period})(251224134500W)(01.981*kW)").AssertNothingSkipped();
        parsed.AssertPeak(0, 2025, 12, 1981, Moment.Utc(2025, 12, 24, 12, 45));
    }

    [Theory]
    [InlineData("260302000000W")]
    [InlineData("260311000000W")]
    [InlineData("260301000001W")]
    [InlineData("260301010000W")]
    [InlineData("260331235959S")]
    [InlineData("260401000000W", 4)]
    public void A_period_that_is_no_months_end_is_of_the_month_of_the_second_before_it(string period, int month = 3)
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(1)" + Head + $"({period})(251224134500W)(01.981*kW)").AssertNothingSkipped();
        parsed.AssertPeak(0, 2026, month, 1981, Moment.Utc(2025, 12, 24, 12, 45));
    }

    [Fact]
    public void Every_month_of_the_century_ends_at_its_midnight()
    {
        for (DateTime end = new(2000, 2, 1); end.Year < 2100; end = end.AddMonths(1))
        {
            DateTime month = end.AddMonths(-1);
            Parsed parsed = Parsed.Lines("0-0:98.1.0(1)" + Head + $"({Stamp(end)})(251224134500W)(01.981*kW)").AssertNothingSkipped();
            parsed.AssertPeak(0, month.Year, month.Month, 1981, Moment.Utc(2025, 12, 24, 12, 45));
        }
    }

    [Fact]
    public void A_row_of_two_invalid_times_is_left_out()
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(2)" + Head + "(632525252525W)(632525252525W)(00.000*kW)" + November).AssertNothingSkipped();
        Assert.Equal(1, parsed.Reading.PeakHistory.Count);
    }

    [Theory]
    [InlineData("()")]
    [InlineData("")]
    public void An_empty_history_is_there_and_empty(string tail)
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(0)" + Head + tail).AssertNothingSkipped();
        Assert.True(parsed.Reading.Has(Field.PeakHistory));
        Assert.Equal(0, parsed.Reading.PeakHistory.Count);
    }

    [Fact]
    public void Codes_of_up_to_fifteen_characters_stand_before_the_rows()
    {
        Parsed parsed = Parsed.Lines("0-0:98.1.0(1)(111111111111111)()" + November).AssertNothingSkipped();
        Assert.Equal(1, parsed.Reading.PeakHistory.Count);
    }

    [Fact]
    public void Fifteen_rows_are_read()
    {
        string rows = string.Concat(Enumerable.Range(1, 15).Select(RowOfMonth));
        Parsed parsed = Parsed.Lines("0-0:98.1.0(15)" + Head + rows).AssertNothingSkipped();
        Assert.Equal(15, parsed.Reading.PeakHistory.Count);
        for (int row = 0; row < 15; row++)
        {
            Assert.Equal((2024 * 12) + 15 - row, parsed.Reading.PeakHistory.Month(row) + 1);
            Assert.Equal((15 - row) * 100, parsed.Reading.PeakHistory.PeakW(row));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_more_rows_the_newest_fifteen_stay(bool newestFirst)
    {
        IEnumerable<int> months = Enumerable.Range(1, 20);
        string rows = string.Concat((newestFirst ? months.Reverse() : months).Select(RowOfMonth));
        PeakHistory history = Parsed.Lines("0-0:98.1.0(20)" + Head + rows).AssertNothingSkipped().Reading.PeakHistory;
        Assert.Equal(15, history.Count);
        Assert.Equal((2000, 600), (history.PeakW(0), history.PeakW(14)));
    }

    [Theory]
    [InlineData("(3)" + Head + November + December, "(3)" + Head + November + December)]
    [InlineData("(4)" + Head + November + December + January, "(4)" + Head + November + December + January)]
    [InlineData("(1)" + Head + November + December, "(1)" + Head + November)]
    [InlineData("(0)" + Head + November, "(0)" + Head)]
    [InlineData("(0)" + Head + "[)", "(0)" + Head)]
    [InlineData("(2)" + Head + "()", "(2)" + Head)]
    [InlineData("(2)", "(2)")]
    [InlineData("(2)(1-0:1.6.0)", "(2)(1-0:1.6.0)")]
    [InlineData("(1)(1-0:1.6.0", "(1)")]
    [InlineData("(1)(1111111111111111)(1-0:1.6.0)" + November, "(1)")]
    [InlineData("(1)" + Head + "[251201000000W)(251109164500W)(03.260*kW)", "(1)" + Head)]
    [InlineData("(1)" + Head + "(251201000000W)[251109164500W)(03.260*kW)", "(1)" + Head + "(251201000000W)")]
    [InlineData("()" + Head, "(")]
    [InlineData("(x)" + Head, "(")]
    [InlineData("(1)" + Head + "(251201000000W)(251109164500W)(03.260)", "(1)" + Head + "(251201000000W)(251109164500W)(03.260")]
    [InlineData("(1)" + Head + "(251201000000W)(251109164500W)(03.260*A)", "(1)" + Head + "(251201000000W)(251109164500W)(03.260*")]
    [InlineData("(1)" + Head + "(251201000000W)(03.260*kW)", "(1)" + Head + "(251201000000W)")]
    public void A_history_that_does_not_fit_its_count_is_skipped_whole(string value, string readable)
    {
        string line = "0-0:98.1.0" + value;
        Parsed parsed = Parsed.Lines(line, "1-0:1.7.0(00.338*kW)");
        parsed.AssertSkipped(line, "0-0:98.1.0".Length + readable.Length, isMalformed: true);
        Assert.False(parsed.Reading.Has(Field.PeakHistory));
        Assert.Equal(0, parsed.Reading.PeakHistory.Count);
        Assert.Equal(338, parsed[Field.ImportW]);
        Assert.Equal(parsed.Parser.SkippedAt, new ReaderRun().FeedInChunks(parsed.Telegram.Bytes, [50]).Reader.SkippedAt);
    }

    // The first of the month after; the peak in the middle of the month.
    private static string RowOfMonth(int month)
    {
        DateTime first = new DateTime(2024, 1, 1).AddMonths(month - 1);
        return $"({Stamp(first.AddMonths(1))})({Stamp(first.AddDays(14).AddHours(12))})({month / 10:00}.{month % 10}00*kW)";
    }

    // On the 1st and the 15th summer time counts from April to October.
    private static string Stamp(DateTime local) => $"{local:yyMMddHHmmss}{(local.Month is >= 4 and <= 10 ? 'S' : 'W')}";
}
