using System.Globalization;
using CsCheck;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Time;

public class BelgianTimeTests
{
    private static readonly Gen<long> Moments = Gen.Long[Moment.Utc(2010, 1, 1), Moment.Utc(2090, 12, 31)];

    private static readonly Gen<int> Days = Gen.Int[Moment.Day(2010, 1, 1), Moment.Day(2090, 12, 31)];

    // Around the changes of the clock, where a mistake would hide from uniform sampling.
    private static readonly Gen<long> MomentsNearAChange =
        Gen.Select(Gen.Int[2010, 2090], Gen.OneOf(3, 10), Gen.Int[-9000, 9000]).Select(
            (year, month, seconds) => LastSunday(year, month) + 3600 + seconds);

    [Fact]
    public void Summer_time_of_2026_begins_on_29_March_at_one_UTC()
    {
        long change = Moment.Utc(2026, 3, 29, 1);
        Assert.Equal(3600, BelgianTime.OffsetSeconds(change - 1));
        Assert.Equal(7200, BelgianTime.OffsetSeconds(change));
        Assert.Equal(Moment.Utc(2026, 3, 29, 1, 59, 59), BelgianTime.Local(change - 1));
        Assert.Equal(Moment.Utc(2026, 3, 29, 3), BelgianTime.Local(change));
    }

    [Fact]
    public void Summer_time_of_2026_ends_on_25_October_at_one_UTC()
    {
        long change = Moment.Utc(2026, 10, 25, 1);
        Assert.Equal(7200, BelgianTime.OffsetSeconds(change - 1));
        Assert.Equal(3600, BelgianTime.OffsetSeconds(change));
        Assert.Equal(Moment.Utc(2026, 10, 25, 2, 59, 59), BelgianTime.Local(change - 1));
        Assert.Equal(Moment.Utc(2026, 10, 25, 2), BelgianTime.Local(change));
    }

    [Fact]
    public void The_change_falls_on_the_31st_when_that_is_a_Sunday()
    {
        Assert.Equal(3600, BelgianTime.OffsetSeconds(Moment.Utc(2030, 3, 31, 0, 59, 59)));
        Assert.Equal(7200, BelgianTime.OffsetSeconds(Moment.Utc(2030, 3, 31, 1)));
        Assert.Equal(7200, BelgianTime.OffsetSeconds(Moment.Utc(2027, 10, 31, 0, 59, 59)));
        Assert.Equal(3600, BelgianTime.OffsetSeconds(Moment.Utc(2027, 10, 31, 1)));
    }

    [Theory]
    [InlineData(2026, 3, 28, 24)]
    [InlineData(2026, 3, 29, 23)]
    [InlineData(2026, 3, 30, 24)]
    [InlineData(2026, 10, 24, 24)]
    [InlineData(2026, 10, 25, 25)]
    [InlineData(2026, 10, 26, 24)]
    public void A_day_has_its_hours(int year, int month, int day, int hours)
    {
        int dayNumber = Moment.Day(year, month, day);
        Assert.Equal(hours * 3600, BelgianTime.DayStartUtc(dayNumber + 1) - BelgianTime.DayStartUtc(dayNumber));
    }

    [Fact]
    public void A_day_starts_at_local_midnight()
    {
        Assert.Equal(Moment.Utc(2026, 1, 14, 23), BelgianTime.DayStartUtc(Moment.Day(2026, 1, 15)));
        Assert.Equal(Moment.Utc(2026, 7, 14, 22), BelgianTime.DayStartUtc(Moment.Day(2026, 7, 15)));
        Assert.Equal(Moment.Utc(2026, 3, 28, 23), BelgianTime.DayStartUtc(Moment.Day(2026, 3, 29)));
        Assert.Equal(Moment.Utc(2026, 3, 29, 22), BelgianTime.DayStartUtc(Moment.Day(2026, 3, 30)));
        Assert.Equal(Moment.Utc(2026, 10, 24, 22), BelgianTime.DayStartUtc(Moment.Day(2026, 10, 25)));
        Assert.Equal(Moment.Utc(2026, 10, 25, 23), BelgianTime.DayStartUtc(Moment.Day(2026, 10, 26)));
    }

    [Fact]
    public void Of_the_hour_that_comes_twice_the_first_is_meant()
    {
        Assert.Equal(Moment.Utc(2026, 10, 25, 0), BelgianTime.ToUtc(Moment.Utc(2026, 10, 25, 2)));
        Assert.Equal(Moment.Utc(2026, 10, 25, 0, 59, 59), BelgianTime.ToUtc(Moment.Utc(2026, 10, 25, 2, 59, 59)));
        Assert.Equal(Moment.Utc(2026, 10, 25, 2), BelgianTime.ToUtc(Moment.Utc(2026, 10, 25, 3)));
    }

    [Fact]
    public void A_time_in_the_hour_that_March_skips_is_read_as_winter_time()
    {
        Assert.Equal(Moment.Utc(2026, 3, 29, 1, 30), BelgianTime.ToUtc(Moment.Utc(2026, 3, 29, 2, 30)));
        Assert.Equal(Moment.Utc(2026, 3, 29, 0, 59, 59), BelgianTime.ToUtc(Moment.Utc(2026, 3, 29, 1, 59, 59)));
        Assert.Equal(Moment.Utc(2026, 3, 29, 1), BelgianTime.ToUtc(Moment.Utc(2026, 3, 29, 3)));
    }

    [Fact]
    public void Local_time_comes_back_to_the_same_moment_except_in_the_second_of_the_two_hours()
    {
        Gen.OneOf(Moments, MomentsNearAChange).Sample(utc =>
        {
            long change = LastSunday(DateTimeOffset.FromUnixTimeSeconds(utc).Year, 10) + 3600;
            long expected = utc >= change && utc < change + 3600 ? utc - 3600 : utc;
            Assert.Equal(expected, BelgianTime.ToUtc(BelgianTime.Local(utc)));
        });
    }

    [ZoneFact]
    public void Local_time_is_what_the_machines_zone_says()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneFactAttribute.Zone);
        Gen.OneOf(Moments, MomentsNearAChange).Sample(
            utc =>
            {
                TimeSpan offset = zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(utc));
                Assert.Equal((int)offset.TotalSeconds, BelgianTime.OffsetSeconds(utc));
            },
            iter: 2000);
    }

    [ZoneFact]
    public void Days_months_years_and_quarters_are_what_the_machines_zone_says()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneFactAttribute.Zone);
        Gen.OneOf(Moments, MomentsNearAChange).Sample(
            utc =>
            {
                DateTime local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(utc), zone).DateTime;
                int day = BelgianTime.DayNumber(utc);
                Assert.Equal(Moment.Day(local.Year, local.Month, local.Day), day);
                Assert.Equal((local.Year * 12) + local.Month - 1, BelgianTime.MonthNumber(day));
                Assert.Equal((local.Hour * 4) + (local.Minute / 15), BelgianTime.QuarterOfDay(utc));

                long midnight = UtcOf(local.Date, zone);
                Assert.Equal(midnight, BelgianTime.DayStartUtc(day));
                long firstOfMonth = UtcOf(new DateTime(local.Year, local.Month, 1), zone);
                Assert.Equal(firstOfMonth, BelgianTime.MonthStartUtc(BelgianTime.MonthNumber(day)));
                Assert.Equal(UtcOf(new DateTime(local.Year, 1, 1), zone), BelgianTime.YearStartUtc(local.Year));
            },
            iter: 2000);
    }

    [Theory]
    [InlineData(2020, 12, 31, 53)]
    [InlineData(2021, 1, 3, 53)]
    [InlineData(2021, 1, 4, 1)]
    [InlineData(2024, 12, 29, 52)]
    [InlineData(2024, 12, 30, 1)]
    [InlineData(2025, 12, 28, 52)]
    [InlineData(2025, 12, 29, 1)]
    [InlineData(2026, 1, 1, 1)]
    [InlineData(2026, 1, 5, 2)]
    [InlineData(2026, 12, 31, 53)]
    [InlineData(2027, 1, 3, 53)]
    [InlineData(2028, 1, 2, 52)]
    public void A_date_has_its_week_of_the_year(int year, int month, int day, int week) =>
        Assert.Equal(week, BelgianTime.IsoWeekOfYear(Moment.Day(year, month, day)));

    [Fact]
    public void Every_day_has_the_week_of_the_year_that_the_base_library_gives_it()
    {
        Days.Sample(day => BelgianTime.IsoWeekOfYear(day) == ISOWeek.GetWeekOfYear(DateTime.UnixEpoch.AddDays(day)));
    }

    [Fact]
    public void A_week_number_changes_on_Monday_and_only_there()
    {
        Assert.Equal(0, BelgianTime.WeekNumber(0));
        Days.Sample(day =>
        {
            bool monday = DateTime.UnixEpoch.AddDays(day).DayOfWeek == DayOfWeek.Monday;
            Assert.Equal(monday ? 1 : 0, BelgianTime.WeekNumber(day) - BelgianTime.WeekNumber(day - 1));
        });
    }

    [Fact]
    public void Months_and_years_are_numbered_without_holes()
    {
        Assert.Equal((2026 * 12) + 0, BelgianTime.MonthNumber(Moment.Day(2026, 1, 1)));
        Assert.Equal((2026 * 12) + 0, BelgianTime.MonthNumber(Moment.Day(2026, 1, 31)));
        Assert.Equal((2025 * 12) + 11, BelgianTime.MonthNumber(Moment.Day(2025, 12, 31)));
        Assert.Equal(Moment.Utc(2025, 12, 31, 23), BelgianTime.YearStartUtc(2026));
        Assert.Equal(Moment.Utc(2026, 6, 30, 22), BelgianTime.MonthStartUtc((2026 * 12) + 6));
        Assert.Equal(Moment.Utc(2026, 11, 30, 23), BelgianTime.MonthStartUtc((2026 * 12) + 11));
    }

    [Theory]
    [InlineData(12, 0, 0, 12, 0)]
    [InlineData(12, 14, 59, 12, 0)]
    [InlineData(12, 15, 0, 12, 15)]
    [InlineData(12, 59, 59, 12, 45)]
    public void A_quarter_starts_at_a_multiple_of_fifteen_minutes(int hour, int minute, int second, int startHour, int startMinute)
    {
        Assert.Equal(
            Moment.Utc(2026, 8, 3, startHour, startMinute),
            BelgianTime.QuarterStart(Moment.Utc(2026, 8, 3, hour, minute, second)));
    }

    [Fact]
    public void A_day_has_96_quarters_by_the_wall_clock()
    {
        Assert.Equal(0, BelgianTime.QuarterOfDay(Moment.Utc(2026, 1, 14, 23)));
        Assert.Equal(95, BelgianTime.QuarterOfDay(Moment.Utc(2026, 1, 14, 22, 59, 59)));
        Assert.Equal(95 + 1, BelgianTime.QuartersPerDay);

        // The night of October walks through 02:00 to 02:45 twice, that of March not at all.
        int[] october = QuartersFrom(Moment.Utc(2026, 10, 25, 0), 8);
        Assert.Equal([8, 9, 10, 11, 8, 9, 10, 11], october);
        int[] march = QuartersFrom(Moment.Utc(2026, 3, 29, 0, 30), 4);
        Assert.Equal([6, 7, 12, 13], march);
    }

    private static int[] QuartersFrom(long utc, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BelgianTime.QuarterOfDay(utc + (i * 900)))];

    private static long UtcOf(DateTime local, TimeZoneInfo zone) =>
        new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeSeconds();

    private static long LastSunday(int year, int month)
    {
        DateTime day = new(year, month, DateTime.DaysInMonth(year, month));
        while (day.DayOfWeek != DayOfWeek.Sunday)
        {
            day = day.AddDays(-1);
        }

        return Moment.Utc(day.Year, day.Month, day.Day);
    }
}
