using System.Text;
using CsCheck;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Tests.Readings;

/// <summary>
/// Of a telegram that follows on another only what differs is read, and checked by the CRC of the difference. Whatever differs,
/// the outcome must be that of a reader and a parser which have never seen a telegram.
/// </summary>
public class FollowingTelegramTests
{
    private const string Alphabet = "0123456789012345678901234567890123456789()*.:-kWVAm3WS\r\n!x";

    private static readonly string[] Lines =
    [
        .. WholeTelegram.Lines,
        "0-6:24.1.0(003)", "0-6:24.2.3(632525252525W)(00000.000)",
        "1-0:1.8.3(000001.000*kWh)", "1-0:1.8.4(000002.000*kWh)",
    ];

    private static readonly string Text = Encoding.Latin1.GetString(new TelegramText(Lines).Body);

    // Each step is a change to the telegram before: characters replaced in their place.
    private static readonly Gen<(int Place, int Character)[]> Replacements =
        Gen.Select(Gen.Int[0, Text.Length - 2], Gen.Int[0, Alphabet.Length - 1]).Array[0, 6];

    [Fact]
    public void Any_change_in_place_gives_the_reading_of_a_fresh_parser() =>
        Replacements.Array[1, 12].Sample(steps => Follow(Steps(steps, digitsOnly: false)), iter: 3000);

    [Fact]
    public void Any_digit_that_changes_gives_the_reading_of_a_fresh_parser() =>
        Replacements.Array[1, 12].Sample(steps => Follow(Steps(steps, digitsOnly: true)), iter: 3000);

    [Fact]
    public void Lines_that_come_go_and_repeat_give_the_reading_of_a_fresh_parser() =>
        Gen.Select(Gen.Int[0, Lines.Length - 1].Array[1, 60], Gen.Int[2, 4]).Sample(
            (places, times) =>
            {
                List<string> telegrams = [];
                for (int i = 0; i < places.Length; i++)
                {
                    // Each telegram twice or more, its last digits counting on.
                    string[] lines = [.. places.Skip(i / 8 * 4).Take(10).Select(place => Lines[place])];
                    string body = Encoding.Latin1.GetString(new TelegramText(lines).Body);
                    telegrams.AddRange(Enumerable.Range(0, times).Select(n => Count(body, n + i)));
                }

                Follow(telegrams);
            },
            iter: 300);

    [Fact]
    public void A_line_that_is_there_twice_counts_as_its_last_one()
    {
        string first = Encoding.Latin1.GetString(new TelegramText("1-0:1.7.0(00.111*kW)", "1-0:1.7.0(00.222*kW)").Body);
        Follow([first, first.Replace("111", "113"), first.Replace("222", "224"), first]);
    }

    [Fact]
    public void A_register_that_was_never_read_and_one_that_was_may_share_a_channel()
    {
        string first = Encoding.Latin1.GetString(new TelegramText(
            "0-1:24.2.1(260115123332W)(00008.579*m3)", "0-1:24.2.3(632525252525W)(00000.000*m3)").Body);
        Follow([first, first.Replace("632525252525W)(00000.000*m3", "260115123332W)(00001.000*m3"), first]);
    }

    [Fact]
    public void A_refused_telegram_in_between_does_no_harm()
    {
        TelegramReader reader = new();
        TelegramParser parser = new();
        Reading reading = new();
        byte[] first = new TelegramText("1-0:1.7.0(00.111*kW)", "1-0:2.7.0(00.000*kW)").Bytes;
        byte[] wrong = [.. new TelegramText("1-0:1.7.0(00.222*kW)", "1-0:2.7.0(00.000*kW)").Body, .. "0000\r\n"u8];
        byte[] last = new TelegramText("1-0:1.7.0(00.222*kW)", "1-0:2.7.0(00.000*kW)").Bytes;
        List<int> seen = [];
        byte[] stream = [.. first, .. wrong, .. last];
        for (int i = 0; i < stream.Length;)
        {
            i += reader.Read(stream, i, stream.Length - i);
            if (reader.HasTelegram)
            {
                parser.Parse(reader, reading);
                seen.Add(reading.Get(Field.ImportW));
            }
        }

        Assert.Equal([111, 222], seen);
        Assert.Equal(1, reader.CrcErrorCount);
    }

    [Fact]
    public void A_telegram_that_nobody_parsed_does_no_harm()
    {
        TelegramReader reader = new();
        TelegramParser parser = new();
        Reading reading = new();
        foreach ((string watt, bool isParsed) in new[] { ("111", true), ("222", false), ("222", true) })
        {
            byte[] bytes = new TelegramText($"1-0:1.7.0(00.{watt}*kW)").Bytes;
            reader.Read(bytes, 0, bytes.Length);
            if (isParsed)
            {
                parser.Parse(reader, reading);
            }
        }

        Assert.Equal(222, reading.Get(Field.ImportW));
    }

    [Fact]
    public void A_reading_that_somebody_emptied_is_filled_again()
    {
        TelegramReader reader = new();
        TelegramParser parser = new();
        Reading reading = new();
        byte[] bytes = new TelegramText("1-0:1.7.0(00.111*kW)", "0-0:96.1.1(4142)").Bytes;
        for (int i = 0; i < 3; i++)
        {
            reader.Read(bytes, 0, bytes.Length);
            parser.Parse(reader, reading);
            Assert.Equal(111, reading.Get(Field.ImportW));
            Assert.Equal("AB", reading.MeterSerial.Text);
            reading.Clear();
            reader.Read(bytes, bytes.Length - 2, 2);
        }
    }

    // Digits count on, so that most lines change without a change of their shape.
    private static string Count(string body, int n) =>
        string.Concat(body.Select((c, i) => char.IsAsciiDigit(c) && i % 23 == n % 23 ? (char)('0' + (n % 10)) : c));

    private static List<string> Steps((int Place, int Character)[][] steps, bool digitsOnly)
    {
        List<string> telegrams = [Text];
        foreach ((int Place, int Character)[] replacements in steps)
        {
            char[] next = telegrams[^1].ToCharArray();
            foreach ((int place, int character) in replacements)
            {
                if (!digitsOnly)
                {
                    next[place] = Alphabet[character];
                }
                else if (char.IsAsciiDigit(next[place]))
                {
                    next[place] = (char)('0' + (character % 10));
                }
            }

            telegrams.Add(new string(next));
        }

        return telegrams;
    }

    private static void Follow(List<string> bodies)
    {
        TelegramReader reader = new();
        TelegramParser parser = new();
        Reading reading = new();
        foreach (string body in bodies)
        {
            byte[] text = Encoding.Latin1.GetBytes(body);
            int end = Array.IndexOf(text, (byte)'!') + 1;
            byte[] bytes = [.. text[..end], .. Encoding.ASCII.GetBytes(PlainCrc.Of(text[..end]).ToString("X4") + "\r\n")];
            TelegramReader freshReader = new();
            freshReader.Read(bytes, 0, bytes.Length);
            reader.Read(bytes, 0, bytes.Length);
            Assert.Equal(freshReader.HasTelegram, reader.HasTelegram);
            if (!reader.HasTelegram)
            {
                continue;
            }

            TelegramParser fresh = new();
            Reading expected = new();
            fresh.Parse(freshReader.Buffer, freshReader.BodyLength, expected);
            long unknown = parser.UnknownLineCount;
            long malformed = parser.MalformedLineCount;
            parser.Parse(reader, reading);
            Assert.Equal(ReadingDump.Text(expected), ReadingDump.Text(reading));
            Assert.Equal(ReadingDump.Skipped(expected), ReadingDump.Skipped(reading));
            Assert.Equal(fresh.UnknownLineCount, parser.UnknownLineCount - unknown);
            Assert.Equal(fresh.MalformedLineCount, parser.MalformedLineCount - malformed);
        }
    }
}
