using MeterFirmware.Time;

namespace MeterFirmware.Companion.Simulation;

/// <summary>The demand of the running quarter, the month's peak, and the peaks of the months before.</summary>
internal sealed class DemandRegister
{
    /// <summary>Months that a Belgian meter remembers.</summary>
    public const int MonthsRemembered = 13;

    private readonly MonthPeak[] _history = new MonthPeak[MonthsRemembered];
    private long _quarterWattSeconds;

    /// <summary>Starts a register with an empty history.</summary>
    /// <param name="startUtc">Now, UTC seconds since 1970.</param>
    public DemandRegister(long startUtc)
    {
        PeakEndUtc = startUtc;
    }

    /// <summary>Import since the quarter began over the full quarter: W, truncated.</summary>
    public int DemandW => (int)(_quarterWattSeconds / BelgianTime.SecondsPerQuarter);

    /// <summary>Highest completed quarter of the month: W.</summary>
    public int PeakW { get; private set; }

    /// <summary>When that quarter ended, UTC seconds; before the month's first import, when the month began.</summary>
    public long PeakEndUtc { get; private set; }

    /// <summary>Months in the history, 0 to 13.</summary>
    public int HistoryCount { get; private set; }

    /// <summary>A month of the history.</summary>
    /// <param name="row">0, the oldest, to <see cref="HistoryCount"/> - 1.</param>
    /// <returns>The row.</returns>
    public MonthPeak History(int row) => _history[row];

    /// <summary>Counts import.</summary>
    /// <param name="wattSeconds">0 or more.</param>
    public void Add(long wattSeconds) => _quarterWattSeconds += wattSeconds;

    /// <summary>Ends a quarter. One that ends at the month's end still belongs to that month.</summary>
    /// <param name="endUtc">UTC seconds, a multiple of 900.</param>
    public void EndQuarter(long endUtc)
    {
        if (DemandW > PeakW)
        {
            SetPeak(DemandW, endUtc);
        }

        _quarterWattSeconds = 0;
        int dayNumber = BelgianTime.DayNumber(endUtc);
        if (BelgianTime.DayStartUtc(dayNumber) == endUtc && new CivilDate(dayNumber).Day == 1)
        {
            Remember(new MonthPeak(endUtc, PeakEndUtc, PeakW));
            SetPeak(0, endUtc);
        }
    }

    /// <summary>Sets the month's peak.</summary>
    /// <param name="peakW">0 to 99999 W.</param>
    /// <param name="endUtc">When its quarter ended, UTC seconds since 1970.</param>
    public void SetPeak(int peakW, long endUtc)
    {
        PeakW = peakW;
        PeakEndUtc = endUtc;
    }

    /// <summary>Adds a month to the history; the oldest goes when 13 are there.</summary>
    /// <param name="month">The month, newer than those that are there.</param>
    public void Remember(MonthPeak month)
    {
        if (HistoryCount == MonthsRemembered)
        {
            Array.Copy(_history, 1, _history, 0, MonthsRemembered - 1);
            HistoryCount--;
        }

        _history[HistoryCount++] = month;
    }
}

/// <summary>A row of the peak history.</summary>
/// <param name="PeriodUtc">First second of the month after the one that is meant, UTC seconds since 1970.</param>
/// <param name="PeakEndUtc">When the peak quarter ended, UTC seconds since 1970.</param>
/// <param name="PeakW">The peak in W.</param>
internal readonly record struct MonthPeak(long PeriodUtc, long PeakEndUtc, int PeakW);
