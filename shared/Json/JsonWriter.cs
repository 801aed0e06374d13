using System;
using System.Text;
using MeterFirmware.Time;

namespace MeterFirmware.Json;

/// <summary>
/// Writes JSON (RFC 8259) into a byte array, or only counts how long it is. It allocates nothing, except for a text that is not
/// ASCII.
/// </summary>
/// <remarks>
/// What does not fit is left out but counted, so that <see cref="Length"/> says how much room the whole takes. The writer puts the
/// commas; that names and values take turns, and that what begins ends, is up to the caller. Names are ASCII without anything to escape.
/// </remarks>
public sealed class JsonWriter
{
    private const string HexDigits = "0123456789abcdef";

    // What stands around a name: comma, two quotes, colon.
    private const int LongestFrame = 4;

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
        Put('{');
        _needsComma = false;
    }

    /// <summary>Opens an object that is a member.</summary>
    /// <param name="name">Its name.</param>
    public void BeginObject(string name)
    {
        Name(name);
        Put('{');
        _needsComma = false;
    }

    /// <summary>Opens an object that is a member under a name that may need escaping, such as one that a user chose.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="mostBytes">As of <see cref="Text"/>.</param>
    public void BeginNamedObject(string name, int mostBytes = int.MaxValue)
    {
        Separate();
        Quoted(name, mostBytes);
        Put(':');
        Put('{');
        _needsComma = false;
    }

    /// <summary>Closes an object.</summary>
    public void EndObject()
    {
        Put('}');
        _needsComma = true;
    }

    /// <summary>Opens a list that is a member.</summary>
    /// <param name="name">Its name.</param>
    public void BeginList(string name)
    {
        Name(name);
        Put('[');
        _needsComma = false;
    }

    /// <summary>Closes a list.</summary>
    public void EndList()
    {
        Put(']');
        _needsComma = true;
    }

    /// <summary>Writes a number.</summary>
    /// <param name="name">Its name; null for the next item of a list.</param>
    /// <param name="value">The number in its smallest unit.</param>
    /// <param name="decimals">How many of its digits stand behind the point.</param>
    public void Number(string? name, long value, int decimals = 0)
    {
        Name(name);
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
    /// <param name="name">Its name; null for the next item of a list.</param>
    /// <param name="text">Any text; it is escaped where it must be.</param>
    /// <param name="mostBytes">The most bytes between its quotes; what is longer is cut, at the end of a character.</param>
    public void Text(string? name, string text, int mostBytes = int.MaxValue)
    {
        Name(name);
        Quoted(text, mostBytes);
    }

    /// <summary>Writes JSON that is there already, as it stands: one whole value, or the beginning of one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">Where it is.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    public void Json(string name, byte[] json, int offset, int count)
    {
        Name(name);
        Json(json, offset, count);
    }

    /// <summary>Writes how a value goes on whose beginning was written as it stands.</summary>
    /// <param name="json">Where it is.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    public void Json(byte[] json, int offset, int count)
    {
        if (_at + count <= _buffer.Length)
        {
            Array.Copy(json, offset, _buffer, _at, count);
        }

        _at += count;
    }

    private void Name(string? name)
    {
        if (name == null)
        {
            Separate();
            _needsComma = true;
            return;
        }

        byte[] buffer = _buffer;
        int at = _at;
        int end = at + name.Length + LongestFrame;
        if (end <= buffer.Length)
        {
            if (_needsComma)
            {
                buffer[at++] = (byte)',';
            }

            buffer[at++] = (byte)'"';
            at += Encoding.UTF8.GetBytes(name, 0, end - LongestFrame - _at, buffer, at);
            buffer[at++] = (byte)'"';
            buffer[at++] = (byte)':';
            _at = at;
        }
        else
        {
            Separate();
            Put('"');
            Ascii(name);
            Put('"');
            Put(':');
        }

        _needsComma = true;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Put(',');
        }
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

    private void Quoted(string text, int mostBytes)
    {
        Put('"');
        bool isPlain = text.Length <= mostBytes;
        for (int i = 0; i < text.Length && isPlain; i++)
        {
            char c = text[i];
            isPlain = c >= ' ' && c < 127 && c != '"' && c != '\\';
        }

        if (isPlain)
        {
            Ascii(text);
        }
        else
        {
            Escaped(Encoding.UTF8.GetBytes(text), mostBytes);
        }

        Put('"');
    }

    private void Escaped(byte[] utf8, int mostBytes)
    {
        int room = mostBytes;
        for (int i = 0; i < utf8.Length; i++)
        {
            // All bytes of a character have room, or none.
            int c = utf8[i];
            bool isQuoted = c == '"' || c == '\\';
            int bytes = isQuoted ? 2 : c < ' ' ? 6 : c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
            bool isFollower = (c & 0xC0) == 0x80;
            if (!isFollower && bytes > room)
            {
                return;
            }

            room -= isFollower ? 0 : bytes;
            if (c < ' ')
            {
                Ascii("\\u00");
                Put('0' + (c >> 4));
                Put(HexDigits[c & 15]);
                continue;
            }

            if (isQuoted)
            {
                Put('\\');
            }

            Put(c);
        }
    }
}
