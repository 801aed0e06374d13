using System.Text;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Tests.Telegrams;

/// <summary>Feeds a reader and keeps what comes out.</summary>
internal sealed class ReaderRun
{
    public ReaderRun(int capacity = TelegramReader.DefaultCapacity, bool acceptWithoutCrc = false)
    {
        Reader = new TelegramReader(capacity, acceptWithoutCrc);
    }

    public TelegramReader Reader { get; }

    public List<string> Telegrams { get; } = [];

    /// <summary>All that an observer sees: telegrams and counters.</summary>
    public string Outcome =>
        string.Join("|", Telegrams)
        + $" telegrams {Reader.TelegramCount} crc {Reader.CrcErrorCount} without {Reader.WithoutCrcCount}"
        + $" truncated {Reader.TruncatedCount} overflow {Reader.OverflowCount} noise {Reader.NoiseByteCount}";

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
        int end = offset + count;
        while (offset < end)
        {
            int taken = Reader.Read(data, offset, end - offset);
            Assert.InRange(taken, 1, end - offset);
            offset += taken;
            Assert.True(Reader.HasTelegram || offset == end, "the reader stopped without a telegram");
            Keep();
        }

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
        Keep();
        return this;
    }

    /// <summary>Asserts every counter, so that each test also says what did not happen.</summary>
    public void AssertCounts(
        int telegrams = 0, int crcErrors = 0, int withoutCrc = 0, int truncated = 0, int overflows = 0, int noiseBytes = 0)
    {
        Assert.Equal(
            (telegrams, crcErrors, withoutCrc, truncated, overflows, noiseBytes),
            (Reader.TelegramCount, Reader.CrcErrorCount, Reader.WithoutCrcCount, Reader.TruncatedCount,
                Reader.OverflowCount, Reader.NoiseByteCount));
        Assert.Equal(telegrams, Telegrams.Count);
    }

    private void Keep()
    {
        if (Reader.HasTelegram)
        {
            Telegrams.Add(Encoding.Latin1.GetString(Reader.Buffer, 0, Reader.Length));
        }
    }
}
