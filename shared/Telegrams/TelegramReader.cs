using System;

namespace MeterFirmware.Telegrams;

/// <summary>
/// Finds telegrams in a stream of bytes, whatever chunks it comes in, and checks their CRC.
/// A telegram is <c>/</c> ... <c>!</c>, then the CRC in four hexadecimal digits (DSMR 5.0.2 P1 section 6.2).
/// </summary>
/// <remarks>
/// <para>
/// It keeps no bytes, so no telegram is too long: what is made of them is up to the class that is derived from it.
/// Every byte belongs to a telegram or to one of the counters, and whatever went wrong, the next <c>/</c> begins afresh.
/// </para>
/// <para>It allocates nothing after construction.</para>
/// </remarks>
public class TelegramReader
{
    private const int CrcDigits = 4;
    private const int FewestCrcDigits = 3;

    // Boxed once: Array.IndexOf(Array, object, ...) searches natively on the chip, some twenty times faster
    // than interpreted code, and a box made at each call would be an allocation.
    private static readonly object StartMark = (byte)'/';
    private static readonly object EndMark = (byte)'!';

    private readonly bool _acceptWithoutCrc;
    private State _state;
    private int _printedCrc;
    private int _printedDigits;

    /// <summary>Makes a reader.</summary>
    /// <param name="acceptWithoutCrc">True to accept telegrams that print no CRC at all (DSMR 2.2 and 3).</param>
    public TelegramReader(bool acceptWithoutCrc = false)
    {
        _acceptWithoutCrc = acceptWithoutCrc;
    }

    private enum State
    {
        Outside,
        Body,
        Tail,
    }

    /// <summary>Is called, within <see cref="Read"/> and <see cref="End"/>, after each telegram with a right CRC; may be null.</summary>
    public Action? TelegramTaken { get; set; }

    /// <summary>Keeps the bytes of each telegram, right or wrong, for whoever wants to see them; null, and nobody does.</summary>
    public TelegramCopy? Copy { get; set; }

    /// <summary>The CRC computed over the last telegram, right or wrong: 0 to 0xFFFF.</summary>
    public int ComputedCrc { get; private set; }

    /// <summary>The CRC that the last telegram printed, or -1 when it printed none.</summary>
    public int PrintedCrc => _printedDigits == 0 ? -1 : _printedCrc;

    /// <summary>Telegrams with a right CRC.</summary>
    public long TelegramCount { get; private set; }

    /// <summary>Telegrams refused because the CRC was wrong or unreadable.</summary>
    public long CrcErrorCount { get; private set; }

    /// <summary>Telegrams refused because they printed no CRC.</summary>
    public long WithoutCrcCount { get; private set; }

    /// <summary>Telegrams broken off by the <c>/</c> of the next one.</summary>
    public long TruncatedCount { get; private set; }

    /// <summary>Telegrams that were refused, for whatever reason.</summary>
    public long RefusedCount => CrcErrorCount + WithoutCrcCount + TruncatedCount;

    /// <summary>Bytes between telegrams that are no line ends.</summary>
    public long NoiseByteCount { get; private set; }

    /// <summary>Takes a chunk, all of it.</summary>
    /// <param name="data">Where the bytes are; they are not looked at any more afterwards.</param>
    /// <param name="offset">The first byte of the chunk.</param>
    /// <param name="count">How many bytes.</param>
    public void Read(byte[] data, int offset, int count)
    {
        int end = offset + count;
        int i = offset;
        while (i < end)
        {
            if (_state == State.Body)
            {
                i = ReadBody(data, i, end);
            }
            else if (_state == State.Tail)
            {
                i = ReadTail(data, i, end);
            }
            else
            {
                i = SkipToStart(data, i, end);
            }
        }
    }

    /// <summary>
    /// Says that the stream has ended: a telegram that waits only for its line end (<c>!</c> and fewer than four digits)
    /// is judged now; half a telegram counts as truncated.
    /// </summary>
    public void End()
    {
        if (_state == State.Tail)
        {
            Judge();
        }
        else if (_state == State.Body)
        {
            TruncatedCount++;
            _state = State.Outside;
        }
    }

    /// <summary>A telegram begins, with a <c>/</c>. If one was under way, it was broken off.</summary>
    private protected virtual void BeginTelegram()
    {
    }

    /// <summary>More of it.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first of them; the very first is the one after the <c>/</c>.</param>
    /// <param name="count">How many, at least 1; the telegram's last one is the <c>!</c>, and no other is.</param>
    private protected virtual void TakeBytes(byte[] data, int offset, int count)
    {
    }

    /// <summary>Its CRC was right. When it was wrong nothing is said.</summary>
    private protected virtual void TakeTelegram()
    {
    }

    private int SkipToStart(byte[] data, int i, int end)
    {
        int start = Array.IndexOf(data, StartMark, i, end - i);
        CountNoise(data, i, start < 0 ? end : start);
        return start < 0 ? end : Begin(data, start);
    }

    private int ReadBody(byte[] data, int i, int end)
    {
        int mark = Array.IndexOf(data, EndMark, i, end - i);
        int stop = mark < 0 ? end : mark + 1;
        int restart = Array.IndexOf(data, StartMark, i, stop - i);
        if (restart >= 0)
        {
            Copy?.Add(data, i, restart - i, isBody: true);
            TruncatedCount++;
            return Begin(data, restart);
        }

        ComputedCrc = Crc16.Update(ComputedCrc, data, i, stop - i);
        Copy?.Add(data, i, stop - i, isBody: true);
        TakeBytes(data, i, stop - i);
        if (mark >= 0)
        {
            _state = State.Tail;
        }

        return stop;
    }

    private int ReadTail(byte[] data, int i, int end)
    {
        while (i < end)
        {
            int c = data[i];
            int digit = HexDigit.Value(c);
            if (digit >= 0)
            {
                _printedCrc = (_printedCrc << 4) | digit;
                _printedDigits++;
                Copy?.Add(data, i, 1, isBody: false);
                i++;
                if (_printedDigits == CrcDigits)
                {
                    Judge();
                    return i;
                }
            }
            else if (c == '\r' || c == '\n')
            {
                Judge();
                return i + 1;
            }
            else if (c == '/')
            {
                TruncatedCount++;
                return Begin(data, i);
            }
            else
            {
                CrcErrorCount++;
                _state = State.Outside;
                return i;
            }
        }

        return i;
    }

    // Returns the place after the /.
    private int Begin(byte[] data, int start)
    {
        ComputedCrc = Crc16.Update(0, data, start, 1);
        _printedCrc = 0;
        _printedDigits = 0;
        _state = State.Body;
        Copy?.Begin();
        BeginTelegram();
        return start + 1;
    }

    // Some meters drop the leading zero of the CRC, so three digits may be right.
    private void Judge()
    {
        _state = State.Outside;
        bool printed = _printedDigits > 0;
        if (printed ? _printedDigits >= FewestCrcDigits && _printedCrc == ComputedCrc : _acceptWithoutCrc)
        {
            TelegramCount++;
            TakeTelegram();
            TelegramTaken?.Invoke();
        }
        else if (printed)
        {
            CrcErrorCount++;
        }
        else
        {
            WithoutCrcCount++;
        }
    }

    private void CountNoise(byte[] data, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (data[i] != '\r' && data[i] != '\n')
            {
                NoiseByteCount++;
            }
        }
    }
}
