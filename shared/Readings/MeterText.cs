using System;
using System.Text;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Readings;

/// <summary>A text that the meter sends as hexadecimal octets: a serial number, an EAN, a message.</summary>
/// <remarks>
/// The same text arrives every second, so what arrives is compared with what is there, and memory is taken only for another one:
/// that is kept beside it until its telegram is taken over.
/// </remarks>
public sealed class MeterText
{
    private const int None = -1;

    private byte[]? _octets;
    private int _digits;
    private string? _text;

    // What the telegram under way says: octets only when they are not those above, digits None when it has not come by it yet.
    private byte[]? _nextOctets;
    private int _nextDigits = None;

    /// <summary>Whether the last telegram carried it, be it empty.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>
    /// The text: the octets decoded when all of them are printable ASCII, else their digits, in capitals.
    /// Empty when the meter sent nothing or only zeros. It is the same object until the text changes.
    /// </summary>
    public string Text => _text ??= Decode();

    /// <summary>The text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal void Forget()
    {
        _nextOctets = null;
        _nextDigits = None;
    }

    internal void Begin()
    {
        _nextOctets = null;
        _nextDigits = 0;
    }

    // More of the text, in whatever pieces. False when a byte is no hexadecimal digit, or when there are too many.
    internal bool Add(byte[] text, int from, int to, int mostDigits)
    {
        int digits = _nextDigits;
        int room = digits + to - from;
        if (room > mostDigits)
        {
            return false;
        }

        byte[]? octets = _nextOctets;
        bool isSame = octets == null;
        octets ??= _octets;
        if (isSame)
        {
            int first = digits;
            digits = Compare(text, from, to, digits);
            from += digits - first;
        }

        for (int i = from; i < to; i++)
        {
            int digit = HexDigit.Value(text[i]);
            if (digit < 0)
            {
                return false;
            }

            int at = digits >> 1;
            bool isHigh = (digits & 1) == 0;
            if (isSame ? digits >= _digits || ((octets![at] >> (isHigh ? 4 : 0)) & 15) != digit : at == octets!.Length)
            {
                // What has come so far may be all of it, or a first piece of a long message: twice that, so that it moves a few times only.
                int length = isSame ? room : digits + room;
                octets = Copy(octets, digits, length < mostDigits ? length : mostDigits);
                _nextOctets = octets;
                isSame = false;
            }

            if (!isSame)
            {
                octets![at] = (byte)(isHigh ? digit << 4 : (octets[at] & 0xF0) | digit);
            }

            digits++;
        }

        _nextDigits = digits;
        return true;
    }

    internal void Take()
    {
        IsPresent = _nextDigits != None;
        if (IsPresent && (_nextOctets != null || _nextDigits != _digits))
        {
            _octets = _nextDigits == 0 ? null : _nextOctets ?? Copy(_octets, _nextDigits, _nextDigits);
            _digits = _nextDigits;
            _text = null;
        }
    }

    private static byte[] Copy(byte[]? octets, int digits, int room)
    {
        byte[] copy = new byte[(room + 1) / 2];
        if (octets != null)
        {
            Array.Copy(octets, copy, (digits + 1) / 2);
        }

        return copy;
    }

    // Two digits at a time, as long as they are those that are there. Returns how many digits are the same then.
    private int Compare(byte[] text, int from, int to, int digits)
    {
        byte[]? octets = _octets;
        int end = digits + to - from;
        end = end < _digits ? end : _digits;
        if ((digits & 1) != 0 && digits < end)
        {
            // A piece that ended between the two digits of an octet.
            if (HexDigit.Value(text[from]) != (octets![digits >> 1] & 15))
            {
                return digits;
            }

            digits++;
            from++;
        }

        for (; digits + 1 < end; digits += 2, from += 2)
        {
            int high = text[from] - '0';
            if ((uint)high > 9)
            {
                high = HexDigit.Value(text[from]);
            }

            int low = text[from + 1] - '0';
            if ((uint)low > 9)
            {
                low = HexDigit.Value(text[from + 1]);
            }

            if ((high | low) < 0 || (high << 4) + low != octets![digits >> 1])
            {
                break;
            }
        }

        return digits;
    }

    private string Decode()
    {
        bool blank = true;
        bool printable = _digits % 2 == 0;
        for (int i = 0; i < (_digits + 1) / 2; i++)
        {
            int octet = _octets![i];
            blank &= octet == 0;
            printable &= octet >= ' ' && octet <= '~';
        }

        if (blank)
        {
            return "";
        }

        if (printable)
        {
            return Encoding.UTF8.GetString(_octets!, 0, _digits / 2);
        }

        byte[] digits = new byte[_digits];
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = (_octets![i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
            digits[i] = (byte)(digit < 10 ? digit + '0' : digit - 10 + 'A');
        }

        return Encoding.UTF8.GetString(digits, 0, digits.Length);
    }
}
