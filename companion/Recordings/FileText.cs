using System.Text;

namespace MeterFirmware.Companion.Recordings;

/// <summary>The text of a file, a byte a character, whatever it is written in: as it is, in UTF-16, as hex, with line ends written out.</summary>
/// <remarks>It is a window on the file: whoever reads it says what is done with, and that goes when more comes.</remarks>
internal sealed class FileText
{
    /// <summary>Bytes by which it is known how a text is written; it waits for as many.</summary>
    public const int HeadBytes = 8192;

    private const int ReturnsPerTelegram = 3;
    private const int FewestHexDigits = 16;

    private readonly List<byte> _head = [];
    private byte[] _bytes = new byte[HeadBytes];
    private long[]? _byteOf;
    private long[]? _lineOf;
    private long _firstByte;
    private long _firstLine = 1;
    private bool _isKnown;
    private bool _hasLineFeed;
    private bool _isBigEndian;
    private int _half = -1;
    private int _digit = -1;
    private bool _hasBackslash;
    private long _line = 1;

    /// <summary>Of <see cref="Change.Utf16"/>, <see cref="Change.Hex"/> and <see cref="Change.Escaped"/> those that are undone here.</summary>
    public Change Changes { get; private set; }

    /// <summary>The text that is there, from index 0.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>How much of it.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the file so far.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Lets go of text, so that what follows it stands at index 0.</summary>
    /// <param name="count">How much.</param>
    public void Drop(int count)
    {
        if (_byteOf == null)
        {
            _firstLine += LineEnds(count);
            _firstByte += count;
        }
        else
        {
            Array.Copy(_byteOf, count, _byteOf, 0, Length - count);
            Array.Copy(_lineOf!, count, _lineOf!, 0, Length - count);
        }

        Array.Copy(_bytes, count, _bytes, 0, Length - count);
        Length -= count;
    }

    /// <summary>Adds what comes next in the file.</summary>
    /// <param name="data">Where it is.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many.</param>
    public void Add(byte[] data, int offset, int count)
    {
        if (_isKnown)
        {
            AddKnown(data.AsSpan(offset, count));
            return;
        }

        _head.AddRange(data.AsSpan(offset, count));
        if (_head.Count >= HeadBytes)
        {
            Begin();
        }
    }

    /// <summary>Says that the file has ended.</summary>
    public void End()
    {
        Begin();
        if (_hasBackslash)
        {
            Append('\\');
        }
    }

    /// <summary>Where a byte of the text stands in the file.</summary>
    /// <param name="index">Its index here.</param>
    /// <returns>The byte, from 0, and the line, from 1.</returns>
    public (long Byte, long Line) PlaceOf(int index) => _byteOf == null
        ? (_firstByte + index, _firstLine + LineEnds(index))
        : index < Length ? (_byteOf[index], _lineOf![index]) : (ByteCount, _line);

    private static bool IsHex(string text)
    {
        string digits = Digits(text);
        return digits.Length >= FewestHexDigits
            && digits.All(char.IsAsciiHexDigit)
            && Convert.FromHexString(digits).Count(b => b is (byte)'\r' or (byte)'\n' or (>= 0x20 and < 0x7F)) > digits.Length * 9 / 20;
    }

    private static string Digits(string text)
    {
        string digits = text.Replace("0x", "", StringComparison.OrdinalIgnoreCase).Replace("\\x", "", StringComparison.OrdinalIgnoreCase);
        digits = string.Concat(digits.Where(c => !" \t\r\n,:;-\"'[]{}".Contains(c, StringComparison.Ordinal)));
        return digits[..(digits.Length & ~1)];
    }

    // In UTF-16 every other byte of a telegram is zero.
    private static bool HasZeros(ReadOnlySpan<byte> head, int from)
    {
        int pairs = 0;
        for (int i = 0; i + 1 < head.Length; i += 2)
        {
            if (head[i + from] != 0 || head[i + 1 - from] == 0)
            {
                return false;
            }

            pairs++;
        }

        return pairs > 1;
    }

    private void Begin()
    {
        if (_isKnown)
        {
            return;
        }

        _isKnown = true;
        byte[] all = [.. _head];
        byte[] head = all.Length > HeadBytes ? all[..HeadBytes] : all;
        _head.Clear();
        ReadOnlySpan<byte> span = head;
        bool isLittle = head is [0xFF, 0xFE, ..];
        bool isBig = head is [0xFE, 0xFF, ..];
        int mark = isLittle || isBig ? 2 : head is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        _isBigEndian = isBig || (!isLittle && HasZeros(span, 0));
        if (isLittle || _isBigEndian || HasZeros(span, 1))
        {
            Changes |= Change.Utf16;
        }

        string text = (Changes & Change.Utf16) == 0 ? Encoding.Latin1.GetString(head, mark, head.Length - mark)
            : (_isBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(head, mark, (head.Length - mark) & ~1);
        if (IsHex(text))
        {
            Changes |= Change.Hex;
            text = Encoding.Latin1.GetString(Convert.FromHexString(Digits(text)));
        }

        Changes |= HasEscapes(text) ? Change.Escaped : Change.None;
        if (Changes != Change.None)
        {
            _byteOf = new long[_bytes.Length];
            _lineOf = new long[_bytes.Length];
        }

        ByteCount = mark;
        _firstByte = mark;
        AddKnown(all.AsSpan(mark));
    }

    // A meter's own name may have a backslash, so one a telegram says nothing.
    private static bool HasEscapes(string text)
    {
        int escapes = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                escapes += text[i] is 'r' or 'n' ? 1 : 0;
            }
        }

        return escapes >= ReturnsPerTelegram * Math.Max(1, text.Count(c => c == '!')) && 2 * escapes >= text.Count(c => c == '\n');
    }

    private void AddKnown(ReadOnlySpan<byte> data)
    {
        MakeRoom(data.Length + 1);
        if (Changes == Change.None)
        {
            data.CopyTo(_bytes.AsSpan(Length));
            Length += data.Length;
            ByteCount += data.Length;
            _hasLineFeed |= data.Contains((byte)'\n');
            return;
        }

        foreach (byte b in data)
        {
            Take(b);
            ByteCount++;
            _line += b == '\n' ? 1 : 0;
        }
    }

    private void Take(byte b)
    {
        int c = b;
        if ((Changes & Change.Utf16) != 0)
        {
            if (_half < 0)
            {
                _half = b;
                return;
            }

            int unit = _isBigEndian ? (_half << 8) | b : (b << 8) | _half;
            c = unit > 0xFF ? '?' : unit;
            _half = -1;
        }

        if ((Changes & Change.Hex) != 0)
        {
            int digit = char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : -1;
            if (digit >= 0 && _digit >= 0)
            {
                Emit((char)((_digit << 4) | digit));
                digit = -1;
            }

            // The 0 of 0x is none, and neither is a digit alone.
            _digit = digit;
        }
        else
        {
            Emit((char)c);
        }
    }

    private void Emit(char c)
    {
        if ((Changes & Change.Escaped) != 0)
        {
            TakeEscaped(c);
        }
        else
        {
            Append(c);
        }
    }

    // Whether a backslash was doubled only the CRC tells, so two stay two.
    private void TakeEscaped(char c)
    {
        if (!_hasBackslash)
        {
            _hasBackslash = c == '\\';
            if (!_hasBackslash)
            {
                Append(c);
            }

            return;
        }

        _hasBackslash = false;
        if (c is 'r' or 'n' or 't')
        {
            Append(c == 'r' ? '\r' : c == 'n' ? '\n' : '\t');
        }
        else if (c is '"' or '\'' or '/')
        {
            Append(c);
        }
        else
        {
            Append('\\');
            Append(c);
        }
    }

    private void Append(char c)
    {
        MakeRoom(1);
        _byteOf![Length] = ByteCount;
        _lineOf![Length] = _line;
        _bytes[Length++] = (byte)c;
    }

    private void MakeRoom(int count)
    {
        if (Length + count > _bytes.Length)
        {
            int room = Math.Max(2 * _bytes.Length, Length + count);
            Array.Resize(ref _bytes, room);
            if (_byteOf != null)
            {
                Array.Resize(ref _byteOf, room);
                Array.Resize(ref _lineOf, room);
            }
        }
    }

    private int LineEnds(int count) => _bytes.AsSpan(0, count).Count(_hasLineFeed ? (byte)'\n' : (byte)'\r');
}
