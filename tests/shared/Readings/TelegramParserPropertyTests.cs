using System.Text;
using CsCheck;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Support;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Tests.Readings;

public class TelegramParserPropertyTests
{
    private const string Alphabet = "0123456789(((())))..**--::kWhVAm3GJSW\r\n\n!/xF";

    private static readonly string Whole = Encoding.Latin1.GetString(
        new TelegramText([.. WholeTelegram.Lines, LongHistory, $"0-0:96.13.0({string.Concat(Enumerable.Repeat("486F690A", 50))})"]).Body);

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
            Assert.Equal(whole.Parser.UnknownLineCount, parsed.Parser.UnknownLineCount);
        });
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
    public void Whatever_stands_between_slash_and_mark_any_split_says_what_a_plain_parser_reads_of_it() =>
        Gen.Select(Gen.OneOf(Damaged, Damaged, Letters, Codes, Bytes), Gen.Int[1, 150].Array[1, 6]).Sample(
            (middle, sizes) =>
            {
                byte[] text = Encoding.Latin1.GetBytes("/ABC\r\n\r\n" + middle.Replace('/', '*') + "!");
                Agree(text[..(Array.IndexOf(text, (byte)'!') + 1)], sizes);
            },
            iter: Effort.Of(175, 700));

    [Fact]
    public void Whatever_part_of_a_line_is_the_last_any_split_says_what_a_plain_parser_reads_of_it()
    {
        foreach (string line in (string[])[.. WholeTelegram.Lines, LongHistory, $"0-0:96.13.0({new string('3', 300)})"])
        {
            for (int length = 0; length <= line.Length; length++)
            {
                foreach (string end in (string[])["", "\r\n", ")\r\n", "\n(", "\r"])
                {
                    Agree(Encoding.Latin1.GetBytes("/ABC\r\n\r\n" + line[..length] + end + "!"), [length + 1, 1, 50]);
                }
            }
        }
    }

    [Fact]
    public void Whatever_line_goes_on_behind_its_value_any_split_says_what_a_plain_parser_reads_of_it() =>
        Assert.All(
            [.. WholeTelegram.Lines, LongHistory, $"0-0:96.13.0({new string('3', 300)})"],
            line => Agree(Encoding.Latin1.GetBytes("/ABC\r\n\r\n" + line + new string('x', 300) + "\r\n!"), [50, 1, 120]));

    [Fact]
    public void Readings_follow_on_one_another_whatever_telegrams_are_refused_or_break_off_in_between() =>
        Gen.Select(Damaged, Gen.Int[0, 3], Gen.Int[1, 300]).Array[1, 8].Sample(
            telegrams =>
            {
                ReaderRun run = new();
                string last = "";
                long unknown = 0;
                long malformed = 0;
                foreach ((string middle, int kind, int size) in telegrams)
                {
                    byte[] text = Encoding.Latin1.GetBytes("/ABC\r\n" + middle.Replace('/', '*').Replace('!', '*') + "!");
                    bool isRight = kind > 1;
                    run.FeedInChunks(kind == 0 ? text[..^1] : [.. text, .. Tail(text, isRight)], [size]);
                    if (isRight)
                    {
                        PlainParser plain = PlainParser.Of(text);
                        last = plain.Text;
                        unknown += plain.Unknown;
                        malformed += plain.Malformed;
                    }

                    Assert.Equal(last, ReadingDump.Text(run.Reader.Reading));
                    Assert.Equal((unknown, malformed), (run.Reader.UnknownLineCount, run.Reader.MalformedLineCount));
                }
            },
            iter: Effort.Of(50, 200));

    private static string LongHistory => "0-0:98.1.0(5)(1-0:1.6.0)(1-0:1.6.0)" + string.Concat(
        Enumerable.Range(1, 5).Select(month => $"(260{month}01000000W)(250{month}15120000W)(0{month}.500*kW)"));

    private static byte[] Tail(byte[] body, bool isRight) =>
        Encoding.ASCII.GetBytes((PlainCrc.Of(body) ^ (isRight ? 0 : 1)).ToString("X4") + "\r\n");

    private static void Agree(byte[] body, int[] sizes)
    {
        PlainParser plain = PlainParser.Of(body);
        byte[] bytes = [.. body, .. Tail(body, isRight: true)];
        foreach (int[] chunks in (int[][])[[bytes.Length], [body.Length], sizes, [1]])
        {
            ReaderRun run = new ReaderRun().FeedInChunks(bytes, chunks);
            run.AssertCounts(telegrams: 1);
            Assert.Equal(plain.Text, run.Readings[0]);
            Assert.Equal((plain.Unknown, plain.Malformed), (run.Reader.UnknownLineCount, run.Reader.MalformedLineCount));
            Assert.InRange(run.Reader.SkippedAt, plain.SkippedIn.From, plain.SkippedIn.To);
        }
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
