using System;
using System.Text;
using MeterFirmware.Text;
using MeterFirmware.Time;

namespace MeterFirmware.Json;

/// <summary>
/// Writes JSON (RFC 8259) into a byte array that is used again and again. It allocates nothing, except for a text that is not
/// ASCII and for a memory that grows.
/// </summary>
/// <remarks>
/// What does not fit is left out but counted, so that <see cref="Length"/> says how much room the whole takes. The writer puts the
/// commas; that names and values take turns, and that what begins ends, is up to the caller. Names are ASCII without anything to escape.
/// </remarks>
public sealed class JsonWriter
{
    private const string HexDigits = "0123456789abcdef";

    // Of a moment, up to its seconds.
    private const int MinuteEnd = 17;

    // What stands around a name: comma, two quotes, colon.
    private const int LongestFrame = 4;

    private const int SecondsPerMinute = 60;

    // The chip makes an object of a literal each time that it comes by one; of these it does so once. Brackets are members too.
    private static readonly string Object = "{";
    private static readonly string ObjectEnd = "}";
    private static readonly string List = "[";
    private static readonly string ListEnd = "]";
    private static readonly string True = "true";
    private static readonly string False = "false";
    private static readonly string NullText = "null";

    // Beside a value in the memory: that it is no number.
    private static readonly string IsMoment = "moment";
    private static readonly string IsMonth = "month";

    private static readonly Encoding Utf8 = Encoding.UTF8;

    private byte[] _buffer = new byte[0];
    private int _at;
    private bool _needsComma;

    // As long as the members are those of last time, in their order, each stands where it is looked for.
    private JsonMemory? _memory;
    private bool _isInStep;
    private int _member;
    private int _oldLength;
    private int _extent;
    private int _memberStart;
    private int _valueStart;

    /// <summary>Bytes that the text takes so far, also where they did not fit.</summary>
    public int Length => _at;

    /// <summary>Whether all of it stands in the array.</summary>
    public bool Fits => _at <= _buffer.Length;

    /// <summary>
    /// Where the array may still hold a text from before, or the part of one that was moved; behind <see cref="Length"/> when this one is
    /// shorter.
    /// </summary>
    internal int Extent => _extent;

    /// <summary>Starts a text.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    public void Begin(byte[] buffer)
    {
        _buffer = buffer;
        _at = 0;
        _needsComma = false;
        _memory = null;
        _isInStep = false;
        _extent = 0;
    }

    /// <summary>Starts a text, of which only what has changed is written when the array still holds the one before.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    /// <param name="memory">
    /// What was written into it, and is to be remembered; <see cref="End"/> must follow. Names must be the same objects each time.
    /// </param>
    public void Begin(byte[] buffer, JsonMemory memory)
    {
        Begin(buffer);
        _memory = memory;
        _member = 0;
        _oldLength = memory.Length;
        _extent = memory.Length;
        _isInStep = memory.Buffer == buffer;
        if (!_isInStep)
        {
            memory.Count = 0;
        }

        memory.Buffer = null;
    }

    /// <summary>Ends a text that was begun with a memory.</summary>
    public void End()
    {
        if (_memory != null)
        {
            _memory.Count = _member;
            _memory.Length = _at;
            _memory.Buffer = Fits ? _buffer : null;
        }
    }

    /// <summary>Opens an object that is the whole text, or an element of a list.</summary>
    public void BeginObject()
    {
        if (!Stands(Object, 0, null))
        {
            Separate();
            _valueStart = _at;
            Put('{');
            Remember(Object, 0, null);
        }

        _needsComma = false;
    }

    /// <summary>Opens an object that is a member.</summary>
    /// <param name="name">Its name.</param>
    public void BeginObject(string name) => Open(name, Object, '{');

    /// <summary>Closes an object.</summary>
    public void EndObject() => Close(ObjectEnd, '}');

    /// <summary>Opens a list that is a member.</summary>
    /// <param name="name">Its name.</param>
    public void BeginList(string name) => Open(name, List, '[');

    /// <summary>Closes a list.</summary>
    public void EndList() => Close(ListEnd, ']');

    /// <summary>Writes a number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number in its smallest unit.</param>
    /// <param name="decimals">How many of its digits stand behind the point; with a memory, always the same for a name.</param>
    public void Number(string name, long value, int decimals = 0)
    {
        if (Stands(name, value, null))
        {
            return;
        }

        if (_isInStep && RewriteNumber(value, decimals))
        {
            return;
        }

        Name(name);
        if (_at + FixedPoint.LongestText <= _buffer.Length)
        {
            _at = FixedPoint.Write(_buffer, _at, value, decimals);
        }
        else
        {
            int end = _at + FixedPoint.Length(value, decimals);
            if (end <= _buffer.Length)
            {
                FixedPoint.WriteBefore(_buffer, end, value, decimals);
            }

            _at = end;
        }

        Remember(name, value, null);
    }

    /// <summary>Writes true or false.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Which one.</param>
    public void Bool(string name, bool value) => Word(name, value ? True : False);

    /// <summary>Writes null.</summary>
    /// <param name="name">Its name.</param>
    public void Null(string name) => Word(name, NullText);

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

        if (Stands(name, utc, IsMoment))
        {
            return;
        }

        if (_isInStep && RewriteMoment(utc))
        {
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
        Remember(name, utc, IsMoment);
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

        if (Stands(name, monthNumber, IsMonth))
        {
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
        Remember(name, monthNumber, IsMonth);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Any text; it is escaped where it must be.</param>
    public void Text(string name, string text)
    {
        if (!Stands(name, 0, text))
        {
            Name(name);
            Quoted(text);
            Remember(name, 0, text);
        }
    }

    /// <summary>Writes JSON that is there already, as it stands.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">Where it is: one whole value.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    public void Json(string name, byte[] json, int offset, int count)
    {
        if (_isInStep)
        {
            FallOutOfStep();
        }

        _memberStart = _at;
        Name(name);
        if (_at + count <= _buffer.Length)
        {
            Array.Copy(json, offset, _buffer, _at, count);
        }

        _at += count;
        Remember(name, 0, null);
    }

    /// <summary>Opens an object that is a member under a name that may need escaping, such as one that a user chose.</summary>
    /// <param name="name">Any text.</param>
    public void BeginNamedObject(string name)
    {
        if (!Stands(name, 0, Object))
        {
            Separate();
            Quoted(name);
            Put(':');
            _valueStart = _at;
            Put('{');
            Remember(name, 0, Object);
        }

        _needsComma = false;
    }

    // Whether the next member is what it was last time, name, value and text; then it is passed over. When the member is another
    // than last time, all from here on is written anew.
    private bool Stands(string name, long value, object? text)
    {
        if (_isInStep)
        {
            JsonMemory memory = _memory!;
            int member = _member;
            if (member >= memory.Count || (object)memory.Names[member] != (object)name)
            {
                FallOutOfStep();
            }
            else if (memory.Values[member] == value && memory.Texts[member] == text)
            {
                _at += memory.Lengths[member];
                _member = member + 1;
                _needsComma = true;
                return true;
            }
        }

        _memberStart = _at;
        return false;
    }

    // Most numbers keep their length, and their first digits.
    private bool RewriteNumber(long value, int decimals)
    {
        JsonMemory memory = _memory!;
        int member = _member;
        int end = _at + memory.Lengths[member];
        if (memory.Texts[member] == null && FixedPoint.Rewrite(_buffer, end, memory.Values[member], value, decimals))
        {
            _at = end;
        }
        else if (MakeRoom(FixedPoint.Length(value, decimals)))
        {
            FixedPoint.WriteBefore(_buffer, _at, value, decimals);
            memory.Texts[member] = null;
        }
        else
        {
            return false;
        }

        memory.Values[member] = value;
        _member = member + 1;
        _needsComma = true;
        return true;
    }

    private bool RewriteMoment(long utc)
    {
        JsonMemory memory = _memory!;
        int member = _member;
        if (memory.Texts[member] != (object)IsMoment)
        {
            return false;
        }

        int text = _at + memory.PrefixLengths[member] + 1;
        if (memory.Values[member] / SecondsPerMinute == utc / SecondsPerMinute)
        {
            IsoTime.WriteSecond(_buffer, text + MinuteEnd, utc);
        }
        else
        {
            IsoTime.Write(_buffer, text, utc);
        }

        memory.Values[member] = utc;
        _at = text + IsoTime.Length + 1;
        _member = member + 1;
        _needsComma = true;
        return true;
    }

    private void FallOutOfStep()
    {
        _isInStep = false;
        _memory!.Count = _member;
    }

    // Makes the room of the next member's value as long as it is to be, moves what follows, and goes to its end. A bracket is no
    // value: what follows it has no comma.
    private bool MakeRoom(int length)
    {
        JsonMemory memory = _memory!;
        object? text = memory.Texts[_member];
        if (text == (object)Object || text == (object)List)
        {
            return false;
        }

        int start = _at + memory.PrefixLengths[_member];
        int end = _at + memory.Lengths[_member];
        int longer = length - (end - start);
        if (longer != 0)
        {
            if (_oldLength + longer > _buffer.Length)
            {
                return false;
            }

            Array.Copy(_buffer, end, _buffer, end + longer, _oldLength - end);
            _oldLength += longer;
            if (_oldLength > _extent)
            {
                _extent = _oldLength;
            }

            memory.Lengths[_member] = (short)(start + length - _at);
        }

        _at = start + length;
        return true;
    }

    private void Remember(string name, long value, object? text)
    {
        if (_memory == null)
        {
            return;
        }

        if (_isInStep)
        {
            FallOutOfStep();
        }

        _memory.Add(name, value, text, _valueStart - _memberStart, _at - _valueStart);
        _member++;
    }

    private void Word(string name, string word)
    {
        if (Stands(name, 0, word))
        {
            return;
        }

        if (_isInStep && MakeRoom(word.Length))
        {
            Utf8.GetBytes(word, 0, word.Length, _buffer, _at - word.Length);
            _memory!.Values[_member] = 0;
            _memory.Texts[_member++] = word;
            _needsComma = true;
            return;
        }

        Name(name);
        Ascii(word);
        Remember(name, 0, word);
    }

    private void Open(string name, string kind, int bracket)
    {
        if (!Stands(name, 0, kind))
        {
            Name(name);
            Put(bracket);
            Remember(name, 0, kind);
        }

        _needsComma = false;
    }

    private void Close(string name, int bracket)
    {
        if (!Stands(name, 0, null))
        {
            _valueStart = _at;
            Put(bracket);
            Remember(name, 0, null);
        }

        _needsComma = true;
    }

    private void Name(string name)
    {
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
            at += Utf8.GetBytes(name, 0, end - LongestFrame - _at, buffer, at);
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

        _valueStart = _at;
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
            Utf8.GetBytes(text, 0, length, _buffer, _at);
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
            Escaped(Utf8.GetBytes(text));
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
