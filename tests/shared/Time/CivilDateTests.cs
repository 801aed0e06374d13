using CsCheck;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Time;

public class CivilDateTests
{
    private static readonly int FirstDay = Moment.Day(1970, 1, 1);
    private static readonly int LastDay = Moment.Day(2199, 12, 31);

    [Theory]
    [InlineData(0, 1970, 1, 1)]
    [InlineData(58, 1970, 2, 28)]
    [InlineData(59, 1970, 3, 1)]
    [InlineData(11016, 2000, 2, 29)]
    [InlineData(11017, 2000, 3, 1)]
    [InlineData(20513, 2026, 3, 1)]
    public void A_day_number_and_its_date_are_the_same_day(int dayNumber, int year, int month, int day)
    {
        CivilDate date = new(dayNumber);
        Assert.Equal((year, month, day), (date.Year, date.Month, date.Day));
        Assert.Equal(dayNumber, CivilDate.DayNumber(year, month, day));
    }

    [Fact]
    public void Every_written_date_from_2000_to_2099_reads_back()
    {
        for (DateOnly date = new(2000, 1, 1); date.Year < 2100; date = date.AddDays(1))
        {
            Assert.Equal(date.DayNumber - new DateOnly(1970, 1, 1).DayNumber, CivilDate.Parse(date.ToString("yyyy-MM-dd")));
        }
    }

    [Fact]
    public void What_is_no_such_date_is_none()
    {
        // A date with a character changed, put in or left out.
        Gen<string> damaged = Gen.Select(Gen.Int[0, 36524], Gen.Int[0, 10], Gen.OneOf(Gen.Char["/0123456789:-"]), Gen.Int[0, 2]).Select((day, at, one, kind) =>
            new DateOnly(2000, 1, 1).AddDays(day).ToString("yyyy-MM-dd").Remove(Math.Min(at, 9), kind == 0 ? 0 : 1).Insert(Math.Min(at, 9), kind == 2 ? "" : one.ToString()));
        damaged.Sample(
            text => Assert.Equal(
                DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly date) && date.Year / 100 == 20 ? date.DayNumber - new DateOnly(1970, 1, 1).DayNumber : CivilDate.None,
                CivilDate.Parse(text)),
            iter: 2000);
        Assert.All(["", "21/9-01-01", "19:0-01-01", "1:00-01-01", "20:0-01-01", ":000-01-01", "2026-:1-01", "2026-01-:1"], text => Assert.Equal(CivilDate.None, CivilDate.Parse(text)));
    }

    [Fact]
    public void Every_day_from_1970_to_2199_is_the_calendars()
    {
        DateTime expected = new(1970, 1, 1);
        for (int dayNumber = FirstDay; dayNumber <= LastDay; dayNumber++, expected = expected.AddDays(1))
        {
            CivilDate date = new(dayNumber);
            Assert.Equal((expected.Year, expected.Month, expected.Day), (date.Year, date.Month, date.Day));
            Assert.Equal(dayNumber, CivilDate.DayNumber(expected.Year, expected.Month, expected.Day));
        }
    }

    [Fact]
    public void Every_month_has_the_calendars_number_of_days()
    {
        Gen.Select(Gen.Int[1970, 2400], Gen.Int[1, 12]).Sample(
            (year, month) => CivilDate.DaysInMonth(year, month) == DateTime.DaysInMonth(year, month));
    }

    [Theory]
    [InlineData(2100, 28)]
    [InlineData(2000, 29)]
    [InlineData(2024, 29)]
    [InlineData(2026, 28)]
    public void February_knows_leap_years(int year, int days) => Assert.Equal(days, CivilDate.DaysInMonth(year, 2));

    [Fact]
    public void A_day_beyond_the_months_last_runs_on_into_the_next()
    {
        Assert.Equal(Moment.Day(2026, 3, 3), CivilDate.DayNumber(2026, 2, 31));
        Assert.Equal(Moment.Day(2027, 1, 1), CivilDate.DayNumber(2026, 12, 32));
    }

    [Fact]
    public void The_month_of_every_day_is_that_of_the_date()
    {
        for (int day = 0; day < 50000; day++)
        {
            CivilDate date = new(day);
            Assert.Equal((date.Year * 12) + date.Month - 1, CivilDate.MonthNumber(day));
        }
    }
}
