using System;
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

    private const int LinesRemembered = 96;

    private static readonly object LineFeed = (byte)'\n';

    private readonly byte[] _kinds = ObisCatalogue.Kinds;
    private readonly byte[] _units = ObisCatalogue.Units;
    private readonly byte[] _fields = ObisCatalogue.Fields;

    // A meter sends the same lines in the same order every second: the n-th line is most likely what it was last time.
    private readonly int[] _codeOfLine = new int[LinesRemembered];
    private readonly sbyte[] _rowOfLine = new sbyte[LinesRemembered];

    private byte[] _text = new byte[0];
    private int _end;
    private int _value;
    private int _digits;
    private int _digitsValue;
    private int _scale;
    private bool _hasUnit;
    private long _time;
    private int _failedAt;

    /// <summary>Makes a parser.</summary>
    public TelegramParser()
    {
        for (int i = 0; i < LinesRemembered; i++)
        {
            _codeOfLine[i] = ObisCode.None;
        }
    }

    /// <summary>Lines with a code that the catalogue does not have, or without any code, since the start.</summary>
    public long UnknownLineCount { get; private set; }

    /// <summary>Lines with a known code and a badly written value, since the start.</summary>
    public long MalformedLineCount { get; private set; }

    /// <summary>Reads a telegram.</summary>
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
        _text = text;
        _end = length;

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
    }

    private int ParseLine(int start, int line, Reading reading)
    {
        byte[] text = _text;
        int p = start;

        // A-B:C.D.E( -- each step reads one byte further only after the byte before it proved to be no '!'.
        int a = text[p] - '0';
        if ((uint)a > 9 || text[++p] != '-')
        {
            return Skip(reading, start, p, LineProblem.NoCode);
        }

        int b = text[++p] - '0';
        if ((uint)b > 9 || text[++p] != ':')
        {
            return Skip(reading, start, p, LineProblem.NoCode);
        }

        int code = (a << 28) | (b << 24);
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            int number = text[++p] - '0';
            if ((uint)number > 9)
            {
                return Skip(reading, start, p, LineProblem.NoCode);
            }

            int digit = text[++p] - '0';
            while ((uint)digit <= 9 && number < 256)
            {
                number = (number * 10) + digit;
                digit = text[++p] - '0';
            }

            if (number > 255 || text[p] != (shift == 0 ? '(' : '.'))
            {
                return Skip(reading, start, p, LineProblem.NoCode);
            }

            code |= number << shift;
        }

        int row;
        if (line < LinesRemembered && _codeOfLine[line] == code)
        {
            row = _rowOfLine[line];
        }
        else
        {
            row = ObisCatalogue.IndexOf(code);
            if (line < LinesRemembered)
            {
                _codeOfLine[line] = code;
                _rowOfLine[line] = (sbyte)row;
            }
        }

        if (row < 0)
        {
            return Skip(reading, start, start, LineProblem.UnknownCode);
        }

        ObisKind kind = (ObisKind)_kinds[row];
        int end;
        if (kind <= ObisKind.Limit)
        {
            end = kind == ObisKind.Number ? ReadNumber(p) : ReadQuantity(p, (ObisUnit)_units[row]);
            if (end != Failed && _hasUnit == (kind == ObisKind.Number))
            {
                end = Fail(end - 1);
            }

            if (end != Failed && LineEnds(end))
            {
                bool off = kind == ObisKind.Limit && IsAllNines();
                reading.Values[_fields[row]] = off ? Reading.NoLimit : _value;
                return end;
            }

            end = Failed;
        }
        else
        {
            end = kind < ObisKind.SubMeterType
                ? ParseMeterValue(p, kind, _fields[row], reading)
                : ParseSubMeterValue(p, kind, reading.SubMeter(b));
        }

        return end == Failed ? Skip(reading, start, _failedAt, LineProblem.BadValue) : end;
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
