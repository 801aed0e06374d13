using System;
using System.Text;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Readings;

/// <summary>A text that the meter sends as hexadecimal octets: a serial number, an EAN, a message.</summary>
/// <remarks>The same text arrives every second, so the bytes are kept and a string is made only when they change.</remarks>
public sealed class MeterText
{
    // Most channels have no meter, so most texts never come: their memory is taken when they do.
    private static readonly byte[] None = new byte[0];

    private byte[] _raw = None;
    private int _rawLength;
    private string? _text;

    /// <summary>Whether the last telegram carried it, be it empty.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>
    /// The text: the octets decoded when all of them are printable ASCII, else the digits as they were sent.
    /// Empty when the meter sent nothing or only zeros. It is the same object until the text changes.
    /// </summary>
    public string Text => _text ??= Decode();

    /// <summary>The text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal void Clear() => IsPresent = false;

    // Returns false, and takes nothing over, when a byte is no hexadecimal digit.
    internal bool Set(byte[] telegram, int offset, int count)
    {
        if (count != _rawLength || !IsSame(telegram, offset))
        {
            for (int i = 0; i < count; i++)
            {
                if (HexDigit.Value(telegram[offset + i]) < 0)
                {
                    return false;
                }
            }

            if (count > _raw.Length)
            {
                _raw = new byte[count];
            }

            Array.Copy(telegram, offset, _raw, 0, count);
            _rawLength = count;
            _text = null;
        }

        IsPresent = true;
        return true;
    }

    private bool IsSame(byte[] telegram, int offset)
    {
        byte[] raw = _raw;
        int count = _rawLength;
        for (int i = 0; i < count; i++)
        {
            if (raw[i] != telegram[offset + i])
            {
                return false;
            }
        }

        return true;
    }

    private string Decode()
    {
        bool blank = true;
        bool printable = _rawLength % 2 == 0;
        byte[] octets = new byte[_rawLength / 2];
        for (int i = 0; i < _rawLength; i++)
        {
            blank &= _raw[i] == '0';
        }

        for (int i = 0; i < octets.Length && printable; i++)
        {
            int octet = (HexDigit.Value(_raw[2 * i]) << 4) | HexDigit.Value(_raw[(2 * i) + 1]);
            printable = octet >= ' ' && octet <= '~';
            octets[i] = (byte)octet;
        }

        if (blank)
        {
            return "";
        }

        return printable
            ? Encoding.UTF8.GetString(octets, 0, octets.Length)
            : Encoding.UTF8.GetString(_raw, 0, _rawLength);
    }
}
