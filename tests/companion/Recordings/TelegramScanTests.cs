using CsCheck;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Telegrams;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class TelegramScanTests
{
    private const int LongMessage = 2048;

    // Whole and broken telegrams, marks and noise, in any order.
    private static readonly Gen<byte[]> Streams = Gen.OneOf(
        Gen.Const(new TelegramText("1-0:1.7.0(00.338*kW)").Bytes),
        Gen.Const(new TelegramText("1-0:1.7.0(00.338*kW)").WithTail("0000\r\n")),
        Gen.Const(new TelegramText("1-0:1.7.0(00.338*kW)").WithTail("\r\n")),
        Gen.Const(new TelegramText("1-0:1.7.0(00.338*kW)").WithTail("12?")),
        Gen.Const(new TelegramText("0-0:96.13.0(" + new string('3', LongMessage) + ")").Bytes),
        Gen.Const(new TelegramText("1-0:1.7.0(00.338*kW)").Body[..30]),
        Gen.Int[0, 4].Select(i => "/!\nx4"u8[i]).Array[1, 8]).Array[0, 12].Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void It_tells_of_everything_that_the_reader_counts() => Streams.Sample(stream =>
    {
        int without = 0;
        TelegramReader reader = new(acceptWithoutCrc: true);
        reader.TelegramTaken = () => without += reader.PrintedCrc < 0 ? 1 : 0;
        reader.Read(stream, 0, stream.Length);
        reader.End();

        List<Found> found = Scan(stream, stream.Length);

        Assert.Equal(
            (reader.TelegramCount, without, reader.CrcErrorCount, reader.TruncatedCount, reader.NoiseByteCount),
            (Count(FoundKind.Telegram) + Count(FoundKind.WithoutCrc), Count(FoundKind.WithoutCrc), Count(FoundKind.WrongCrc), Count(FoundKind.Cut), Count(FoundKind.Noise)));

        long Count(FoundKind kind) => found.Count(thing => thing.Kind == kind);
    });

    [Fact]
    public void Chunks_make_no_difference() => Gen.Select(Streams, Gen.Int[1, 40]).Sample((stream, size) =>
        Assert.Equal(
            Scan(stream, stream.Length).Select(Place),
            Scan(stream, size).Select(Place)));

    [Fact]
    public void What_is_told_stands_where_it_is_said_to_stand() => Streams.Sample(stream =>
        Assert.All(Scan(stream, 7), found =>
        {
            Assert.Equal(stream[(int)found.Byte..(int)(found.Byte + found.Length)], found.Text);
            Assert.Equal(1 + stream.AsSpan(0, (int)found.Byte).Count((byte)'\n'), found.Line);
        }));

    private static (FoundKind Kind, long Byte, long Line, int Length) Place(Found found) => (found.Kind, found.Byte, found.Line, found.Length);

    private static List<Found> Scan(byte[] stream, int size)
    {
        List<Found> all = [];
        TelegramScan scan = new(found => all.Add(found with { Text = found.Text[..found.Length] }));
        for (int i = 0; i < stream.Length; i += size)
        {
            scan.Feed(stream, i, Math.Min(size, stream.Length - i));
        }

        scan.End();
        return all;
    }
}
