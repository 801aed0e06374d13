using System;
using System.Text;
using MeterFirmware.Text;
using MeterFirmware.Time;

namespace MeterFirmware.Json;

/// <summary>
/// Writes JSON (RFC 8259) into a byte array that is used again and again. It allocates nothing, except for a text that is not
/// ASCII.
/// </summary>
/// <remarks>
/// What does not fit is left out but counted, so that <see cref="Length"/> says how much room the whole takes. The writer puts the
/// commas; that names and values take turns, and that what begins ends, is up to the caller. Names are ASCII without anything to escape.
/// </remarks>
public sealed class JsonWriter
{
    private const string HexDigits = "0123456789abcdef";

    private byte[] _buffer = new byte[0];
    private int _at;
    private bool _needsComma;

    /// <summary>Bytes that the text takes so far, also where they did not fit.</summary>
    public int Length => _at;

    /// <summary>Whether all of it stands in the array.</summary>
    public bool Fits => _at <= _buffer.Length;

    /// <summary>Starts a text.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    public void Begin(byte[] buffer)
    {
        _buffer = buffer;
        _at = 0;
        _needsComma = false;
    }

    /// <summary>Opens an object that is the whole text, or an element of a list.</summary>
    public void BeginObject()
    {
        Separate();
        Open('{');
    }

    /// <summary>Opens an object that is a member.</summary>
    /// <param name="name">Its name.</param>
    public void BeginObject(string name)
    {
        Name(name);
        Open('{');
    }

    /// <summary>Closes an object.</summary>
    public void EndObject() => Close('}');

    /// <summary>Opens a list that is a member.</summary>
    /// <param name="name">Its name.</param>
    public void BeginList(string name)
    {
        Name(name);
        Open('[');
    }

    /// <summary>Closes a list.</summary>
    public void EndList() => Close(']');

    /// <summary>Writes a number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number in its smallest unit.</param>
    /// <param name="decimals">How many of its digits stand behind the point.</param>
    public void Number(string name, long value, int decimals = 0)
    {
        Name(name);
        if (_at + FixedPoint.LongestText <= _buffer.Length)
        {
            _at = FixedPoint.Write(_buffer, _at, value, decimals);
            return;
        }

        int end = _at + FixedPoint.Length(value, decimals);
        if (end <= _buffer.Length)
        {
            FixedPoint.WriteBefore(_buffer, end, value, decimals);
        }

        _at = end;
    }

    /// <summary>Writes true or false.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Which one.</param>
    public void Bool(string name, bool value)
    {
        Name(name);
        Ascii(value ? "true" : "false");
    }

    /// <summary>Writes null.</summary>
    /// <param name="name">Its name.</param>
    public void Null(string name)
    {
        Name(name);
        Ascii("null");
    }

    /// <summary>Writes a moment in local time with its offset, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="utc">UTC seconds since 1970, or <see cref="MeterTime.None"/>.</param>
    public void Moment(string name, long utc)
    {
        if (utc == MeterTime.None)
        {
            Null(name);
            return;
        }

        Name(name);
        Put('"');
        if (_at + IsoTime.Length <= _buffer.Length)
        {
            IsoTime.Write(_buffer, _at, utc);
        }

        _at += IsoTime.Length;
        Put('"');
    }

    /// <summary>Writes a month as 2026-11, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="monthNumber">year * 12 + month - 1, or 0 for none.</param>
    public void Month(string name, int monthNumber)
    {
        if (monthNumber == 0)
        {
            Null(name);
            return;
        }

        Name(name);
        Put('"');
        if (_at + IsoTime.MonthLength <= _buffer.Length)
        {
            IsoTime.WriteMonth(_buffer, _at, monthNumber);
        }

        _at += IsoTime.MonthLength;
        Put('"');
    }

    /// <summary>Writes a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Any text; it is escaped where it must be.</param>
    public void Text(string name, string text)
    {
        Name(name);
        Quoted(text);
    }

    /// <summary>Writes JSON that is there already, as it stands.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">Where it is: one whole value.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    public void Json(string name, byte[] json, int offset, int count)
    {
        Name(name);
        if (_at + count <= _buffer.Length)
        {
            Array.Copy(json, offset, _buffer, _at, count);
        }

        _at += count;
    }

    /// <summary>Opens an object that is a member under a name that may need escaping, such as one that a user chose.</summary>
    /// <param name="name">Any text.</param>
    public void BeginNamedObject(string name)
    {
        Separate();
        Quoted(name);
        Put(':');
        Open('{');
    }

    private void Name(string name)
    {
        Separate();
        Put('"');
        Ascii(name);
        Put('"');
        Put(':');
        _needsComma = true;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Put(',');
        }
    }

    private void Open(int bracket)
    {
        Put(bracket);
        _needsComma = false;
    }

    private void Close(int bracket)
    {
        Put(bracket);
        _needsComma = true;
    }

    private void Put(int c)
    {
        if (_at < _buffer.Length)
        {
            _buffer[_at] = (byte)c;
        }

        _at++;
    }

    // One call into native code is cheaper on the chip than a loop over the characters.
    private void Ascii(string text)
    {
        int length = text.Length;
        if (_at + length <= _buffer.Length)
        {
            Encoding.UTF8.GetBytes(text, 0, length, _buffer, _at);
        }

        _at += length;
    }

    private void Quoted(string text)
    {
        Put('"');
        bool isPlain = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            isPlain &= c >= ' ' && c < 127 && c != '"' && c != '\\';
        }

        if (isPlain)
        {
            Ascii(text);
        }
        else
        {
            Escaped(Encoding.UTF8.GetBytes(text));
        }

        Put('"');
        _needsComma = true;
    }

    private void Escaped(byte[] utf8)
    {
        for (int i = 0; i < utf8.Length; i++)
        {
            int c = utf8[i];
            if (c == '"' || c == '\\')
            {
                Put('\\');
                Put(c);
            }
            else if (c < ' ')
            {
                Ascii("\\u00");
                Put('0' + (c >> 4));
                Put(HexDigits[c & 15]);
            }
            else
            {
                Put(c);
            }
        }
    }
}
