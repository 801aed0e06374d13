using System.Globalization;
using System.Text;
using CsCheck;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Time;

public class MeterTimeTests
{
    [Fact]
    public void W_is_one_hour_ahead_of_UTC_and_S_two()
    {
        Assert.Equal(Moment.Utc(2026, 1, 15, 11, 34, 56), Parse("260115123456W"));
        Assert.Equal(Moment.Utc(2026, 7, 15, 10, 34, 56), Parse("260715123456S"));
    }

    [Fact]
    public void The_hour_that_comes_twice_is_told_apart_by_S_and_W()
    {
        Assert.Equal(Moment.Utc(2026, 10, 25, 0, 30), Parse("261025023000S"));
        Assert.Equal(Moment.Utc(2026, 10, 25, 1, 30), Parse("261025023000W"));
    }

    [Fact]
    public void The_first_and_the_last_second_of_the_century_are_read()
    {
        Assert.Equal(Moment.Utc(1999, 12, 31, 23), Parse("000101000000W"));
        Assert.Equal(Moment.Utc(2099, 12, 31, 22, 59, 59), Parse("991231235959W"));
        Assert.Equal(Moment.Utc(2024, 2, 29, 22, 59, 59), Parse("240229235959W"));
    }

    [Theory]
    [InlineData("632525252525W")]
    [InlineData("260229120000W")]
    [InlineData("260431120000S")]
    [InlineData("260100120000W")]
    [InlineData("260132120000W")]
    [InlineData("260015120000W")]
    [InlineData("261315120000W")]
    [InlineData("260115240000W")]
    [InlineData("260115126000W")]
    [InlineData("260115120060W")]
    [InlineData("260115120000X")]
    [InlineData("260115120000s")]
    [InlineData("2601151200000")]
    [InlineData("000000000000W")]
    [InlineData("999999999999W")]
    [InlineData("             ")]
    public void A_stamp_that_names_no_moment_is_none(string stamp) => Assert.Equal(MeterTime.None, Parse(stamp));

    [Fact]
    public void A_byte_that_is_no_digit_makes_the_stamp_none_wherever_it_stands()
    {
        byte[] good = Encoding.ASCII.GetBytes("261021112233W");
        Assert.NotEqual(MeterTime.None, MeterTime.Parse(good, 0));
        for (int place = 0; place < 12; place++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] bytes = (byte[])good.Clone();
                bytes[place] = (byte)value;
                if (value < '0' || value > '9')
                {
                    Assert.Equal(MeterTime.None, MeterTime.Parse(bytes, 0));
                }
            }
        }
    }

    [Fact]
    public void Any_moment_written_as_a_stamp_is_read_back()
    {
        Gen.Select(Gen.Long[Moment.Utc(2000, 1, 2), Moment.Utc(2099, 12, 30)], Gen.Bool, Gen.Int[0, 20]).Sample((utc, summer, offset) =>
        {
            DateTimeOffset local = DateTimeOffset.FromUnixTimeSeconds(utc).ToOffset(TimeSpan.FromHours(summer ? 2 : 1));
            string stamp = local.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture) + (summer ? 'S' : 'W');
            byte[] bytes = Encoding.ASCII.GetBytes(new string('9', offset) + stamp);
            Assert.Equal(utc, MeterTime.Parse(bytes, offset));
            Assert.Equal(utc + (summer ? 7200 : 3600), MeterTime.ParseLocal(bytes, offset));
        });
    }

    [Fact]
    public void A_stamp_of_digits_is_read_exactly_when_the_calendar_knows_it()
    {
        Gen<string> stamps = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 13], Gen.Int[0, 32], Gen.Int[0, 25], Gen.Int[0, 61], Gen.Int[0, 61])
            .Select(parts => $"{parts.Item1:00}{parts.Item2:00}{parts.Item3:00}{parts.Item4:00}{parts.Item5:00}{parts.Item6:00}");
        stamps.Sample(
            stamp =>
            {
                bool known = DateTime.TryParseExact(
                    "20" + stamp, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local);
                long expected = known ? (long)(local - DateTime.UnixEpoch).TotalSeconds : MeterTime.None;
                Assert.Equal(expected, MeterTime.ParseLocal(Encoding.ASCII.GetBytes(stamp), 0));
            },
            iter: 5000);
    }

    [Fact]
    public void Local_digits_are_read_without_looking_at_what_follows()
    {
        Assert.Equal(Moment.Utc(2016, 11, 7, 19), MeterTime.ParseLocal(Encoding.ASCII.GetBytes("161107190000"), 0));
    }

    private static long Parse(string stamp) => MeterTime.Parse(Encoding.ASCII.GetBytes(stamp), 0);
}
