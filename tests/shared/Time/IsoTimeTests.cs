using System.Globalization;
using System.Text;
using CsCheck;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Time;

public class IsoTimeTests
{
    private static readonly Gen<long> Moments = Gen.Long[Moment.Utc(2000, 1, 1), Moment.Utc(2099, 12, 31)];

    private static readonly Gen<long> MomentsNearAChange =
        Gen.Select(Gen.Int[2000, 2099], Gen.OneOf(3, 10), Gen.Int[25, 31], Gen.Int[-9000, 9000]).Select(
            (year, month, day, seconds) => Moment.Utc(year, month, day, 1) + seconds);

    [Fact]
    public void A_winter_and_a_summer_evening()
    {
        Assert.Equal("2026-11-23T18:00:05+01:00", Write(Moment.Utc(2026, 11, 23, 17, 0, 5)));
        Assert.Equal("2026-07-01T00:30:00+02:00", Write(Moment.Utc(2026, 6, 30, 22, 30)));
    }

    [Fact]
    public void The_clock_goes_forward_in_March()
    {
        long change = Moment.Utc(2026, 3, 29, 1);
        Assert.Equal("2026-03-29T01:59:59+01:00", Write(change - 1));
        Assert.Equal("2026-03-29T03:00:00+02:00", Write(change));
    }

    [Fact]
    public void The_hour_that_comes_twice_in_October_is_told_apart_by_its_offset()
    {
        long change = Moment.Utc(2026, 10, 25, 1);
        Assert.Equal("2026-10-25T02:59:59+02:00", Write(change - 1));
        Assert.Equal("2026-10-25T02:00:00+01:00", Write(change));
        Assert.Equal("2026-10-25T02:59:59+01:00", Write(change + 3599));
    }

    [Theory]
    [InlineData(2028, 2, 28, "2028-02-29")]
    [InlineData(2028, 2, 29, "2028-03-01")]
    [InlineData(2026, 2, 28, "2026-03-01")]
    [InlineData(2000, 2, 28, "2000-02-29")]
    [InlineData(2099, 12, 30, "2099-12-31")]
    [InlineData(2026, 12, 31, "2027-01-01")]
    public void Half_an_hour_after_the_midnight_that_ends_a_day(int year, int month, int day, string date) =>
        Assert.Equal(date + "T00:30:00+01:00", Write(Moment.Utc(year, month, day, 23, 30)));

    [ZoneFact]
    public void Any_moment_is_what_the_machines_zone_says()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneFactAttribute.Zone);
        Gen.OneOf(Moments, MomentsNearAChange).Sample(
            utc =>
            {
                DateTimeOffset local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(utc), zone);
                Assert.Equal(local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), Write(utc));
            },
            iter: 3000);
    }

    [Fact]
    public void Any_moment_is_read_back_by_others()
    {
        Gen.OneOf(Moments, MomentsNearAChange).Sample(
            utc => DateTimeOffset.Parse(Write(utc), CultureInfo.InvariantCulture).ToUnixTimeSeconds() == utc);
    }

    [Fact]
    public void A_month_is_written_with_its_year()
    {
        Gen.Select(Gen.Int[0, 9999], Gen.Int[1, 12]).Sample((year, month) =>
        {
            byte[] buffer = Fresh(IsoTime.MonthLength);
            IsoTime.WriteMonth(buffer, 1, (year * 12) + month - 1);
            Assert.Equal($"#{year:0000}-{month:00}#", Encoding.ASCII.GetString(buffer));
        });
    }

    private static string Write(long utc)
    {
        byte[] buffer = Fresh(IsoTime.Length);
        IsoTime.Write(buffer, 1, utc);
        string text = Encoding.ASCII.GetString(buffer);
        Assert.True(text[0] == '#' && text[^1] == '#', "bytes beside those of the moment were written");
        return text[1..^1];
    }

    private static byte[] Fresh(int length)
    {
        byte[] buffer = new byte[length + 2];
        Array.Fill(buffer, (byte)'#');
        return buffer;
    }
}
