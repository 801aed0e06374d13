using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Quarters;

/// <summary>Will this quarter of an hour set a new monthly peak? What it will come to, how far that is from the peak, and what it would cost.</summary>
/// <remarks>
/// <para>
/// With D the demand so far, R the seconds left, and A the import power that <see cref="PowerAhead"/> expects for them: forecast
/// F = D + A x R / 900, never below D.
/// </para>
/// <para>
/// Threshold T is the highest of this month's peak, the tariff's floor and the user's target. The gap is T - F. While there is
/// time, an alarm has to be surer than a forecast, for most loads go off soon; when there is none, a false one costs less than a missed one.
/// </para>
/// </remarks>
public sealed class QuarterPeak
{
    // The alarm ends a little below the threshold, so that it does not flicker.
    private const int AlarmHysteresisW = 100;

    // With less time left, there is none to wait in and see whether a load lasts.
    private const int LastSeconds = 200;

    private readonly PowerAhead _power = new();
    private Capacity _capacity;
    private long _lastUtc;

    /// <summary>Starts without any quarter.</summary>
    /// <param name="capacity">The capacity tariff in force.</param>
    public QuarterPeak(Capacity capacity)
    {
        _capacity = capacity;
    }

    /// <summary>The demand of the running quarter and of the one that ended.</summary>
    public QuarterDemand Demand { get; } = new QuarterDemand();

    /// <summary>The peaks of this and the past months.</summary>
    public MonthPeaks Peaks { get; } = new MonthPeaks();

    /// <summary>A peak that the user wants to stay below, W; 0 for none. It raises the threshold, never lowers it.</summary>
    public int TargetW { get; set; }

    /// <summary>Whether a telegram has come that allows a forecast.</summary>
    public bool IsKnown => Demand.StartUtc != MeterTime.None;

    /// <summary>What the quarter will come to by what the house has done so far, W.</summary>
    public int ForecastW { get; private set; }

    /// <summary>Above this the quarter costs money, W.</summary>
    public int ThresholdW { get; private set; }

    /// <summary>Threshold less forecast, W; negative when the quarter is heading for a new peak.</summary>
    public int GapW => ThresholdW - ForecastW;

    /// <summary>The power that may be drawn for the rest of the quarter without a new peak, W; 0 when the threshold is passed already.</summary>
    public int AllowedW { get; private set; }

    /// <summary>Seconds until the demand passes the threshold, 0 when it has; -1 when the forecast does not break it.</summary>
    public int SecondsToBreach { get; private set; } = -1;

    /// <summary>What the new peak would cost over the coming year, nano-euro; 0 when the forecast does not break the threshold, -1 without capacity tariff.</summary>
    public long BreachNanoEuro { get; private set; }

    /// <summary>
    /// Whether to do something. It begins when even the power that is nearly sure breaks the threshold, and in the last 200 s when it would
    /// break if all stayed as it is; it ends with the forecast, 100 W below.
    /// </summary>
    public bool Alarm { get; private set; }

    /// <summary>The mean of the last twelve month peaks, the running one included, with the floor; W.</summary>
    public int MeanPeakW => Peaks.MeanW(_capacity);

    /// <summary>What the capacity tariff costs by that mean, nano-euro a year.</summary>
    public long CapacityNanoEuroPerYear
    {
        get
        {
            long nanoEuro = Peaks.NanoEuroPerYear(_capacity);
            return nanoEuro < CeilingNanoEuroPerYear ? nanoEuro : CeilingNanoEuroPerYear;
        }
    }

    /// <summary>The month's peak as the meter shows it before <see cref="Peaks"/> has any, W; 0 for none.</summary>
    internal int FirstPeakW { get; set; }

    /// <summary>More than which the capacity tariff does not cost, see <see cref="Capacity.CeilingNanoEuroPerYear"/>.</summary>
    internal long CeilingNanoEuroPerYear { get; set; } = long.MaxValue;

    /// <summary>Puts another tariff in force.</summary>
    /// <param name="capacity">The capacity tariff.</param>
    public void UseCapacity(Capacity capacity)
    {
        _capacity = capacity;
        Peaks.SumPast(capacity);
    }

    /// <summary>Says that a telegram without time has come: nothing has ended or risen with it.</summary>
    internal void Pass()
    {
        Demand.HasClosed = false;
        Peaks.HasRisen = false;
    }

    /// <summary>Takes a telegram.</summary>
    /// <param name="utc">Its time, UTC seconds.</param>
    /// <param name="values">What it says of electricity, as <see cref="TelegramChain"/> keeps it.</param>
    /// <param name="at">Where they are.</param>
    /// <param name="peaks">The telegram with the peaks that the meter has shown for a while; null when it shows others.</param>
    public void Update(long utc, int[] values, int at, Reading? peaks)
    {
        int importW = values[at + TelegramChain.ImportW];
        if (importW != Reading.Absent)
        {
            _power.Update(importW, utc - _lastUtc);
            _lastUtc = utc;
        }

        Demand.Update(utc, values, at);
        Peaks.Update(utc, Demand, _capacity, peaks);
        if (!IsKnown)
        {
            // The clock was put back: what was forecast is of a quarter that is not known any more.
            ForecastW = 0;
            AllowedW = 0;
            SecondsToBreach = -1;
            BreachNanoEuro = 0;
            Alarm = false;
            return;
        }

        int floorW = _capacity.FloorW > TargetW ? _capacity.FloorW : TargetW;
        int peakW = Peaks.PeakW;
        if (peakW == 0)
        {
            peakW = FirstPeakW;
        }

        ThresholdW = peakW > floorW ? peakW : floorW;

        int demandW = Demand.DemandW;
        int left = BelgianTime.SecondsPerQuarter - Demand.ElapsedSeconds;
        long aheadMw = _power.Mw(left);
        ForecastW = WithRest(demandW, aheadMw, left);
        AllowedW = demandW < ThresholdW
            ? (int)((long)(ThresholdW - demandW) * BelgianTime.SecondsPerQuarter / left)
            : 0;

        bool breaks = ForecastW > ThresholdW;
        long sureMw = left > LastSeconds ? _power.SureMw(left) : _power.NowMw(left);
        bool isAlarming = WithRest(demandW, sureMw, left) > ThresholdW;
        Alarm = isAlarming || (Alarm && !Demand.HasClosed && ForecastW > ThresholdW - AlarmHysteresisW);

        // What is yet to break the threshold has power ahead, and does so within the quarter.
        int roomW = ThresholdW - demandW;
        SecondsToBreach = !breaks ? -1 : roomW <= 0 ? 0 : (int)(roomW * 900000L / aheadMw);
        BreachNanoEuro = _capacity.NanoEuroPerKwYear == 0 ? -1 : breaks ? BelowCeiling(_capacity.NanoEuroOfBreach(ThresholdW, ForecastW, Peaks.PastSumW, Peaks.PastCount)) : 0;
    }

    /// <summary>Says that the next telegram is another meter's.</summary>
    internal void TakeOtherMeter() => Demand.TakeOtherMeter();

    internal void CopyFrom(QuarterPeak other)
    {
        _power.CopyFrom(other._power);
        Demand.CopyFrom(other.Demand);
        Peaks.CopyFrom(other.Peaks);
        _capacity = other._capacity;
        _lastUtc = other._lastUtc;
        ForecastW = other.ForecastW;
        ThresholdW = other.ThresholdW;
        AllowedW = other.AllowedW;
        SecondsToBreach = other.SecondsToBreach;
        BreachNanoEuro = other.BreachNanoEuro;
        Alarm = other.Alarm;
    }

    internal void Save(StateWriter state)
    {
        Demand.Save(state);
        Peaks.Save(state);
        state.Long(_lastUtc);
        _power.Save(state);
    }

    internal void Load(StateReader state)
    {
        Demand.Load(state);
        Peaks.Load(state, _capacity);
        _lastUtc = state.Long();
        _power.Load(state);
    }

    // What is left up to the ceiling.
    private long BelowCeiling(long nanoEuro)
    {
        long left = CeilingNanoEuroPerYear - _capacity.NanoEuroPerYear(Peaks.PastSumW + ThresholdW, Peaks.PastCount + 1);
        return left <= 0 ? 0 : left < nanoEuro ? left : nanoEuro;
    }

    private static int WithRest(int demandW, long aheadMw, int left) =>
        (int)(demandW + (((aheadMw * left) + 450000) / 900000));
}
