using System;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

// How values are written, between the brackets. Each method starts at an opening bracket and returns the place after the
// closing one, or Failed.
public sealed partial class TelegramParser
{
    // (13)(1-0:1.6.0)(1-0:1.6.0), and 13 rows follow; for 0 some meters add ().
    private int ReadHistoryHead(int p)
    {
        byte[] text = _text;
        p = ReadNumber(p);
        if (p == Failed)
        {
            return Failed;
        }

        _historyRows = _value;
        for (int i = 0; i < 2; i++)
        {
            int open = p;
            while (p < _last && p - open <= LongestCode && text[p] != ')' && text[p] != '\n')
            {
                p++;
            }

            if (text[open] != '(' || text[p] != ')')
            {
                return Fail(open);
            }

            p++;
        }

        return _historyRows == 0 && text[p] == '(' && text[p + 1] == ')' ? p + 2 : p;
    }

    // Rows of (period)(peak time)(kW), then the line's end. Of a part, as many rows as surely are in it.
    private int ReadHistoryRows(int p)
    {
        while (_historyRows > 0 && (!_isPart || CarriedBytes - p >= LongestRow))
        {
            p = ReadHistoryRow(p);
            if (p == Failed)
            {
                Reading.BeginHistory();
                return Failed;
            }

            _historyRows--;
        }

        if (_isPart && p > 0)
        {
            _within = Within.HistoryRows;
            return p;
        }

        p = LineEnds(p);
        if (p == Failed)
        {
            Reading.BeginHistory();
            return Failed;
        }

        Reading.Next[(int)Field.PeakHistory] = 1;
        return p;
    }

    private int ReadHistoryRow(int p)
    {
        int month = MonthThatEnds(p);
        p = ReadTime(p, isRead: month == 0);
        if (p == Failed)
        {
            return Failed;
        }

        long periodUtc = _time;
        p = ReadTime(p);
        if (p == Failed)
        {
            return Failed;
        }

        p = ReadQuantity(p, ObisUnit.Watt);
        if (p == Failed || !_hasUnit)
        {
            return p == Failed ? Failed : Fail(p - 1);
        }

        // A period that is no month's end, or has no time: a second earlier, or before the end of the peak's quarter, is in the month
        // that is meant.
        long within = periodUtc != MeterTime.None ? periodUtc - 1 : _time - 1;
        if (month == 0 && within > 0)
        {
            month = BelgianTime.MonthNumber(BelgianTime.DayNumber(within));
        }

        if (month != 0)
        {
            Reading.AddPeak(month, _time, _value);
        }

        return p;
    }

    // (240801000000S), the midnight at which July ended, by its digits alone: they come every second, and a calendar is dear. 0 for any other time.
    private int MonthThatEnds(int p)
    {
        byte[] text = _text;
        if (p + MeterTime.Length + 1 > _last)
        {
            return 0;
        }

        for (int i = p + 7; i < p + MeterTime.Length; i++)
        {
            if (text[i] != '0')
            {
                return 0;
            }
        }

        int years = text[p + 1] - '0';
        int year = text[p + 2] - '0';
        int months = text[p + 3] - '0';
        int month = text[p + 4] - '0';
        if ((uint)years > 9 || (uint)year > 9 || (uint)months > 1 || (uint)month > 9 || text[p + 5] != '0' || text[p + 6] != '1')
        {
            return 0;
        }

        month += months * 10;
        int flag = month >= 4 && month <= 10 ? 'S' : 'W';
        return month == 0 || month > 12 || text[p + MeterTime.Length] != flag ? 0 : ((2000 + (years * 10) + year) * 12) + month - 2;
    }

    // (161107190000)(00)(60)(1)(0-1:24.2.1)(m3), and (00001.001) in the next line. Returns the place of that.
    private int ReadFirstLine(int p)
    {
        byte[] text = _text;
        int lineEnd = Array.IndexOf(text, LineFeed, p, _last + 1 - p);
        if (lineEnd < p + MeterTime.Length || lineEnd - p > LongestSerial || text[p + MeterTime.Length] != ')')
        {
            return Fail(p);
        }

        int unitEnd = text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (text[unitEnd - 4] != '(' || text[unitEnd - 3] != 'm' || text[unitEnd - 2] != '3' || text[unitEnd - 1] != ')')
        {
            return Fail(unitEnd);
        }

        long local = MeterTime.ParseLocal(text, p + 1);
        _time = local == MeterTime.None ? MeterTime.None : BelgianTime.ToUtc(local);
        return lineEnd + 1;
    }

    private int ReadSecondLine(int p, int channel)
    {
        p = ReadQuantity(p, ObisUnit.LitreOrMegajoule);
        if (p != Failed && !_hasUnit)
        {
            p = Scale(p, MostHundredths);
        }

        p = LineEnds(p);
        if (p != Failed)
        {
            Reading.NextSubMeter(channel).SetRegister(true, _value, _hasUnit && _isGigajoule, _time);
        }

        return p;
    }

    // (4142), which must end the line.
    private int ReadText(int p, MeterText text, bool isMessage)
    {
        text.Begin();
        int close = Array.IndexOf(_text, CloseBracket, p, _last - p);
        int stop = close < 0 && _isPart ? CarriedBytes : close;
        if (stop < 0 || !text.Add(_text, p + 1, stop, isMessage ? LongestMessage : LongestSerial))
        {
            text.Forget();
            return Fail(p + 1);
        }

        if (_isPart && isMessage)
        {
            _within = close < 0 ? Within.MessageDigits : Within.MessageEnd;
            return close < 0 ? stop : close + 1;
        }

        p = LineEnds(close + 1);
        if (p == Failed)
        {
            text.Forget();
        }

        return p;
    }

    // More of a message, up to its bracket.
    private int ReadMessagePart(byte[] data, int p, int end, int start)
    {
        int close = Array.IndexOf(data, CloseBracket, p, end - p);
        int stop = close < 0 ? end : close;
        if (!Reading.Message.Add(data, p, stop, LongestMessage))
        {
            Reading.Message.Forget();
            _within = Within.SkippedLine;
            _isSkipped = true;
            _malformed++;
            SkippedAt = start + p;
            return p;
        }

        _within = close < 0 ? Within.MessageDigits : Within.MessageEnd;
        return close < 0 ? stop : close + 1;
    }

    private int EndMessage(int p)
    {
        p = LineEnds(p);
        if (p == Failed)
        {
            Reading.Message.Forget();
        }
        else
        {
            Reading.Next[(int)Field.Message] = 1;
        }

        return p;
    }

    // (0001)
    private int ReadNumber(int p)
    {
        byte[] text = _text;
        int start = ++p;
        int value = 0;
        int digit = text[p] - '0';
        while ((uint)digit <= 9)
        {
            value = (value * 10) + digit;
            digit = text[++p] - '0';
        }

        if (text[p] != ')' || p == start || p - start > MostDigits || value > MostNumber)
        {
            return Fail(p);
        }

        _value = value;
        _hasUnit = false;
        return p + 1;
    }

    // (000301.548*kWh): the value in thousandths of the printed unit, or in the unit itself when that is W or Wh. One beyond the format of
    // the specification is as badly written as one that is no number.
    private int ReadQuantity(int p, ObisUnit unit, int mostW = MostW)
    {
        byte[] text = _text;
        if (text[p] != '(')
        {
            return Fail(p);
        }

        int start = ++p;
        int value = 0;
        int digit = text[p] - '0';
        while ((uint)digit <= 9)
        {
            value = (value * 10) + digit;
            digit = text[++p] - '0';
        }

        int digits = p - start;
        int scale = 1000;
        if (text[p] == '.')
        {
            int point = p;
            digit = text[++p] - '0';
            while ((uint)digit <= 9)
            {
                value = (value * 10) + digit;
                digit = text[++p] - '0';
            }

            int decimals = p - point - 1;
            digits += decimals;
            scale = decimals == 3 ? 1 : decimals == 2 ? 10 : decimals == 1 ? 100 : 0;
        }

        if (digits == 0 || digits > MostDigits || scale == 0)
        {
            return Fail(p);
        }

        _value = value;
        _digits = digits;
        _scale = scale;
        if (text[p] == '*')
        {
            return ReadUnit(p + 1, unit, mostW);
        }

        if (text[p] != ')')
        {
            return Fail(p);
        }

        _hasUnit = false;
        return p + 1;
    }

    // kWh), behind the star.
    private int ReadUnit(int p, ObisUnit unit, int mostW)
    {
        byte[] text = _text;
        int first = text[p];
        int most;
        switch (unit)
        {
            case ObisUnit.WattHour:
            case ObisUnit.Watt:
                if (first == 'k')
                {
                    first = text[++p];
                }
                else
                {
                    // Austrian meters print whole W and Wh.
                    _scale = _scale == 1000 ? 1 : 0;
                }

                if (first != 'W' || (unit == ObisUnit.WattHour && text[++p] != 'h'))
                {
                    return Fail(p);
                }

                most = unit == ObisUnit.Watt ? mostW : MostWh;
                break;

            case ObisUnit.Millivolt:
            case ObisUnit.Milliampere:
                if (first != (unit == ObisUnit.Millivolt ? 'V' : 'A'))
                {
                    return Fail(p);
                }

                most = unit == ObisUnit.Millivolt ? MostMv : MostMa;
                break;

            default:
                if (!(first == 'm' && text[p + 1] == '3') && !(first == 'G' && text[p + 1] == 'J'))
                {
                    return Fail(p);
                }

                _isGigajoule = first == 'G';
                most = _scale == 1 ? MostThousandths : MostHundredths;
                p++;
                break;
        }

        if (text[++p] != ')')
        {
            return Fail(p);
        }

        _hasUnit = true;
        return _scale == 1 && _value <= most ? p + 1 : Scale(p + 1, most);
    }

    private int Scale(int p, int most)
    {
        if (_scale == 0 || _value > most / _scale)
        {
            return Fail(p - 1);
        }

        _value *= _scale;
        return p;
    }

    private bool IsAllNines()
    {
        int nines = 0;
        for (int i = 0; i < _digits; i++)
        {
            nines = (nines * 10) + 9;
        }

        return _value / _scale == nines;
    }

    // (231102121548W). A time that is well formed and impossible is None, not a failure.
    private int ReadTime(int p, bool isRead = true)
    {
        byte[] text = _text;
        int close = p + MeterTime.Length + 1;
        if (text[p] != '(' || close > _last || text[close] != ')')
        {
            return Fail(p);
        }

        _time = isRead ? MeterTime.Parse(text, p + 1) : MeterTime.None;
        if (isRead && _time == MeterTime.None && Array.IndexOf(text, LineFeed, p, close - p) >= 0)
        {
            return Fail(p);
        }

        return close + 1;
    }
}
