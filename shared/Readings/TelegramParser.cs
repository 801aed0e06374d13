using System;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>Turns the bytes of telegrams into a <see cref="Reading"/>, line by line as they come.</summary>
/// <remarks>
/// <para>
/// A line that is unknown or badly written is counted and passed over; the rest of the telegram still counts. Lines may come in any
/// order and any may be absent. What a telegram says is taken over when its CRC proves right, and forgotten otherwise.
/// </para>
/// <para>
/// Lines that are whole within a chunk are read where they stand; one that the chunk's end cuts off is carried over. So every line that is
/// read ends in a line feed, or in the <c>!</c> of the telegram, and that ends every loop here: no byte behind it is looked at.
/// </para>
/// </remarks>
public sealed partial class TelegramParser : TelegramReader
{
    private const int Failed = -1;
    private const int MostDigits = 9;

    // What the formats can print (eMUCS-P1 section 5.4, DSMR 5.0.2 P1 section 6.12), as it is kept. Whatever is reckoned from a telegram has
    // its range by these.
    private const int MostNumber = 99999; // S5, the version
    private const int MostWh = 999999999; // F9(3,3)
    private const int MostW = 99999; // F5(3,3)
    private const int MostLimitW = 999900; // F4(1,1)
    private const int MostMv = 999900; // F4(1,1)
    private const int MostMa = 999990; // F5(2,2)
    private const int MostThousandths = 99999999; // F8(3,3) m3 or GJ
    private const int MostHundredths = 999999990; // F8(2,2)

    // 0-0:100.100.100
    private const int LongestCode = 15;

    // DSMR 5.0.2 P1 section 6.12: an identifier has at most 48 octets, a message 1024.
    private const int LongestSerial = 96;
    private const int LongestMessage = 2048;

    // A line with the longest serial has 110 bytes. Only two kinds are longer: the history, which is read month by month, and a message.
    private const int CarriedBytes = 128;

    // (240801000000S)(240724120000S)(123456.789*kW)
    private const int LongestRow = 47;

    private static readonly object LineFeed = (byte)'\n';
    private static readonly object CloseBracket = (byte)')';

    // The line, or the part of a long one, that the chunk before cut off. One byte more, always 0, that ends loops.
    private readonly byte[] _carry = new byte[CarriedBytes + 1];
    private int _carried;
    private int _carryAt;
    private Within _within;

    // What is read now: up to _last, the place of the byte that ends the last line; the byte of the telegram at index 0.
    private byte[] _text;
    private int _last;
    private int _base;

    // The first part of a long line: its end has yet to come.
    private bool _isPart;
    private int _historyRows;

    private int _length;
    private int _row;
    private int _twoLineChannel;
    private bool _isSkipped;
    private int _unknown;
    private int _malformed;

    private int _at;
    private int _value;
    private int _digits;
    private int _scale;
    private bool _hasUnit;
    private bool _isGigajoule;
    private long _time;

    /// <summary>Makes a parser, and its reading.</summary>
    /// <param name="acceptWithoutCrc">True to accept telegrams that print no CRC at all (DSMR 2.2 and 3).</param>
    public TelegramParser(bool acceptWithoutCrc = false)
        : base(acceptWithoutCrc)
    {
        _text = _carry;
    }

    private enum Within
    {
        // Between two lines, or in one of which all so far is carried.
        Lines,

        // In a line that is passed over.
        SkippedLine,

        // In a long line, behind what was read of it.
        HistoryRows,
        MessageDigits,
        MessageEnd,
    }

    /// <summary>What the last telegram said that was taken.</summary>
    public Reading Reading { get; } = new Reading();

    /// <summary>Lines with a code that the catalogue does not have, or without any code, in the telegrams taken since the start.</summary>
    public long UnknownLineCount { get; private set; }

    /// <summary>Lines with a known code and a badly written value, in the telegrams taken since the start.</summary>
    public long MalformedLineCount { get; private set; }

    /// <summary>Where the trouble was in the line that was passed over last: its byte in the telegram, from 0; of an unknown code, the line's first.</summary>
    public int SkippedAt { get; private set; }

    private protected override void BeginTelegram()
    {
        Reading.Begin();
        _within = Within.SkippedLine; // The meter's make and type.
        _carried = 0;
        _length = 1;
        _row = -1;
        _twoLineChannel = 0;
        _isSkipped = false;
        _unknown = 0;
        _malformed = 0;
    }

    private protected override void TakeBytes(byte[] data, int offset, int count)
    {
        int p = offset;
        int end = p + count;
        int start = _length - p;
        _length += count;
        bool isLast = data[end - 1] == '!';
        while (p < end)
        {
            if (_within == Within.Lines && _carried == 0)
            {
                int last = end - 1;
                while (!isLast && last >= p && data[last] != '\n')
                {
                    last--;
                }

                if (last >= p)
                {
                    ReadLines(data, p, last, start);
                    p = last + 1;
                    continue;
                }
            }

            p = CarryOn(data, p, end, start);
        }

        if (isLast)
        {
            EndTwoLines(_length - 1);
        }
    }

    private protected override void TakeTelegram()
    {
        Reading.Take();
        UnknownLineCount += _unknown;
        MalformedLineCount += _malformed;
    }

    // A line that a chunk's end cuts off, or cut off. Returns the place up to which bytes were used.
    private int CarryOn(byte[] data, int p, int end, int start)
    {
        if (_within == Within.MessageDigits)
        {
            return ReadMessagePart(data, p, end, start);
        }

        int lineEnd = Array.IndexOf(data, LineFeed, p, end - p);
        if (lineEnd < 0 && data[end - 1] == '!')
        {
            lineEnd = end - 1;
        }

        int stop = lineEnd < 0 ? end : lineEnd + 1;
        if (_within == Within.SkippedLine)
        {
            if (lineEnd >= 0)
            {
                _within = Within.Lines;
            }

            return stop;
        }

        if (_carried == 0)
        {
            while (_within == Within.Lines && p < stop && data[p] == '\r')
            {
                p++;
            }

            _carryAt = start + p;
        }

        int room = CarriedBytes - _carried;
        int count = stop - p < room ? stop - p : room;
        Array.Copy(data, p, _carry, _carried, count);
        _carried += count;
        p += count;
        if (lineEnd >= 0 && p == stop)
        {
            ReadCarried(isPart: false);
        }
        else if (_carried == CarriedBytes)
        {
            ReadCarried(isPart: true);
        }

        return p;
    }

    // A whole line, or what is left of a long one; or a part, and then it must be one of the long ones.
    private void ReadCarried(bool isPart)
    {
        Within within = _within;
        int last = isPart ? CarriedBytes : _carried - 1;
        _within = Within.Lines;
        _carried = 0;
        if (within == Within.Lines && !isPart)
        {
            ReadLines(_carry, 0, last, _carryAt);
            return;
        }

        _text = _carry;
        _last = last;
        _base = _carryAt;
        _isPart = isPart;
        int p = within == Within.Lines ? ReadLine(0) : within == Within.HistoryRows ? ReadHistoryRows(0) : EndMessage(0);
        _isPart = false;
        if (p == Failed)
        {
            Skip(0, isMalformed: true);
        }

        if (!isPart)
        {
            return;
        }

        if (_within == Within.Lines)
        {
            _within = Within.SkippedLine;
            return;
        }

        _carried = CarriedBytes - p;
        _carryAt += p;
        Array.Copy(_carry, p, _carry, 0, _carried);
    }

    private void ReadLines(byte[] text, int p, int last, int start)
    {
        _text = text;
        _last = last;
        _base = start;
        while (p < last)
        {
            int c = text[p];
            p = c == '\r' || c == '\n' ? p + 1 : ReadLine(p);
        }
    }

    // Returns the place of the next line; of a long line whose end has yet to come, the place up to which it was read.
    private int ReadLine(int start)
    {
        byte[] text = _text;
        int code = ReadCode(start);
        int p = _at;
        if (_twoLineChannel != 0)
        {
            int channel = _twoLineChannel;
            if (text[start] == '(')
            {
                _twoLineChannel = 0;
                int end = ReadSecondLine(start, channel);
                return end == Failed ? Skip(start, isMalformed: true) : end;
            }

            EndTwoLines(_base + start);
        }

        if (code == ObisCode.None || p - start > LongestCode)
        {
            // A line that starts with a bracket belongs to the line before it (DSMR 2.2).
            return _isSkipped && text[start] == '(' ? NextLine(start) : Skip(start, isMalformed: false);
        }

        int row = ObisCatalogue.IndexOf(code, _row);
        if (row < 0)
        {
            _at = start;
            return Skip(start, isMalformed: false);
        }

        _row = row;
        p = ReadValue(p, row, code);
        if (p == Failed)
        {
            return Skip(start, isMalformed: true);
        }

        _isSkipped = false;
        return p;
    }

    // A-B:C.D.E( -- each step reads one byte further only after the byte before it proved to be no line end.
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

    // From the bracket on. Returns as ReadLine, or Failed.
    private int ReadValue(int p, int row, int code)
    {
        ObisKind kind = (ObisKind)ObisCatalogue.Kinds[row];
        if (kind >= ObisKind.SubMeterType)
        {
            return ReadSubMeterValue(p, kind, (code >> 24) & 15);
        }

        // What is not a sub-meter's has the number of its field.
        if (kind > ObisKind.Limit)
        {
            return ReadMeterValue(p, kind, row);
        }

        p = kind == ObisKind.Number ? ReadNumber(p)
            : ReadQuantity(p, (ObisUnit)ObisCatalogue.Units[row], kind == ObisKind.Limit ? MostLimitW : MostW);
        if (p != Failed && _hasUnit == (kind == ObisKind.Number))
        {
            return Fail(p - 1);
        }

        p = LineEnds(p);
        if (p != Failed)
        {
            Reading.Next[row] = kind == ObisKind.Limit && IsAllNines() ? Reading.NoLimit : _value;
        }

        return p;
    }

    private int ReadMeterValue(int p, ObisKind kind, int field)
    {
        Reading reading = Reading;
        if (kind == ObisKind.Text)
        {
            return ReadMeterText(p, field);
        }

        if (kind == ObisKind.PeakHistory)
        {
            reading.BeginHistory();
            reading.Next[field] = Reading.Absent;
            p = ReadHistoryHead(p);
            return p == Failed ? Failed : ReadHistoryRows(p);
        }

        p = ReadTime(p);
        if (p == Failed)
        {
            return Failed;
        }

        if (kind == ObisKind.Time)
        {
            return TakeMeterTime(p, field);
        }

        p = ReadQuantity(p, ObisUnit.Watt);
        if (p != Failed && !_hasUnit)
        {
            return Fail(p - 1);
        }

        p = LineEnds(p);
        if (p != Failed)
        {
            reading.NextMonthPeakEndUtc = _time;
            reading.Next[field] = _value;
        }

        return p;
    }

    private int ReadMeterText(int p, int field)
    {
        Reading reading = Reading;
        MeterText text = field == (int)Field.MeterSerial ? reading.MeterSerial
            : field == (int)Field.Ean ? reading.Ean
            : reading.Message;
        reading.Next[field] = Reading.Absent;
        p = ReadText(p, text, text == reading.Message);
        if (p != Failed && _within == Within.Lines)
        {
            reading.Next[field] = 1;
        }

        return p;
    }

    // Behind the bracket that closes the time.
    private int TakeMeterTime(int p, int field)
    {
        if (_time == MeterTime.None)
        {
            return Fail(p - MeterTime.Length - 1);
        }

        p = LineEnds(p);
        if (p != Failed)
        {
            Reading.NextTimeUtc = _time;
            Reading.Next[field] = 1;
        }

        return p;
    }

    private int ReadSubMeterValue(int p, ObisKind kind, int channel)
    {
        SubMeter subMeter = Reading.NextSubMeter(channel);
        if (kind == ObisKind.SubMeterSerial || kind == ObisKind.SubMeterEan)
        {
            p = ReadText(p, kind == ObisKind.SubMeterSerial ? subMeter.Serial : subMeter.Ean, isMessage: false);
            if (p != Failed)
            {
                subMeter.SetText();
            }

            return p;
        }

        if (kind == ObisKind.SubMeterRegisterTwoLines)
        {
            p = ReadFirstLine(p);
            _twoLineChannel = p == Failed ? 0 : channel;
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
            p = ReadNumber(p);
        }

        p = LineEnds(p);
        if (p == Failed)
        {
            return Failed;
        }

        if (kind == ObisKind.SubMeterType)
        {
            subMeter.SetType(_value);
        }
        else if (kind == ObisKind.SubMeterValve)
        {
            subMeter.SetValve(_value);
        }
        else
        {
            // A meter that was never read sends zeros and no unit.
            subMeter.SetRegister(_hasUnit, _value, _isGigajoule, _time);
        }

        return p;
    }

    private void EndTwoLines(int at)
    {
        if (_twoLineChannel != 0)
        {
            _twoLineChannel = 0;
            _malformed++;
            SkippedAt = at;
        }
    }

    // Returns the place of the next line, or Failed.
    private int LineEnds(int p)
    {
        if (p == Failed)
        {
            return Failed;
        }

        byte[] text = _text;
        int c = text[p];
        return c == '\r' && text[p + 1] == '\n' ? p + 2 : c == '\n' ? p + 1 : Fail(p);
    }

    private int NextLine(int p)
    {
        int lineFeed = Array.IndexOf(_text, LineFeed, p, _last + 1 - p);
        return lineFeed < 0 ? _last + 1 : lineFeed + 1;
    }

    private int Fail(int p)
    {
        _at = p;
        return Failed;
    }

    private int Skip(int start, bool isMalformed)
    {
        SkippedAt = _base + _at;
        _isSkipped = true;
        if (isMalformed)
        {
            _malformed++;
        }
        else
        {
            _unknown++;
        }

        return NextLine(start);
    }
}
