using System.Text;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;
using MeterFirmware.Tests.Readings;

namespace MeterFirmware.Tests.Telegrams;

/// <summary>Feeds a reader and keeps what comes out.</summary>
internal sealed class ReaderRun
{
    private readonly TelegramCopy _copy = new(65536);
    private bool _isLastInArray;

    public ReaderRun(bool acceptWithoutCrc = false)
        : this(new TelegramParser(acceptWithoutCrc))
    {
    }

    public ReaderRun(TelegramParser reader)
    {
        Reader = reader;
        Reader.Copy = _copy;
        Reader.TelegramTaken = () =>
        {
            Telegrams.Add(Encoding.Latin1.GetString(_copy.Bytes, 0, _copy.Length));
            Bodies.Add(Telegrams[^1][.._copy.BodyLength]);
            Readings.Add(ReadingDump.Text(Reader.Reading));
        };
    }

    public TelegramParser Reader { get; }

    public List<string> Telegrams { get; } = [];

    /// <summary>The same up to the <c>!</c>.</summary>
    public List<string> Bodies { get; } = [];

    public List<string> Readings { get; } = [];

    /// <summary>All that an observer sees: telegrams, readings and counters.</summary>
    public string Outcome =>
        string.Join("|", Telegrams) + string.Join("|", Readings)
        + $" telegrams {Reader.TelegramCount} crc {Reader.CrcErrorCount} without {Reader.WithoutCrcCount}"
        + $" truncated {Reader.TruncatedCount} noise {Reader.NoiseByteCount}"
        + $" unknown {Reader.UnknownLineCount} malformed {Reader.MalformedLineCount}";

    public static ReaderRun Of(params byte[][] streams)
    {
        ReaderRun run = new();
        foreach (byte[] stream in streams)
        {
            run.Feed(stream);
        }

        return run;
    }

    public ReaderRun Feed(string text) => Feed(Encoding.Latin1.GetBytes(text));

    public ReaderRun Feed(byte[] data) => Feed(data, 0, data.Length);

    public ReaderRun Feed(byte[] data, int offset, int count)
    {
        // What stands beside the chunk, or that nothing does, and what becomes of it afterwards, must not matter.
        _isLastInArray = !_isLastInArray;
        byte[] chunk = [(byte)'9', .. data.AsSpan(offset, count), .. _isLastInArray ? ""u8 : "99999)\n"u8];
        Reader.Read(chunk, 1, count);
        Array.Fill(chunk, (byte)'\n');
        return this;
    }

    /// <summary>Feeds chunks of the given sizes, over and over until the data are used up.</summary>
    public ReaderRun FeedInChunks(byte[] data, int[] sizes)
    {
        int offset = 0;
        for (int i = 0; offset < data.Length; i++)
        {
            int size = Math.Min(sizes[i % sizes.Length], data.Length - offset);
            Feed(data, offset, size);
            offset += size;
        }

        return this;
    }

    public ReaderRun End()
    {
        Reader.End();
        return this;
    }

    /// <summary>Asserts every counter, so that each test also says what did not happen.</summary>
    public void AssertCounts(
        int telegrams = 0, int crcErrors = 0, int withoutCrc = 0, int truncated = 0, int noiseBytes = 0)
    {
        Assert.Equal(
            (telegrams, crcErrors, withoutCrc, truncated, noiseBytes),
            (Reader.TelegramCount, Reader.CrcErrorCount, Reader.WithoutCrcCount, Reader.TruncatedCount,
                Reader.NoiseByteCount));
        Assert.Equal(telegrams, Telegrams.Count);
    }
}
