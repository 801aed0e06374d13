using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Quarters;

/// <summary>The peak of the running month, those of the months before, and their mean, by which the capacity tariff bills.</summary>
/// <remarks>
/// The meter's own peak (1.6.0) and history (98.1.0) are taken over; the peak only when it is this month's, for a meter may
/// go on showing last month's for hours. Quarters seen by this device fill in where the meter says nothing.
/// </remarks>
public sealed class MonthPeaks
{
    /// <summary>Months that the capacity tariff averages, the running one included.</summary>
    public const int MonthsInMean = 12;

    private bool _isNews;
    private int _meterRows = -1;
    private int _meterNewest;

    // The calendar is dear: the month of the last quarter and of the meter's last stamp.
    private long _quarterUtc = -1;
    private int _quarterMonth;
    private long _stampUtc = -1;
    private int _stampMonth;

    /// <summary>The running month: year * 12 + month - 1; 0 before the first telegram.</summary>
    public int Month { get; private set; }

    /// <summary>The month's highest quarter, W; 0 when none has ended yet.</summary>
    public int PeakW { get; internal set; }

    /// <summary>When that quarter ended, UTC seconds, or <see cref="MeterTime.None"/>.</summary>
    public long PeakEndUtc { get; internal set; }

    /// <summary>Whether the last telegram brought a higher peak; not so for the first telegram, which tells what was there before.</summary>
    public bool HasRisen { get; internal set; }

    /// <summary>Past months, newest first.</summary>
    public PeakHistory Past { get; } = new PeakHistory();

    /// <summary>Sum of the peaks of the past months that count with the running one, each raised to the floor when that goes by month; W.</summary>
    public long PastSumW { get; private set; }

    /// <summary>How many past months count with the running one, 0 to 11.</summary>
    public int PastCount { get; private set; }

    // With the meter's own peaks, when they are no passing ones.
    internal void Update(long utc, QuarterDemand demand, Capacity capacity, Reading? peaks)
    {
        int month = MonthOf(utc);
        bool isStale = false;
        HasRisen = false;
        if (month != Month)
        {
            // A clock put back brings a month twice; its higher peak stays.
            int known = Past.RowOf(Month);
            if (PeakEndUtc != MeterTime.None && (known < 0 || Past.PeakW(known) < PeakW))
            {
                Past.Add(Month, PeakEndUtc, PeakW);
            }

            Month = month;
            PeakW = 0;
            PeakEndUtc = MeterTime.None;
            isStale = true;
        }

        // A guess sets no peak.
        if (demand.HasClosed && !demand.IsClosedGuess)
        {
            isStale |= TakeQuarter(demand.ClosedStartUtc, demand.ClosedW);
        }

        if (peaks != null)
        {
            isStale |= TakeMeterPeaks(peaks);
        }

        if (isStale)
        {
            SumPast(capacity);
        }

        // What was there before the first telegram is no news.
        HasRisen &= _isNews;
        _isNews |= peaks != null || demand.HasClosed;
    }

    /// <summary>Works out the sums again after the tariff has changed.</summary>
    /// <param name="capacity">The capacity tariff.</param>
    public void SumPast(Capacity capacity)
    {
        PastSumW = 0;
        PastCount = 0;
        for (int row = 0; row < Past.Count; row++)
        {
            int month = Past.Month(row);
            if (month < Month && month > Month - MonthsInMean && Past.PeakEndUtc(row) != MeterTime.None)
            {
                PastSumW += Floored(Past.PeakW(row), capacity);
                PastCount++;
            }
        }
    }

    /// <summary>The mean of the running month and of those before it that count.</summary>
    /// <param name="capacity">The capacity tariff, for its floor.</param>
    /// <returns>W, rounded.</returns>
    public int MeanW(Capacity capacity)
    {
        int count = PastCount + 1;
        long sumW = PastSumW + Floored(PeakW, capacity);
        int meanW = (int)((sumW + (count / 2)) / count);
        return meanW > capacity.FloorW ? meanW : capacity.FloorW;
    }

    /// <summary>What that mean costs.</summary>
    /// <param name="capacity">The capacity tariff.</param>
    /// <returns>Nano-euro a year.</returns>
    public long NanoEuroPerYear(Capacity capacity) =>
        capacity.NanoEuroPerYear(PastSumW + Floored(PeakW, capacity), PastCount + 1);

    internal void CopyFrom(MonthPeaks other)
    {
        _isNews = other._isNews;
        _meterRows = other._meterRows;
        _meterNewest = other._meterNewest;
        Month = other.Month;
        PeakW = other.PeakW;
        PeakEndUtc = other.PeakEndUtc;
        HasRisen = other.HasRisen;
        PastSumW = other.PastSumW;
        PastCount = other.PastCount;
        Past.CopyFrom(other.Past);
    }

    internal void Save(StateWriter state)
    {
        state.Int(Month);
        state.Int(PeakW);
        state.Long(PeakEndUtc);
        state.Int(Past.Count);
        for (int row = 0; row < Past.Count; row++)
        {
            state.Int(Past.Month(row));
            state.Long(Past.PeakEndUtc(row));
            state.Int(Past.PeakW(row));
        }
    }

    internal void Load(StateReader state, Capacity capacity)
    {
        Month = state.Int();
        PeakW = state.Int();
        PeakEndUtc = state.Long();
        int count = state.Int();
        for (int row = 0; row < count && state.IsValid; row++)
        {
            int month = state.Int();
            long peakEndUtc = state.Long();
            Past.Add(month, peakEndUtc, state.Int());
        }

        SumPast(capacity);
        _isNews = true;
    }

    private static int Floored(int peakW, Capacity capacity) =>
        !capacity.FloorOnMean && peakW < capacity.FloorW ? capacity.FloorW : peakW;

    // Months begin with a quarter, in summer and in winter.
    private int MonthOf(long utc)
    {
        long quarterUtc = BelgianTime.QuarterStart(utc);
        if (quarterUtc != _quarterUtc)
        {
            _quarterUtc = quarterUtc;
            _quarterMonth = BelgianTime.MonthNumber(BelgianTime.DayNumber(utc));
        }

        return _quarterMonth;
    }

    // Returns whether they changed a past month.
    private bool TakeMeterPeaks(Reading peaks)
    {
        if (peaks.MonthPeakEndUtc != MeterTime.None)
        {
            TakeMeterPeak(peaks.MonthPeakEndUtc, peaks.Get(Field.MonthPeakW));
        }

        PeakHistory sent = peaks.PeakHistory;
        if (sent.Count == 0 || (sent.Count == _meterRows && sent.Month(0) == _meterNewest))
        {
            return false;
        }

        _meterRows = sent.Count;
        _meterNewest = sent.Month(0);
        for (int row = 0; row < sent.Count; row++)
        {
            // Nothing, at the month's first second: that quarter was still of the month before, and in this one the meter saw none.
            int month = sent.Month(row);
            long endUtc = sent.PeakEndUtc(row);
            if (sent.PeakW(row) == 0 && BelgianTime.MonthNumber(BelgianTime.DayNumber(endUtc - 1)) != month)
            {
                endUtc = MeterTime.None;
            }

            // A row without quarter does not erase what was seen here.
            if (endUtc != MeterTime.None || Past.RowOf(month) < 0)
            {
                Past.Add(month, endUtc, sent.PeakW(row));
            }
        }

        return true;
    }

    private void TakeMeterPeak(long peakEndUtc, int peakW)
    {
        // The stamp is the end of the quarter: the 1st at 00:00:00 is still the month before.
        if (peakEndUtc != _stampUtc)
        {
            _stampUtc = peakEndUtc;
            _stampMonth = BelgianTime.MonthNumber(BelgianTime.DayNumber(peakEndUtc - 1));
        }

        if (_stampMonth != Month)
        {
            return;
        }

        if (IsSameQuarter(peakEndUtc))
        {
            // What the meter says of a quarter that was seen here is what is billed.
            PeakW = peakW;
            PeakEndUtc = peakEndUtc;
        }
        else if (peakW > PeakW)
        {
            Raise(peakEndUtc, peakW);
        }
    }

    // Returns whether it changed a past month.
    private bool TakeQuarter(long startUtc, int demandW)
    {
        long endUtc = startUtc + BelgianTime.SecondsPerQuarter;
        int month = BelgianTime.MonthNumber(BelgianTime.DayNumber(startUtc));
        if (month == Month)
        {
            if (demandW > PeakW)
            {
                Raise(endUtc, demandW);
            }

            return false;
        }

        // The month's last quarter, seen to end after the month did.
        int row = Past.RowOf(month);
        if (month != Month - 1 || (row >= 0 && Past.PeakW(row) >= demandW))
        {
            return false;
        }

        Past.Add(month, endUtc, demandW);
        return true;
    }

    private bool IsSameQuarter(long peakEndUtc) =>
        PeakEndUtc != MeterTime.None && BelgianTime.QuarterStart(peakEndUtc - 1) == BelgianTime.QuarterStart(PeakEndUtc - 1);

    private void Raise(long peakEndUtc, int peakW)
    {
        HasRisen = true;
        PeakW = peakW;
        PeakEndUtc = peakEndUtc;
    }
}
