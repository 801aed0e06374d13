using System;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

// How values are written, between the brackets. Each method starts at an opening bracket and returns the place after the
// closing one, or Failed.
public sealed partial class TelegramParser
{
    // (n)(1-0:1.6.0)(1-0:1.6.0) and n times (period)(peak time)(kW); for n = 0 some meters add ().
    private int ReadPeakHistory(int p, PeakHistory history)
    {
        byte[] text = _text;
        p = ReadNumber(p);
        if (p == Failed)
        {
            return Failed;
        }

        int count = _value;
        for (int i = 0; i < 2; i++)
        {
            int open = p;
            p = Array.IndexOf(text, LineFeed, open, _end - open);
            p = p < 0 ? _end : p;
            int close = open;
            while (close < p && text[close] != ')')
            {
                close++;
            }

            if (text[open] != '(' || close == p)
            {
                return Fail(open);
            }

            p = close + 1;
        }

        for (int i = 0; i < count; i++)
        {
            p = ReadTime(p);
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

            long peakEndUtc = _time;
            p = ReadQuantity(p, ObisUnit.Watt);
            if (p == Failed || !_hasUnit)
            {
                return p == Failed ? Failed : Fail(p - 1);
            }

            // The period's stamp is the first of the next month, the peak's the end of its quarter: a second
            // earlier is in the month that is meant.
            long within = periodUtc != MeterTime.None ? periodUtc - 1 : peakEndUtc - 1;
            if (within > 0)
            {
                history.Add(BelgianTime.MonthNumber(BelgianTime.DayNumber(within)), peakEndUtc, _value);
            }
        }

        if (count == 0 && text[p] == '(' && text[p + 1] == ')')
        {
            p += 2;
        }

        return LineEnds(p) ? p : Failed;
    }

    // (161107190000)(00)(60)(1)(0-1:24.2.1)(m3) CR LF (00001.001)
    private int ReadTwoLineRegister(int p)
    {
        byte[] text = _text;
        int lineEnd = Array.IndexOf(text, LineFeed, p, _end - p);
        if (lineEnd < p + MeterTime.Length || text[p] != '(' || text[p + MeterTime.Length] != ')')
        {
            return Fail(p);
        }

        int unitEnd = text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (text[unitEnd - 4] != '(' || text[unitEnd - 3] != 'm' || text[unitEnd - 2] != '3' || text[unitEnd - 1] != ')')
        {
            return Fail(unitEnd);
        }

        long local = MeterTime.ParseLocal(text, p + 1);
        p = ReadQuantity(lineEnd + 1, ObisUnit.LitreOrMegajoule);
        _time = local == MeterTime.None ? MeterTime.None : BelgianTime.ToUtc(local);
        if (p != Failed && !_hasUnit)
        {
            p = Scale(p, _scale);
            _hasUnit = true;
        }

        return p;
    }

    // (0001)
    private int ReadNumber(int p)
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

        if (text[p] != ')' || p == start || p - start > MostDigits)
        {
            return Fail(p);
        }

        _value = value;
        _hasUnit = false;
        return p + 1;
    }

    // (000301.548*kWh): the value in thousandths of the printed unit, or in the unit itself when that is W or Wh.
    private int ReadQuantity(int p, ObisUnit unit)
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
        _digitsValue = value;
        _scale = scale;
        if (text[p] == ')')
        {
            _hasUnit = false;
            return p + 1;
        }

        if (text[p] != '*')
        {
            return Fail(p);
        }

        int first = text[++p];
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
                    scale = scale == 1000 ? 1 : 0;
                }

                if (first != 'W' || (unit == ObisUnit.WattHour && text[++p] != 'h'))
                {
                    return Fail(p);
                }

                break;

            case ObisUnit.Millivolt:
                if (first != 'V')
                {
                    return Fail(p);
                }

                break;

            case ObisUnit.Milliampere:
                if (first != 'A')
                {
                    return Fail(p);
                }

                break;

            default:
                if (!(first == 'm' && text[p + 1] == '3') && !(first == 'G' && text[p + 1] == 'J'))
                {
                    return Fail(p);
                }

                p++;
                break;
        }

        if (text[++p] != ')')
        {
            return Fail(p);
        }

        _hasUnit = true;
        return scale == 1 ? p + 1 : Scale(p + 1, scale);
    }

    private int Scale(int p, int scale)
    {
        if (scale == 0 || _value > int.MaxValue / scale)
        {
            return Fail(p - 1);
        }

        _value *= scale;
        return p;
    }

    private bool IsAllNines()
    {
        int nines = 0;
        for (int i = 0; i < _digits; i++)
        {
            nines = (nines * 10) + 9;
        }

        return _digitsValue == nines;
    }

    // (231102121548W). A time that is well formed and impossible is None, not a failure.
    private int ReadTime(int p)
    {
        byte[] text = _text;
        if (text[p] != '(' || p + MeterTime.Length + 1 >= _end || text[p + MeterTime.Length + 1] != ')')
        {
            return Fail(p);
        }

        _time = MeterTime.Parse(text, p + 1);
        return p + MeterTime.Length + 2;
    }

    // Returns the place of the closing bracket, which must end the line.
    private int ReadHex(int p)
    {
        byte[] text = _text;
        int lineEnd = Array.IndexOf(text, LineFeed, p, _end - p);
        int close = (lineEnd < 0 ? _end - 1 : lineEnd) - 1;
        if (close > p && text[close] == '\r')
        {
            close--;
        }

        return text[p] == '(' && close > p && text[close] == ')' ? close : Fail(close);
    }
}
