using System.Globalization;
using System.Text;
using CsCheck;
using MeterFirmware.Json;

namespace MeterFirmware.Tests.Json;

/// <summary>The numbers written by whole-number arithmetic are those that decimal writes.</summary>
public class FixedPointTests
{
    // A sign, 19 digits and a point.
    private const int LongestText = 21;

    private static readonly Gen<long> Values = Gen.OneOf<long>(
        Gen.Long,
        Gen.Long[-2000, 2000],
        Gen.Int[0, 62].Select(Gen.Long[-2, 2], (bit, near) => (1L << bit) + near),
        Gen.Int[0, 18].Select(Gen.Long[-2, 2], (digits, near) => -Power(digits) - near),
        Gen.OneOf(long.MinValue, long.MinValue + 1, long.MaxValue, 0L, 1L, -1L));

    [Fact]
    public void Any_number_is_written_as_decimal_writes_it()
    {
        Values.Select(Gen.Int[0, FixedPoint.MostDecimals]).Sample(
            (value, decimals) => Written(value, decimals) == Expected(value, decimals), iter: 20000);
    }

    [Fact]
    public void Its_length_is_known_beforehand()
    {
        Values.Select(Gen.Int[0, FixedPoint.MostDecimals]).Sample(
            (value, decimals) => FixedPoint.Length(value, decimals) == Expected(value, decimals).Length, iter: 20000);
    }

    [Fact]
    public void It_is_written_up_to_a_place_as_well_and_nothing_beside_it_is_touched()
    {
        Values.Select(Gen.Int[0, FixedPoint.MostDecimals]).Sample(
            (value, decimals) =>
            {
                byte[] buffer = new byte[LongestText + 2];
                int at = FixedPoint.WriteBefore(buffer, buffer.Length - 1, value, decimals);
                Assert.Equal(Expected(value, decimals), Encoding.ASCII.GetString(buffer, at, buffer.Length - 1 - at));
                Assert.All(buffer[..at], b => Assert.Equal(0, b));
                Assert.Equal(0, buffer[^1]);
            },
            iter: 5000);
    }

    [Fact]
    public void Dropping_digits_rounds_half_away_from_zero()
    {
        Values.Select(Gen.Int[0, 18]).Sample(
            (value, digits) => FixedPoint.Round(value, digits)
                == (long)decimal.Round(value / (decimal)Power(digits), 0, MidpointRounding.AwayFromZero),
            iter: 20000);
    }

    [Theory]
    [InlineData(long.MinValue, 0, "-9223372036854775808")]
    [InlineData(long.MinValue, 18, "-9.223372036854775808")]
    [InlineData(long.MaxValue, 9, "9223372036.854775807")]
    [InlineData(0, 0, "0")]
    [InlineData(0, 3, "0.000")]
    [InlineData(-5, 2, "-0.05")]
    [InlineData(99999, 3, "99.999")]
    public void Limits(long value, int decimals, string text)
    {
        Assert.Equal(text, Written(value, decimals));
        Assert.True(text.Length <= LongestText);
    }

    [Theory]
    [InlineData(-4, 1, 0, "0")]
    [InlineData(-49999999, 9, 2, "-0.05")]
    [InlineData(-4999999, 9, 2, "0.00")]
    [InlineData(5000000, 9, 2, "0.01")]
    public void What_rounds_to_zero_has_no_sign(long value, int scale, int decimals, string text)
    {
        Assert.Equal(text, Written(FixedPoint.Round(value, scale - decimals), decimals));
    }

    private static string Written(long value, int decimals)
    {
        byte[] buffer = new byte[LongestText + 3];
        int end = FixedPoint.Write(buffer, 2, value, decimals);
        return Encoding.ASCII.GetString(buffer, 2, end - 2);
    }

    private static string Expected(long value, int decimals) =>
        (value / (decimal)Power(decimals)).ToString("F" + decimals, CultureInfo.InvariantCulture);

    private static long Power(int digits)
    {
        long power = 1;
        for (int i = 0; i < digits; i++)
        {
            power *= 10;
        }

        return power;
    }
}
