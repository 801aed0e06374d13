using System;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>
/// What one telegram says, in whole numbers of small units. One object is filled again and again by <see cref="TelegramParser"/>;
/// a value is there only when <see cref="Has"/> says so.
/// </summary>
public sealed class Reading
{
    /// <summary>Value of a limiter that is switched off (all nines in the telegram).</summary>
    public const int NoLimit = int.MaxValue;

    internal const int Absent = int.MinValue;

    private static readonly int[] AllAbsent = MakeAllAbsent();

    internal readonly int[] Values = new int[(int)Field.Count];

    // A parser knows by it whether what it filled in is still there; without Clear no value comes or goes.
    internal int ClearCount;

    internal readonly SubMeter[] SubMeters = new SubMeter[ObisCode.LastChannel];

    /// <summary>Makes a reading without any value.</summary>
    public Reading()
    {
        for (int i = 0; i < SubMeters.Length; i++)
        {
            SubMeters[i] = new SubMeter(i + 1);
        }

        Clear();
    }

    /// <summary>Time of the telegram in UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long TimeUtc { get; internal set; }

    /// <summary>When the month's peak quarter ended, UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long MonthPeakEndUtc { get; internal set; }

    /// <summary>Peaks of past months as the meter sends them.</summary>
    public PeakHistory PeakHistory { get; } = new PeakHistory();

    /// <summary>Serial number of the electricity meter.</summary>
    public MeterText MeterSerial { get; } = new MeterText();

    /// <summary>EAN of the electricity connection.</summary>
    public MeterText Ean { get; } = new MeterText();

    /// <summary>Message of the grid operator.</summary>
    public MeterText Message { get; } = new MeterText();

    /// <summary>Lines that were not understood.</summary>
    public SkippedLines Skipped { get; } = new SkippedLines();

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

    /// <summary>The meter on an M-Bus channel.</summary>
    /// <param name="channel">1 to 8.</param>
    /// <returns>It; <see cref="SubMeter.IsPresent"/> tells whether the telegram spoke of it.</returns>
    public SubMeter SubMeter(int channel) => SubMeters[channel - 1];

    /// <summary>Empties the reading.</summary>
    public void Clear()
    {
        ClearCount++;
        Array.Copy(AllAbsent, Values, AllAbsent.Length);
        TimeUtc = MeterTime.None;
        MonthPeakEndUtc = MeterTime.None;
        PeakHistory.Clear();
        MeterSerial.Clear();
        Ean.Clear();
        Message.Clear();
        Skipped.Clear();
        for (int i = 0; i < SubMeters.Length; i++)
        {
            SubMeters[i].Clear();
        }
    }

    private static int[] MakeAllAbsent()
    {
        int[] values = new int[(int)Field.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Absent;
        }

        return values;
    }
}
