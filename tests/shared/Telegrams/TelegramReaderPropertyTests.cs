using System.Globalization;
using System.Text;
using CsCheck;
using MeterFirmware.Telegrams;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Telegrams;

public class TelegramReaderPropertyTests
{
    private static readonly Gen<TelegramText> Telegrams =
        Gen.Select(Gen.Int[0, 99999], Gen.Int[0, 3]).Select((number, lines) => new TelegramText(
            [.. Enumerable.Range(0, lines + 1).Select(i => $"1-0:1.8.{i}(0{number:00000}.{i}00*kWh)")]));

    private static readonly Gen<byte[]> Good = Telegrams.Select(telegram => telegram.Bytes);

    private static readonly Gen<byte[]> Noise = Gen.Byte.Array[0, 30];

    // Bytes that mean something to the reader, in any order.
    private static readonly Gen<byte[]> Marks =
        Gen.OneOf((byte)'/', (byte)'!', (byte)'\r', (byte)'\n', (byte)'0', (byte)'A', (byte)'f', (byte)'x', (byte)0xFF).Array[0, 30];

    private static readonly Gen<byte[]> Cut =
        Gen.Select(Good, Gen.Int[0, 200]).Select((bytes, length) => bytes[..Math.Min(length, bytes.Length)]);

    private static readonly Gen<byte[]> Flipped =
        Gen.Select(Good, Gen.Int[0, 1000000]).Select((bytes, at) =>
        {
            bytes[at / 8 % bytes.Length] ^= (byte)(1 << (at % 8));
            return bytes;
        });

    private static readonly Gen<byte[]> Long =
        Gen.Int[100, 300].Select(length => Encoding.ASCII.GetBytes("/" + new string('1', length) + "!1111\r\n"));

    private static readonly Gen<byte[]> WithoutCrc = Telegrams.Select(telegram => telegram.WithTail("\r\n"));

    private static readonly Gen<byte[]> Streams =
        Gen.OneOf(Good, Good, Noise, Marks, Cut, Flipped, Long, WithoutCrc).Array[0, 12]
            .Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void Any_split_of_a_stream_gives_the_same_telegrams_and_counters()
    {
        Gen.Select(Streams, Gen.Int[1, 40].Array[1, 6], Gen.Bool).Sample(
            (stream, sizes, accept) =>
            {
                string whole = new ReaderRun(accept).Feed(stream).End().Outcome;
                Assert.Equal(whole, new ReaderRun(accept).FeedInChunks(stream, sizes).End().Outcome);
                Assert.Equal(whole, new ReaderRun(accept).FeedInChunks(stream, [1]).End().Outcome);
            },
            iter: Effort.Of(250, 1000));
    }

    [Fact]
    public void Good_telegrams_with_noise_between_are_all_read()
    {
        Gen<byte[]> quiet = Noise.Select(bytes => bytes.Where(b => b != '/').ToArray());
        Gen.Select(Telegrams, quiet).Array[1, 8].Sample(parts =>
        {
            byte[] stream = [.. parts.SelectMany(part => part.Item1.Bytes.Concat(part.Item2))];
            ReaderRun run = new ReaderRun().Feed(stream).End();
            Assert.Equal(parts.Select(part => part.Item1.Accepted), run.Telegrams);
            run.AssertCounts(
                telegrams: parts.Length,
                noiseBytes: parts.Sum(part => part.Item2.Count(b => b is not ((byte)'\r' or (byte)'\n'))));
        });
    }

    [Fact]
    public void No_stream_yields_a_telegram_with_another_CRC_than_it_printed()
    {
        Gen.Select(Gen.OneOf(Streams, Gen.Byte.Array[0, 400]), Gen.Int[1, 64]).Sample(
            (stream, size) =>
            {
                ReaderRun run = new ReaderRun().FeedInChunks(stream, [size]).End();
                foreach (string telegram in run.Telegrams)
                {
                    AssertCrc(telegram);
                }
            },
            iter: Effort.Of(250, 1000));
    }

    [Fact]
    public void Every_start_is_a_telegram_or_one_of_the_troubles()
    {
        Streams.Sample(stream =>
        {
            TelegramReader reader = new ReaderRun().Feed(stream).End().Reader;
            long fates = reader.TelegramCount + reader.CrcErrorCount + reader.WithoutCrcCount
                + reader.TruncatedCount;
            Assert.Equal(stream.Count(b => b == '/'), fates);
        });
    }

    [Fact]
    public void A_single_flipped_bit_never_gets_through_as_the_telegram_that_was_sent()
    {
        byte[] good = new TelegramText("1-0:1.7.0(00.338*kW)").Bytes;
        for (int bit = 0; bit < (good.Length - 2) * 8; bit++)
        {
            byte[] bytes = (byte[])good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ReaderRun run = ReaderRun.Of(bytes).End();

            // The case of a letter in the CRC is the one bit that does not count.
            bool letterCase = bit / 8 >= good.Length - 6 && bit % 8 == 5 && char.IsLetter((char)good[bit / 8]);
            Assert.Equal(letterCase ? 1 : 0, run.Telegrams.Count);
        }
    }

    private static void AssertCrc(string telegram)
    {
        Assert.Equal('/', telegram[0]);
        int mark = telegram.IndexOf('!');
        string printed = telegram[(mark + 1)..];
        Assert.InRange(printed.Length, 3, 4);
        Assert.Equal(
            PlainCrc.Of(Encoding.Latin1.GetBytes(telegram), 0, mark + 1),
            int.Parse(printed, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }
}
