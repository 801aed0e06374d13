using System.Text;
using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

public class MeterTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("000000000000000000", "")]
    [InlineData("0", "")]
    [InlineData("3153414731313030303030303431", "1SAG1100000041")]
    [InlineData("4a6f686e", "John")]
    [InlineData("207E", " ~")]
    [InlineData("1F31", "1F31")]
    [InlineData("317F", "317F")]
    [InlineData("ADC3100000000041", "ADC3100000000041")]
    [InlineData("31323", "31323")]
    [InlineData("012345678901234567890123456789", "012345678901234567890123456789")]
    public void Octets_are_decoded_when_all_of_them_are_printable(string sent, string expected)
    {
        Reading reading = Parsed.Lines($"0-0:96.1.1({sent})").AssertNothingSkipped().Reading;
        Assert.True(reading.MeterSerial.IsPresent);
        Assert.Equal(expected, reading.MeterSerial.Text);
        Assert.Equal(expected, reading.MeterSerial.ToString());
    }

    [Fact]
    public void A_message_of_2048_digits_is_read()
    {
        string message = string.Concat(Enumerable.Range(0, 1024).Select(i => (char)('A' + (i % 26))));
        Parsed parsed = Parsed.Lines(
            $"0-0:96.13.0({Convert.ToHexString(Encoding.ASCII.GetBytes(message))})", "1-0:1.7.0(00.338*kW)").AssertNothingSkipped();
        Assert.Equal(message, parsed.Reading.Message.Text);
        Assert.Equal(338, parsed[Field.ImportW]);
    }

    [Theory]
    [InlineData("0-0:96.1.1")]
    [InlineData("0-0:96.1.2")]
    [InlineData("0-2:96.1.1")]
    [InlineData("0-2:96.1.2")]
    public void A_serial_or_EAN_of_more_than_96_digits_is_skipped(string code)
    {
        Parsed.Lines($"{code}({new string('3', 96)})").AssertNothingSkipped();
        Parsed parsed = Parsed.Lines($"{code}({new string('3', 97)})");
        parsed.AssertSkipped(code, code.Length + 1, LineProblem.BadValue);
        Assert.Empty(ReadingDump.Values(parsed.Reading));
    }

    [Fact]
    public void A_badly_written_text_leaves_the_one_before_it_as_it_was()
    {
        Parsed parsed = Parsed.Lines("0-0:96.1.1(41424344)");
        byte[] bad = Parsed.Lines("0-0:96.1.1(4142434G)").Telegram.Body;
        parsed.Parser.Parse(bad, bad.Length, parsed.Reading);
        Assert.False(parsed.Reading.MeterSerial.IsPresent);
        parsed.Parser.Parse(parsed.Telegram.Body, parsed.Telegram.Body.Length, parsed.Reading);
        Assert.Equal("ABCD", parsed.Reading.MeterSerial.Text);
    }

    [Fact]
    public void The_text_is_the_same_object_until_it_changes()
    {
        Parsed parsed = Parsed.Lines("0-0:96.1.1(41424344)");
        string first = parsed.Reading.MeterSerial.Text;
        parsed.Parser.Parse(parsed.Telegram.Body, parsed.Telegram.Body.Length, parsed.Reading);
        Assert.Same(first, parsed.Reading.MeterSerial.Text);

        byte[] other = Parsed.Lines("0-0:96.1.1(41424345)").Telegram.Body;
        parsed.Parser.Parse(other, other.Length, parsed.Reading);
        Assert.Equal("ABCE", parsed.Reading.MeterSerial.Text);

        byte[] shorter = Parsed.Lines("0-0:96.1.1(4142)").Telegram.Body;
        parsed.Parser.Parse(shorter, shorter.Length, parsed.Reading);
        Assert.Equal("AB", parsed.Reading.MeterSerial.Text);
    }

    [Fact]
    public void A_text_that_is_not_sent_is_absent()
    {
        Parsed parsed = Parsed.Lines("0-0:96.1.1(4142)");
        byte[] without = Parsed.Lines("1-0:1.7.0(00.338*kW)").Telegram.Body;
        parsed.Parser.Parse(without, without.Length, parsed.Reading);
        Assert.False(parsed.Reading.MeterSerial.IsPresent);
        Assert.False(parsed.Reading.Has(Field.MeterSerial));
    }

    [Theory]
    [InlineData("0-0:96.1.1(3132", 14)]
    [InlineData("0-0:96.1.1(3132)x", 16)]
    [InlineData("0-0:96.1.1(", 10)]
    [InlineData("0-0:96.1.1(3132)(33)", 11)]
    [InlineData("0-0:96.1.1(313G)", 11)]
    [InlineData("0-0:96.1.1(31 32)", 11)]
    public void A_text_that_is_not_hexadecimal_up_to_the_end_of_the_line_is_skipped(string line, int position)
    {
        Parsed parsed = Parsed.Lines(line, "1-0:1.7.0(00.338*kW)");
        parsed.AssertSkipped(line, position, LineProblem.BadValue);
        Assert.False(parsed.Reading.Has(Field.MeterSerial));
        Assert.Equal(338, parsed[Field.ImportW]);
    }
}
