using System;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>
/// What one telegram says, in whole numbers of small units. One object is filled again and again by <see cref="TelegramParser"/>;
/// a value is there only when <see cref="Has"/> says so.
/// </summary>
/// <remarks>
/// What a telegram says is gathered apart while it comes, and taken over once its CRC has proved right.
/// </remarks>
public sealed class Reading
{
    /// <summary>Value of a limiter that is switched off (all nines in the telegram).</summary>
    public const int NoLimit = int.MaxValue;

    /// <summary>Stands for a value that a telegram does not have.</summary>
    public const int Absent = int.MinValue;

    // What the telegram under way says.
    internal readonly int[] Next = new int[(int)Field.Count];
    internal long NextTimeUtc;
    internal long NextMonthPeakEndUtc;

    internal readonly int[] Values = new int[(int)Field.Count];
    private readonly SubMeter?[] _subMeters = new SubMeter?[ObisCode.LastChannel];

    // The history comes every second and changes once a month: of the rows that are there a bit says whether they came again, and only when
    // another comes a new history begins.
    private PeakHistory? _nextHistory;
    private int _sameRows;

    /// <summary>Makes a reading without any value.</summary>
    internal Reading()
    {
        Begin();
        Take();
    }

    /// <summary>Time of the telegram in UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long TimeUtc { get; private set; }

    /// <summary>When the month's peak quarter ended, UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long MonthPeakEndUtc { get; private set; }

    /// <summary>Peaks of past months as the meter sends them. Another object once they have changed.</summary>
    public PeakHistory PeakHistory { get; private set; } = new PeakHistory();

    /// <summary>Serial number of the electricity meter.</summary>
    public MeterText MeterSerial { get; } = new MeterText();

    /// <summary>EAN of the electricity connection.</summary>
    public MeterText Ean { get; } = new MeterText();

    /// <summary>Message of the grid operator.</summary>
    public MeterText Message { get; } = new MeterText();

    /// <summary>Whether the telegram carried a value.</summary>
    /// <param name="field">Which one.</param>
    /// <returns>True when it was there and well written.</returns>
    public bool Has(Field field) => Values[(int)field] != Absent;

    /// <summary>A value.</summary>
    /// <param name="field">Which one; its name tells the unit.</param>
    /// <returns>The value, or 0 when the telegram did not carry it.</returns>
    public int Get(Field field)
    {
        int value = Values[(int)field];
        return value == Absent ? 0 : value;
    }

    /// <summary>A text.</summary>
    /// <param name="field"><see cref="Field.MeterSerial"/>, <see cref="Field.Ean"/> or <see cref="Field.Message"/>.</param>
    /// <returns>It.</returns>
    public MeterText Text(Field field) => field == Field.MeterSerial ? MeterSerial : field == Field.Ean ? Ean : Message;

    /// <summary>The meter on an M-Bus channel.</summary>
    /// <param name="channel">1 to 8.</param>
    /// <returns>It, until the next telegram; <see cref="SubMeter.IsPresent"/> tells whether the telegram spoke of it.</returns>
    public SubMeter SubMeter(int channel) => _subMeters[channel - 1] ?? Readings.SubMeter.Absent;

    internal SubMeter NextSubMeter(int channel) => _subMeters[channel - 1] ??= new SubMeter(channel);

    internal void Begin()
    {
        int[] next = Next;
        for (int i = 0; i < next.Length; i++)
        {
            next[i] = Absent;
        }

        NextTimeUtc = MeterTime.None;
        NextMonthPeakEndUtc = MeterTime.None;
        BeginHistory();
        MeterSerial.Forget();
        Ean.Forget();
        Message.Forget();
        for (int i = 0; i < _subMeters.Length; i++)
        {
            _subMeters[i]?.Begin();
        }
    }

    internal void BeginHistory()
    {
        _nextHistory = null;
        _sameRows = 0;
    }

    internal void AddPeak(int month, long peakEndUtc, int peakW)
    {
        if (_nextHistory == null)
        {
            PeakHistory history = PeakHistory;
            int row = history.RowOf(month);
            if (row >= 0 && history.PeakEndUtc(row) == peakEndUtc && history.PeakW(row) == peakW)
            {
                _sameRows |= 1 << row;
                return;
            }

            BeginOtherHistory();
        }

        _nextHistory!.Add(month, peakEndUtc, peakW);
    }

    internal void Take()
    {
        Array.Copy(Next, Values, Next.Length);
        TimeUtc = NextTimeUtc;
        MonthPeakEndUtc = NextMonthPeakEndUtc;
        if (_nextHistory == null && _sameRows != (1 << PeakHistory.Count) - 1)
        {
            BeginOtherHistory();
        }

        PeakHistory = _nextHistory ?? PeakHistory;
        MeterSerial.Take();
        Ean.Take();
        Message.Take();
        for (int i = 0; i < _subMeters.Length; i++)
        {
            SubMeter? subMeter = _subMeters[i];
            if (subMeter != null)
            {
                subMeter.Take();
                if (!subMeter.IsPresent)
                {
                    _subMeters[i] = null;
                }
            }
        }
    }

    private void BeginOtherHistory()
    {
        PeakHistory history = PeakHistory;
        PeakHistory other = new();
        for (int row = 0; row < history.Count; row++)
        {
            if ((_sameRows & (1 << row)) != 0)
            {
                other.Add(history.Month(row), history.PeakEndUtc(row), history.PeakW(row));
            }
        }

        _nextHistory = other;
    }
}
