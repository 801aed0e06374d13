using System;

namespace MeterFirmware.Telegrams;

/// <summary>
/// Finds telegrams in a stream of bytes, whatever chunks it comes in, and checks their CRC.
/// A telegram is <c>/</c> ... <c>!</c>, then the CRC in four hexadecimal digits (DSMR 5.0.2 P1 section 6.2).
/// </summary>
/// <remarks>
/// <para>
/// Feed it chunks with <see cref="Read"/>; it stops after each telegram, which stands in <see cref="Buffer"/> until the next
/// call. Every byte belongs to a telegram or to one of the counters, and whatever went wrong, the next <c>/</c> begins afresh.
/// </para>
/// <para>It allocates nothing after construction.</para>
/// </remarks>
public sealed class TelegramReader
{
    /// <summary>Enough for the largest telegram a Belgian meter can send: 15 months, 8 sub-meters and a full text message.</summary>
    public const int DefaultCapacity = 5120;

    private const int CrcDigits = 4;
    private const int FewestCrcDigits = 3;

    // Boxed once: Array.IndexOf(Array, object, ...) searches natively on the chip, some twenty times faster
    // than interpreted code, and a box made at each call would be an allocation.
    private static readonly object StartMark = (byte)'/';
    private static readonly object EndMark = (byte)'!';

    private readonly bool _acceptWithoutCrc;
    private readonly byte[] _buffer;
    private State _state;
    private int _length;
    private int _crc;
    private int _printedCrc;
    private int _printedDigits;

    // The telegram handed out before stands in the buffer until it is overwritten, so what arrives can be compared with it.
    // A CRC that starts at 0 is linear: that of a telegram is that of the one before, xor that of their difference.
    private bool _standsWhole;
    private bool _isComparing;
    private int _lengthBefore;
    private int _crcBefore;

    /// <summary>Makes a reader with a buffer of its own.</summary>
    /// <param name="capacity">The longest telegram in bytes, <c>/</c> to the last CRC digit; at least 16.</param>
    /// <param name="acceptWithoutCrc">True to accept telegrams that print no CRC at all (DSMR 2.2 and 3).</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 16.</exception>
    public TelegramReader(int capacity = DefaultCapacity, bool acceptWithoutCrc = false)
    {
        if (capacity < 16)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity));
        }

        _buffer = new byte[capacity];
        _acceptWithoutCrc = acceptWithoutCrc;
    }

    private enum State
    {
        Outside,
        Body,
        Tail,
        TooLong,
        Done,
    }

    /// <summary>Whether a telegram stands in <see cref="Buffer"/>, complete and with a right CRC.</summary>
    public bool HasTelegram => _state == State.Done;

    /// <summary>The telegram's bytes from index 0; valid while <see cref="HasTelegram"/> is true.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Bytes of the telegram, <c>/</c> to the last CRC digit; the line end that follows is not kept.</summary>
    public int Length => _length;

    /// <summary>Bytes of the telegram that the CRC covers and the parser reads: <c>/</c> to <c>!</c>, both included.</summary>
    public int BodyLength => _length - _printedDigits;

    /// <summary>The CRC computed over the last telegram, right or wrong: 0 to 0xFFFF.</summary>
    public int ComputedCrc => _crc;

    /// <summary>The CRC that the last telegram printed, or -1 when it printed none.</summary>
    public int PrintedCrc => _printedDigits == 0 ? -1 : _printedCrc;

    /// <summary>Where the telegram differs from the one handed out before it; valid while <see cref="HasTelegram"/> is true.</summary>
    public TelegramChanges Changes { get; } = new TelegramChanges();

    /// <summary>Telegrams handed out.</summary>
    public long TelegramCount { get; private set; }

    /// <summary>Telegrams refused because the CRC was wrong or unreadable.</summary>
    public long CrcErrorCount { get; private set; }

    /// <summary>Telegrams refused because they printed no CRC.</summary>
    public long WithoutCrcCount { get; private set; }

    /// <summary>Telegrams broken off by the <c>/</c> of the next one.</summary>
    public long TruncatedCount { get; private set; }

    /// <summary>Telegrams given up because they did not fit the buffer.</summary>
    public long OverflowCount { get; private set; }

    /// <summary>Telegrams that were not handed out, for whatever reason.</summary>
    public long RefusedCount => CrcErrorCount + WithoutCrcCount + TruncatedCount + OverflowCount;

    /// <summary>Bytes between telegrams that are no line ends.</summary>
    public long NoiseByteCount { get; private set; }

    /// <summary>Takes a chunk, up to the end of a telegram.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte of the chunk.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>
    /// How many bytes were taken: all of them, or those up to the end of a telegram, and then <see cref="HasTelegram"/>
    /// is true. Call again with the rest until all are taken.
    /// </returns>
    public int Read(byte[] data, int offset, int count)
    {
        if (_state == State.Done)
        {
            _state = State.Outside;
        }

        int end = offset + count;
        int i = offset;
        while (i < end && _state != State.Done)
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

        return i - offset;
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
        else if (_state == State.Done)
        {
            _state = State.Outside;
        }
    }

    private int SkipToStart(byte[] data, int i, int end)
    {
        int start = Array.IndexOf(data, StartMark, i, end - i);
        if (_state == State.Outside)
        {
            CountNoise(data, i, start < 0 ? end : start);
        }

        if (start < 0)
        {
            return end;
        }

        Begin();
        return start + 1;
    }

    private int ReadBody(byte[] data, int i, int end)
    {
        int room = _buffer.Length - CrcDigits - _length;
        bool full = end - i > room;
        int limit = full ? i + room + 1 : end;

        int mark = Array.IndexOf(data, EndMark, i, limit - i);
        int stop = mark < 0 ? limit : mark + 1;
        int restart = Array.IndexOf(data, StartMark, i, stop - i);
        if (restart >= 0)
        {
            TruncatedCount++;
            Begin();
            return restart + 1;
        }

        if (stop - i > room)
        {
            OverflowCount++;
            _state = State.TooLong;
            return stop;
        }

        Take(data, i, stop - i);
        if (mark >= 0)
        {
            EndBody();
        }

        return stop;
    }

    private void Take(byte[] data, int offset, int count)
    {
        if (_isComparing && (Changes.IsAll || _length + count > _lengthBefore))
        {
            StopComparing();
        }

        if (_isComparing)
        {
            _crc = Changes.Compare(_crc, data, offset, _buffer, _length, count);
            Array.Copy(data, offset, _buffer, _length, count);
        }
        else
        {
            Array.Copy(data, offset, _buffer, _length, count);
            _crc = Crc16.Update(_crc, _buffer, _length, count);
        }

        _length += count;
    }

    private void EndBody()
    {
        _state = State.Tail;
        if (_isComparing && _length != _lengthBefore)
        {
            StopComparing();
        }

        if (_isComparing)
        {
            _crc ^= _crcBefore;
        }
    }

    private void StopComparing()
    {
        _isComparing = false;
        Changes.TakeAll();
        _crc = Crc16.Update(0, _buffer, 0, _length);
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
                _buffer[_length++] = (byte)c;
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
                Begin();
                return i + 1;
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

    private void Begin()
    {
        _buffer[0] = (byte)'/';
        _length = 1;
        _isComparing = _standsWhole;
        _standsWhole = false;
        Changes.Begin(!_isComparing);
        _crc = _isComparing ? 0 : Crc16.Update(0, _buffer, 0, 1);
        _printedCrc = 0;
        _printedDigits = 0;
        _state = State.Body;
    }

    // Some meters drop the leading zero of the CRC, so three digits may be right.
    private void Judge()
    {
        bool printed = _printedDigits > 0;
        if (printed ? _printedDigits >= FewestCrcDigits && _printedCrc == _crc : _acceptWithoutCrc)
        {
            TelegramCount++;
            _state = State.Done;
            _standsWhole = true;
            _lengthBefore = BodyLength;
            _crcBefore = _crc;
            return;
        }

        if (printed)
        {
            CrcErrorCount++;
        }
        else
        {
            WithoutCrcCount++;
        }

        _state = State.Outside;
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
