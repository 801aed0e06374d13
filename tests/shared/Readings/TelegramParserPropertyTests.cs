using System.Text;
using CsCheck;
using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

public class TelegramParserPropertyTests
{
    private const string Alphabet = "0123456789(((())))..**--::kWhVAm3GJSW\r\n\n!/xF";

    private static readonly string Whole = Encoding.Latin1.GetString(Parsed.Lines(WholeTelegram.Lines).Telegram.Body);

    // A whole telegram with some characters replaced, left out or put in, or cut short.
    private static readonly Gen<string> Damaged =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, Whole.Length - 2], Gen.Int[0, Alphabet.Length - 1]).Array[0, 12]
            .Select(Gen.Int[0, 3], (damages, cut) => (damages, cut))
            .Select(Gen.Int[0, Whole.Length], (plan, length) => Damage(plan.damages, plan.cut == 0 ? length : Whole.Length));

    private static readonly Gen<string> Letters =
        Gen.Int[0, Alphabet.Length - 1].Array[0, 200].Select(places => string.Concat(places.Select(place => Alphabet[place])));

    private static readonly Gen<string> Codes =
        Gen.Select(Gen.Int[0, WholeTelegram.Lines.Length - 1], Letters).Array[0, 8].Select(
            parts => string.Concat(parts.Select(part => CodeOf(WholeTelegram.Lines[part.Item1]) + part.Item2)));

    private static readonly Gen<string> Bytes =
        Gen.Byte.Array[0, 200].Select(bytes => Encoding.Latin1.GetString(bytes));

    [Fact]
    public void Lines_in_any_order_give_the_same_reading()
    {
        Parsed whole = Parsed.Lines(WholeTelegram.Lines);
        string expected = ReadingDump.Text(whole.Reading);
        Gen.Shuffle(WholeTelegram.Lines).Sample(lines =>
        {
            Parsed parsed = Parsed.Lines(lines);
            Assert.Equal(expected, ReadingDump.Text(parsed.Reading));
            Assert.Equal(whole.Reading.Skipped.Total, parsed.Reading.Skipped.Total);
            Assert.Equal(whole.Parser.UnknownLineCount, parsed.Parser.UnknownLineCount);
        });
    }

    [Fact]
    public void A_parser_that_has_seen_another_order_gives_the_same_reading()
    {
        Parsed whole = Parsed.Lines(WholeTelegram.Lines);
        string expected = ReadingDump.Text(whole.Reading);
        TelegramParser parser = new();
        Reading reading = new();
        Gen.Shuffle(WholeTelegram.Lines).Sample(
            lines =>
            {
                byte[] body = Parsed.Lines(lines).Telegram.Body;
                parser.Parse(body, body.Length, reading);
                Assert.Equal(expected, ReadingDump.Text(reading));
            },
            threads: 1);
    }

    [Fact]
    public void A_line_that_is_missing_takes_its_own_values_away_and_no_others()
    {
        SortedDictionary<string, string> whole = ReadingDump.Values(Parsed.Lines(WholeTelegram.Lines).Reading);
        int valuesSeen = 0;
        foreach (string missing in WholeTelegram.Lines)
        {
            SortedDictionary<string, string> own = ReadingDump.Values(Parsed.Lines(missing).Reading);
            SortedDictionary<string, string> rest =
                ReadingDump.Values(Parsed.Lines([.. WholeTelegram.Lines.Where(line => line != missing)]).Reading);
            valuesSeen += own.Count;
            Assert.Equal(whole.Where(value => !own.ContainsKey(value.Key)), rest);
            Assert.All(own, value => Assert.Equal(whole[value.Key], value.Value));
        }

        Assert.Equal(whole.Count, valuesSeen);
    }

    [Fact]
    public void The_whole_telegram_has_every_field()
    {
        Reading reading = Parsed.Lines(WholeTelegram.Lines).Reading;
        for (Field field = 0; field < Field.Count; field++)
        {
            Assert.True(reading.Has(field), field.ToString());
        }
    }

    [Fact]
    public void Whatever_stands_between_slash_and_mark_nothing_is_thrown_and_nothing_read_beyond()
    {
        Gen.OneOf(Damaged, Letters, Codes, Bytes).Sample(
            middle =>
            {
                byte[] body = Encoding.Latin1.GetBytes("/ABC\r\n\r\n" + middle + "!");

                // An array that ends at the mark throws on any look beyond it.
                string exact = Read(body, body.Length);
                foreach (string trap in Traps)
                {
                    byte[] trapped = [.. body, .. Encoding.ASCII.GetBytes(trap)];
                    Assert.Equal(exact, Read(trapped, body.Length));
                }
            },
            iter: 3000);
    }

    [Fact]
    public void Whatever_part_of_a_line_is_the_last_nothing_beyond_the_mark_is_read()
    {
        foreach (string line in WholeTelegram.Lines)
        {
            for (int length = 0; length <= line.Length; length++)
            {
                foreach (string end in (string[])["", "\r\n", ")\r\n", "\n("])
                {
                    byte[] body = Encoding.Latin1.GetBytes("/ABC\r\n\r\n" + line[..length] + end + "!");
                    string exact = Read(body, body.Length);
                    foreach (string trap in Traps)
                    {
                        Assert.Equal(exact, Read([.. body, .. Encoding.ASCII.GetBytes(trap)], body.Length));
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_skipped_line_starts_a_line_and_has_its_trouble_inside_the_telegram()
    {
        Gen.OneOf(Damaged, Codes, Letters).Sample(
            middle =>
            {
                byte[] body = Encoding.Latin1.GetBytes("/ABC\r\n\r\n" + middle + "!");
                Reading reading = new();
                new TelegramParser().Parse(body, body.Length, reading);
                for (int i = 0; i < reading.Skipped.Count; i++)
                {
                    int start = reading.Skipped.Start(i);
                    Assert.Contains((char)body[start - 1], "\r\n");
                    Assert.InRange(reading.Skipped.Position(i), start, body.Length - 1);
                }
            },
            iter: 2000);
    }

    private static string[] Traps { get; } =
    [
        new string('9', 40),
        ")\r\n1-0:1.7.0(00.999*kW)\r\n!",
        "\n\n\n\n\n\n\n\n",
        "(251201000000W)(251109164500W)(03.260*kW)\r\n",
    ];

    private static string Read(byte[] text, int length)
    {
        Reading reading = new();
        new TelegramParser().Parse(text, length, reading);
        return ReadingDump.Text(reading) + ReadingDump.Skipped(reading);
    }

    private static string CodeOf(string line) => line[..(line.IndexOf('(') + 1)];

    private static string Damage((int What, int Where, int With)[] damages, int length)
    {
        StringBuilder text = new(Whole[1..^1]);
        foreach ((int what, int where, int with) in damages)
        {
            int place = where % text.Length;
            if (what < 2)
            {
                text.Remove(place, 1);
            }

            if (what > 0)
            {
                text.Insert(place, Alphabet[with]);
            }
        }

        return text.ToString(0, Math.Min(length, text.Length));
    }
}
