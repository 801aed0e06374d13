using System.Globalization;
using System.Text;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Tests.Json;

public class JsonNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0.3214", 321400)]
    [InlineData("0.321400000", 321400)]
    [InlineData("-0.000001", -1)]
    [InlineData("12", 12000000)]
    [InlineData("999.999999", 999999999)]
    public void A_number_is_read_exactly(string text, long expected)
    {
        Assert.Equal(expected, Read(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("00.5")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1 000.5x")]
    [InlineData("0x10")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("1,5")]
    public void What_is_no_json_number_is_refused(string text)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ReadAll(text));
        Assert.Equal(1, error.Line);
    }

    [Theory]
    [InlineData("0.0000001", "at most 6 decimals can be used, found \"0.0000001\"")]
    [InlineData("1000.000001", "a number from -1000 to 1000 was expected, found \"1000.000001\"")]
    [InlineData("-1001", "a number from -1000 to 1000 was expected, found \"-1001\"")]
    [InlineData("99999999999999999999999", "a number from -1000 to 1000 was expected, found \"99999999999999999999999\"")]
    [InlineData("18446744073709551617", "a number from -1000 to 1000 was expected, found \"18446744073709551617\"")]
    [InlineData("9223372036854", "a number from -1000 to 1000 was expected, found \"9223372036854\"")]
    [InlineData("9223372036854775", "a number from -1000 to 1000 was expected, found \"9223372036854775\"")]
    public void Too_fine_or_too_large_says_so(string text, string problem)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ReadAll(text));
        Assert.Equal(problem, error.Problem);
    }

    [Fact]
    public void Every_price_of_six_decimals_comes_back_exactly()
    {
        Gen.Long[-1000000000, 1000000000].Sample(value =>
        {
            string text = (value / 1000000m).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(value, Read(text));
        });
    }

    private static long Read(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new JsonReader(new ByteSource(bytes, bytes.Length)).ReadDecimal(6, -1000000000, 1000000000);
    }

    private static void ReadAll(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        JsonReader json = new(new ByteSource(bytes, bytes.Length));
        json.ReadDecimal(6, -1000000000, 1000000000);
        json.End();
    }
}
