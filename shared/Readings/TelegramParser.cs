using System;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>Turns the bytes of a telegram into a <see cref="Reading"/>.</summary>
/// <remarks>
/// <para>
/// A line that is unknown or badly written is counted, kept in <see cref="Reading.Skipped"/> and passed over; the rest of the
/// telegram still counts. Lines may come in any order and any may be absent.
/// </para>
/// <para>
/// No byte past the <c>!</c> is ever looked at: it ends every loop, being neither a digit nor any mark that a value is made of.
/// </para>
/// </remarks>
public sealed partial class TelegramParser
{
    private const int Failed = -1;
    private const int MostDigits = 9;

    // DSMR 5.0.2 P1 section 6.12: an identifier has at most 48 octets.
    private const int LongestSerial = 96;

    private const int KindsOfLines = 16;

    private static readonly object LineFeed = (byte)'\n';

    private readonly byte[] _kinds = ObisCatalogue.Kinds;
    private readonly byte[] _units = ObisCatalogue.Units;
    private readonly byte[] _fields = ObisCatalogue.Fields;

    // A meter sends the same lines in the same order every second: the n-th line is most likely what it was last time.
    private readonly TelegramLayout _layout = new();

    // Two lines for one value: the last one counts, so such a telegram is always read whole.
    private readonly bool[] _subMeterLines = new bool[(ObisCode.LastChannel + 1) * KindsOfLines];
    private bool _hasRepeats;

    private byte[] _text = new byte[0];
    private int _end;
    private int _at;
    private int _value;
    private int _digits;
    private int _digitsValue;
    private int _scale;
    private bool _hasUnit;
    private long _time;
    private int _failedAt;

    // What the telegram before was, so that a reading can be carried on from it.
    private TelegramReader? _reader;
    private Reading? _reading;
    private int _clearCount;
    private bool _canFollow;
    private long _telegramCount;
    private long _unknownBefore;
    private long _malformedBefore;

    /// <summary>Lines with a code that the catalogue does not have, or without any code, since the start.</summary>
    public long UnknownLineCount { get; private set; }

    /// <summary>Lines with a known code and a badly written value, since the start.</summary>
    public long MalformedLineCount { get; private set; }

    /// <summary>Reads the telegram that a reader has. Of one that follows on the telegram read before, only the lines that changed.</summary>
    /// <param name="reader">Has a telegram.</param>
    /// <param name="reading">Is brought up to the telegram, whatever it was before.</param>
    public void Parse(TelegramReader reader, Reading reading)
    {
        bool follows = !reader.Changes.IsAll
            && _reader == reader
            && _reading == reading
            && _telegramCount == reader.TelegramCount - 1
            && _clearCount == reading.ClearCount
            && _canFollow;
        if (follows && ReadChanges(reader.Changes, reading))
        {
            UnknownLineCount += _unknownBefore;
            MalformedLineCount += _malformedBefore;
            _telegramCount++;
            return;
        }

        long unknown = UnknownLineCount;
        long malformed = MalformedLineCount;
        Parse(reader.Buffer, reader.BodyLength, reading);
        _unknownBefore = UnknownLineCount - unknown;
        _malformedBefore = MalformedLineCount - malformed;
        _telegramCount = reader.TelegramCount;
        _clearCount = reading.ClearCount;
        _reading = reading;
        _reader = reader;
    }

    /// <summary>Reads a telegram, all of it.</summary>
    /// <param name="text">Where its bytes are, from index 0.</param>
    /// <param name="length">From the <c>/</c> to the <c>!</c>, both included.</param>
    /// <param name="reading">Is emptied, then filled.</param>
    /// <exception cref="ArgumentException">The last byte is no <c>!</c>.</exception>
    public void Parse(byte[] text, int length, Reading reading)
    {
        if (length < 1 || text[length - 1] != '!')
        {
            throw new ArgumentException("A telegram ends in !", nameof(length));
        }

        reading.Clear();
        _reader = null;
        _text = text;
        _end = length;
        _hasRepeats = false;
        Array.Clear(_subMeterLines, 0, _subMeterLines.Length);

        int p = NextLine(0);
        int line = 0;
        int last = length - 1;
        while (p < last)
        {
            int c = text[p];
            if (c == '\r' || c == '\n')
            {
                p++;
                continue;
            }

            p = ParseLine(p, line, reading);
            line++;
        }

        _layout.End(line, last);
        _canFollow = _layout.IsWhole && !_hasRepeats;
    }

    private int ParseLine(int start, int line, Reading reading)
    {
        int code = ReadCode(start);
        int p = _at;
        if (code == ObisCode.None)
        {
            _layout.Add(line, start, code, Failed, p, Failed);
            return Skip(reading, start, p, LineProblem.NoCode);
        }

        int row = _layout.RowOf(line, code);
        if (row < 0)
        {
            _layout.Add(line, start, code, row, p, Failed);
            return Skip(reading, start, start, LineProblem.UnknownCode);
        }

        int end = ParseValue(p, row, code, reading);
        _layout.Add(line, start, code, row, p, end);
        return end == Failed ? Skip(reading, start, _failedAt, LineProblem.BadValue) : end;
    }

    // A-B:C.D.E( -- each step reads one byte further only after the byte before it proved to be no '!'.
    // Leaves in _at the place of the bracket, or of the trouble when it is no code.
    private int ReadCode(int p)
    {
        byte[] text = _text;
        int a = text[p] - '0';
        if ((uint)a > 9 || text[++p] != '-')
        {
            _at = p;
            return ObisCode.None;
        }

        int b = text[++p] - '0';
        if ((uint)b > 9 || text[++p] != ':')
        {
            _at = p;
            return ObisCode.None;
        }

        int code = (a << 28) | (b << 24);
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            int number = text[++p] - '0';
            if ((uint)number > 9)
            {
                _at = p;
                return ObisCode.None;
            }

            int digit = text[++p] - '0';
            while ((uint)digit <= 9 && number < 256)
            {
                number = (number * 10) + digit;
                digit = text[++p] - '0';
            }

            if (number > 255 || text[p] != (shift == 0 ? '(' : '.'))
            {
                _at = p;
                return ObisCode.None;
            }

            code |= number << shift;
        }

        _at = p;
        return code;
    }

    // From the bracket on. Returns the place after the value, which is the end of the line, or Failed.
    private int ParseValue(int p, int row, int code, Reading reading)
    {
        ObisKind kind = (ObisKind)_kinds[row];
        if (kind >= ObisKind.SubMeterType)
        {
            int channel = (code >> 24) & 15;
            int seen = (channel * KindsOfLines) + (int)(kind == ObisKind.SubMeterRegisterTwoLines ? ObisKind.SubMeterRegister : kind);
            _hasRepeats |= _subMeterLines[seen];
            _subMeterLines[seen] = true;
            return ParseSubMeterValue(p, kind, reading.SubMeter(channel));
        }

        int field = _fields[row];
        _hasRepeats |= reading.Values[field] != Reading.Absent;
        if (kind > ObisKind.Limit)
        {
            return ParseMeterValue(p, kind, field, reading);
        }

        int end = kind == ObisKind.Number ? ReadNumber(p) : ReadQuantity(p, (ObisUnit)_units[row]);
        if (end != Failed && _hasUnit == (kind == ObisKind.Number))
        {
            return Fail(end - 1);
        }

        if (end == Failed || !LineEnds(end))
        {
            return Failed;
        }

        reading.Values[field] = kind == ObisKind.Limit && IsAllNines() ? Reading.NoLimit : _value;
        return end;
    }

    private int ParseMeterValue(int p, ObisKind kind, int field, Reading reading)
    {
        if (kind == ObisKind.Text)
        {
            int close = ReadHex(p);
            if (close == Failed)
            {
                return Failed;
            }

            MeterText text = field == (int)Field.MeterSerial ? reading.MeterSerial
                : field == (int)Field.Ean ? reading.Ean
                : reading.Message;
            if ((text != reading.Message && close - p - 1 > LongestSerial) || !text.Set(_text, p + 1, close - p - 1))
            {
                return Fail(p + 1);
            }

            reading.Values[field] = 1;
            return close + 1;
        }

        if (kind == ObisKind.PeakHistory)
        {
            int end = ReadPeakHistory(p, reading.PeakHistory);
            if (end == Failed)
            {
                reading.PeakHistory.Clear();
                return Failed;
            }

            reading.Values[field] = 1;
            return end;
        }

        p = ReadTime(p);
        if (p == Failed)
        {
            return Failed;
        }

        long time = _time;
        if (kind == ObisKind.Time)
        {
            if (time == MeterTime.None)
            {
                return Fail(p - MeterTime.Length - 1);
            }

            if (!LineEnds(p))
            {
                return Failed;
            }

            reading.TimeUtc = time;
            reading.Values[field] = 1;
            return p;
        }

        p = ReadQuantity(p, ObisUnit.Watt);
        if (p == Failed || !_hasUnit || !LineEnds(p))
        {
            return p == Failed || _hasUnit ? Failed : Fail(p - 1);
        }

        reading.MonthPeakEndUtc = time;
        reading.Values[field] = _value;
        return p;
    }

    private int ParseSubMeterValue(int p, ObisKind kind, SubMeter subMeter)
    {
        if (kind == ObisKind.SubMeterSerial || kind == ObisKind.SubMeterEan)
        {
            int close = ReadHex(p);
            if (close == Failed)
            {
                return Failed;
            }

            int count = close - p - 1;
            bool isTaken = count <= LongestSerial
                && (kind == ObisKind.SubMeterSerial
                    ? subMeter.SetSerial(_text, p + 1, count)
                    : subMeter.SetEan(_text, p + 1, count));
            if (!isTaken)
            {
                return Fail(p + 1);
            }

            return close + 1;
        }

        if (kind == ObisKind.SubMeterType || kind == ObisKind.SubMeterValve)
        {
            p = ReadNumber(p);
            if (p == Failed || !LineEnds(p))
            {
                return Failed;
            }

            if (kind == ObisKind.SubMeterType)
            {
                subMeter.SetType(_value);
            }
            else
            {
                subMeter.SetValve(_value);
            }

            return p;
        }

        if (kind == ObisKind.SubMeterRegister)
        {
            p = ReadTime(p);
            if (p != Failed)
            {
                p = ReadQuantity(p, ObisUnit.LitreOrMegajoule);
            }
        }
        else
        {
            p = ReadTwoLineRegister(p);
        }

        if (p == Failed || !LineEnds(p))
        {
            return Failed;
        }

        // A meter that was never read sends zeros and no unit.
        if (_hasUnit)
        {
            subMeter.SetRegister(_value, _time);
        }
        else
        {
            subMeter.SetNeverRead();
        }

        return p;
    }

    private bool LineEnds(int p)
    {
        int c = _text[p];
        if (c == '\r' || c == '\n')
        {
            return true;
        }

        _failedAt = p;
        return false;
    }

    private int NextLine(int p)
    {
        int lineFeed = Array.IndexOf(_text, LineFeed, p, _end - p);
        return lineFeed < 0 ? _end : lineFeed + 1;
    }

    private int Fail(int p)
    {
        _failedAt = p;
        return Failed;
    }

    private int Skip(Reading reading, int start, int position, LineProblem problem)
    {
        reading.Skipped.Add(start, position, problem);
        if (problem == LineProblem.BadValue)
        {
            MalformedLineCount++;
        }
        else
        {
            UnknownLineCount++;
        }

        // A line that starts with a bracket belongs to the line before it (DSMR 2.2).
        int next = NextLine(start);
        while (next < _end && _text[next] == '(')
        {
            next = NextLine(next);
        }

        return next;
    }
}
