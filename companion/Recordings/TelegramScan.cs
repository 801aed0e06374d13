using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Runs the reader over a stream and tells of everything in it, good or bad, and where it stands.</summary>
/// <remarks>
/// The reader counts what it refuses. Here it gets its bytes in such pieces that something can happen only at the
/// end of one, so that a refused telegram still stands in the text when a count rises.
/// </remarks>
/// <param name="tell">Is told of each thing, in the order of the stream.</param>
internal sealed class TelegramScan(Action<Found> tell)
{
    // Far more than a meter sends; of what is longer the beginning says which meter it is.
    private const int MostBytes = 65536;

    private readonly byte[] _noise = new byte[1];
    private bool _isInside;
    private long _startByte;
    private long _startLine;
    private int _lengthBefore;
    private long _telegrams;
    private long _wrongCrc;
    private long _cut;
    private long _noiseBytes;

    /// <summary>The reader, for the CRC of the telegram that is being told.</summary>
    public TelegramReader Reader { get; } = new(acceptWithoutCrc: true) { Copy = new TelegramCopy(MostBytes) };

    private TelegramCopy Copy => Reader.Copy!;

    /// <summary>Bytes taken, or the place in the stream.</summary>
    public long ByteCount { get; private set; }

    /// <summary>The line of the next byte, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Takes a chunk.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many.</param>
    public void Feed(byte[] data, int offset, int count)
    {
        int end = offset + count;
        for (int i = offset; i < end;)
        {
            int piece = _isInside ? UpToMark(data, i, end) : 1;
            _lengthBefore = Copy.Length;
            Reader.Read(data, i, piece);
            TellTelegrams();
            if (Reader.NoiseByteCount > _noiseBytes)
            {
                _noiseBytes = Reader.NoiseByteCount;
                _noise[0] = data[i];
                tell(new Found(FoundKind.Noise, ByteCount, Line, _noise, 1, 0));
            }

            if (data[i] == '/')
            {
                _isInside = true;
                _startByte = ByteCount;
                _startLine = Line;
            }
            else if (data[i] == '!')
            {
                _isInside = false;
            }

            Line += data.AsSpan(i, piece).Count((byte)'\n');
            ByteCount += piece;
            i += piece;
        }
    }

    /// <summary>Says that what comes next stands elsewhere in the stream than behind what came.</summary>
    /// <param name="place">Its byte, from 0, and its line, from 1.</param>
    public void MoveTo((long Byte, long Line) place) => (ByteCount, Line) = place;

    /// <summary>Takes a chunk that holds no telegram, whatever it looks like.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many.</param>
    public void FeedNoise(byte[] data, int offset, int count)
    {
        foreach (byte b in data.AsSpan(offset, count))
        {
            if (b is not ((byte)'\r' or (byte)'\n'))
            {
                _noise[0] = b;
                tell(new Found(FoundKind.Noise, ByteCount, Line, _noise, 1, 0));
            }

            ByteCount++;
            Line += b == '\n' ? 1 : 0;
        }
    }

    /// <summary>Says that the stream has ended.</summary>
    public void End()
    {
        _lengthBefore = Copy.Length;
        Reader.End();
        TellTelegrams();
    }

    private static int UpToMark(byte[] data, int i, int end)
    {
        int length = data.AsSpan(i, end - i).IndexOfAny((byte)'/', (byte)'!');
        return length < 0 ? end - i : Math.Max(length, 1);
    }

    private void TellTelegrams()
    {
        if (Reader.TelegramCount > _telegrams)
        {
            _telegrams = Reader.TelegramCount;
            Tell(Reader.PrintedCrc < 0 ? FoundKind.WithoutCrc : FoundKind.Telegram, Copy.Length);
        }

        if (Reader.CrcErrorCount > _wrongCrc)
        {
            _wrongCrc = Reader.CrcErrorCount;
            Tell(FoundKind.WrongCrc, Copy.Length);
        }

        // The / that cuts a telegram off has taken the place of the / that it began with; the rest still stands.
        if (Reader.TruncatedCount > _cut)
        {
            _cut = Reader.TruncatedCount;
            Tell(FoundKind.Cut, _lengthBefore);
        }
    }

    private void Tell(FoundKind kind, int length) =>
        tell(new Found(kind, _startByte, _startLine, Copy.Bytes, length, kind == FoundKind.Cut ? length : Copy.BodyLength));
}

/// <summary>Something that a <see cref="TelegramScan"/> came upon.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Byte">Where it starts in the stream, from 0.</param>
/// <param name="Line">The line of the stream in which it starts, from 1.</param>
/// <param name="Text">Its bytes from index 0, valid only while it is told; of a very long telegram, the beginning.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="BodyLength">How many of them the CRC covers.</param>
internal readonly record struct Found(FoundKind Kind, long Byte, long Line, byte[] Text, int Length, int BodyLength);

/// <summary>What stands at a place of a stream.</summary>
internal enum FoundKind
{
    /// <summary>A telegram with a right CRC.</summary>
    Telegram,

    /// <summary>A telegram that prints no CRC (DSMR 2.2 and 3).</summary>
    WithoutCrc,

    /// <summary>A telegram whose CRC is wrong or unreadable.</summary>
    WrongCrc,

    /// <summary>A telegram broken off by the next one or by the end of the stream.</summary>
    Cut,

    /// <summary>A byte between telegrams that is no line end.</summary>
    Noise,
}
