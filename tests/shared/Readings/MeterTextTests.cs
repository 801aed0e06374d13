using System.Text;
using CsCheck;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Telegrams;

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
        parsed.Then("0-0:96.13.0()", "1-0:1.7.0(00.338*kW)");
        Assert.Equal((true, ""), (parsed.Reading.Message.IsPresent, parsed.Reading.Message.Text));
        parsed.Then($"0-0:96.13.0({new string('3', 2049)})", "1-0:1.7.0(00.339*kW)");
        Assert.Equal((false, 339, 1), (parsed.Reading.Message.IsPresent, parsed[Field.ImportW], parsed.Parser.MalformedLineCount));
    }

    [Fact]
    public void A_text_that_grows_shrinks_or_differs_in_one_digit_is_read_whatever_the_one_before_it() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 60], Gen.Int[120, 300]), Gen.Int[0, 3], Gen.Int[1, 40]).Array[1, 12].Sample(texts =>
        {
            TelegramParser parser = new();
            foreach ((int length, int other, int chunk) in texts)
            {
                // The same beginning, another digit somewhere.
                string digits = new('3', length);
                digits = other == 0 || length == 0 ? digits : digits.Remove(length * other / 4, 1).Insert(length * other / 4, "9");
                new ReaderRun(parser).FeedInChunks(new TelegramText($"0-0:96.13.0({digits})").Bytes, [chunk]);
                bool printable = length % 2 == 0 && (!digits.Contains('9') || digits.IndexOf('9') % 2 == 1);
                string expected = printable ? string.Concat(digits.Chunk(2).Select(pair => (char)Convert.ToInt32(new string(pair), 16))) : digits;
                Assert.Equal(expected, parser.Reading.Message.Text);
            }
        });

    [Fact]
    public void An_octet_is_told_from_those_near_it_that_were_there_before()
    {
        byte[][] telegrams = [.. Enumerable.Range(0, 256).Select(octet => new TelegramText($"0-0:96.1.1({octet:X2})").Bytes)];
        string[] texts = [.. Enumerable.Range(0, 256).Select(octet => octet == 0 ? "" : octet is >= ' ' and <= '~' ? ((char)octet).ToString() : octet.ToString("X2"))];
        TelegramParser parser = new();
        for (int distance = 1; distance <= 16; distance++)
        {
            for (int octet = distance; octet < 256; octet++)
            {
                foreach (int sent in (int[])[octet, octet - distance, octet])
                {
                    parser.Read(telegrams[sent], 0, telegrams[sent].Length);
                    Assert.Equal(texts[sent], parser.Reading.MeterSerial.Text);
                }
            }
        }
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
        parsed.AssertSkipped(code, code.Length + 1, isMalformed: true);
        Assert.Empty(ReadingDump.Values(parsed.Reading));
    }

    [Theory]
    [InlineData("41424344", "4142434G", "ABCD")]
    [InlineData("4142430F", "4142431G", "4142430F")]
    public void A_badly_written_text_leaves_the_one_before_it_as_it_was(string digits, string bad, string text)
    {
        Parsed parsed = Parsed.Lines($"0-0:96.1.1({digits})");
        parsed.Then($"0-0:96.1.1({bad})");
        Assert.False(parsed.Reading.MeterSerial.IsPresent);
        parsed.Then($"0-0:96.1.1({digits})");
        Assert.Equal(text, parsed.Reading.MeterSerial.Text);
    }

    [Fact]
    public void The_text_is_the_same_object_until_it_changes()
    {
        Parsed parsed = Parsed.Lines("0-0:96.1.1(41424344)");
        string first = parsed.Reading.MeterSerial.Text;
        parsed.Then("0-0:96.1.1(41424344)");
        Assert.Same(first, parsed.Reading.MeterSerial.Text);

        parsed.Then("0-0:96.1.1(41424345)");
        Assert.Equal("ABCE", parsed.Reading.MeterSerial.Text);

        parsed.Then("0-0:96.1.1(4142)");
        Assert.Equal("AB", parsed.Reading.MeterSerial.Text);
    }

    [Fact]
    public void A_text_that_is_not_sent_is_absent()
    {
        Parsed parsed = Parsed.Lines("0-0:96.1.1(4142)");
        parsed.Then("1-0:1.7.0(00.338*kW)");
        Assert.False(parsed.Reading.MeterSerial.IsPresent);
        Assert.False(parsed.Reading.Has(Field.MeterSerial));
    }

    [Theory]
    [InlineData("0-0:96.1.1(3132", 11)]
    [InlineData("0-0:96.1.1(3132)x", 16)]
    [InlineData("0-0:96.1.1(", 11)]
    [InlineData("0-0:96.1.1(3132)(33)", 16)]
    [InlineData("0-0:96.1.1(313G)", 11)]
    [InlineData("0-0:96.1.1(31 32)", 11)]
    public void A_text_that_is_not_hexadecimal_up_to_the_end_of_the_line_is_skipped(string line, int position)
    {
        Parsed parsed = Parsed.Lines(line, "1-0:1.7.0(00.338*kW)");
        parsed.AssertSkipped(line, position, isMalformed: true);
        Assert.False(parsed.Reading.Has(Field.MeterSerial));
        Assert.Equal(338, parsed[Field.ImportW]);
    }
}
