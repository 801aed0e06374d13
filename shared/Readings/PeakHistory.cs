using System;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>The highest quarter of each past month, newest month first, whatever order the meter sends them in.</summary>
public sealed class PeakHistory
{
    /// <summary>Months kept; a Belgian meter sends 13.</summary>
    public const int Capacity = 15;

    // Small numbers, as memory is scarce: months up to the year 2730, seconds up to 2106.
    private readonly short[] _months = new short[Capacity];
    private readonly uint[] _peakEndsUtc = new uint[Capacity];
    private readonly int[] _peaksW = new int[Capacity];

    /// <summary>Months there are, 0 to <see cref="Capacity"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The month of a row.</summary>
    /// <param name="row">0, the newest, to <see cref="Count"/> - 1.</param>
    /// <returns>year * 12 + month - 1, see <see cref="BelgianTime.MonthNumber"/>.</returns>
    public int Month(int row) => _months[row];

    /// <summary>When the peak quarter ended.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    /// <returns>UTC seconds, or <see cref="MeterTime.None"/> when the meter had no quarter to report that month.</returns>
    public long PeakEndUtc(int row) => _peakEndsUtc[row];

    /// <summary>The peak of a row.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    /// <returns>W, 0 or more.</returns>
    public int PeakW(int row) => _peaksW[row];

    /// <summary>The row of a month.</summary>
    /// <param name="month">year * 12 + month - 1.</param>
    /// <returns>0 to <see cref="Count"/> - 1, or -1 when that month is not there.</returns>
    public int RowOf(int month)
    {
        for (int row = 0; row < Count; row++)
        {
            if (_months[row] == month)
            {
                return row;
            }
        }

        return -1;
    }

    /// <summary>Forgets all months.</summary>
    public void Clear() => Count = 0;

    internal void CopyFrom(PeakHistory other)
    {
        Count = other.Count;
        Array.Copy(other._months, _months, Capacity);
        Array.Copy(other._peakEndsUtc, _peakEndsUtc, Capacity);
        Array.Copy(other._peaksW, _peaksW, Capacity);
    }

    /// <summary>Adds a month, or replaces it. When all places are taken the oldest month goes.</summary>
    /// <param name="month">year * 12 + month - 1.</param>
    /// <param name="peakEndUtc">UTC seconds, or <see cref="MeterTime.None"/>.</param>
    /// <param name="peakW">W, 0 or more.</param>
    public void Add(int month, long peakEndUtc, int peakW)
    {
        int row = Count;
        while (row > 0 && _months[row - 1] < month)
        {
            row--;
        }

        bool replaces = row > 0 && _months[row - 1] == month;
        if (replaces)
        {
            row--;
        }
        else if (row == Capacity)
        {
            return;
        }
        else
        {
            int last = Count < Capacity ? Count++ : Capacity - 1;
            for (int i = last; i > row; i--)
            {
                _months[i] = _months[i - 1];
                _peakEndsUtc[i] = _peakEndsUtc[i - 1];
                _peaksW[i] = _peaksW[i - 1];
            }
        }

        _months[row] = (short)month;
        _peakEndsUtc[row] = (uint)peakEndUtc;
        _peaksW[row] = peakW;
    }
}
