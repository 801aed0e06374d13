using System;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware;

/// <summary>
/// The whole way of the data, bytes to telegram to reading to costs and quarter. Whoever has bytes of a P1 port hands them in
/// here and looks at the parts when told of a telegram.
/// </summary>
/// <remarks>Not for several threads at once. Nothing is allocated per telegram once every text has been seen.</remarks>
public sealed class Meter : IState
{
    // More telegrams than can wait.
    private const int LongestHold = 12;

    private readonly TelegramParser _parser;
    private TelegramChain _telegrams;

    // The quarter as of the telegram that was believed last; the one that is shown runs ahead of it with those that wait.
    private QuarterPeak _believed;
    private long _nextFromUtc;

    // Rates that are in force for what comes after the last telegram that had come when they were given.
    private Rates? _heldRates;
    private long _heldFromUtc;
    private int _heldLeft;

    // Of sub-meters.
    private long _droppedReadings;

    // For how many telegrams the meter has shown the same peaks.
    private int _samePeaks;
    private int _peakW;
    private long _peakEndUtc;
    private PeakHistory? _peakHistory;

    /// <summary>Starts with an empty ledger.</summary>
    /// <param name="rates">The rates in force.</param>
    /// <param name="acceptWithoutCrc">True to accept telegrams without CRC (DSMR 2.2 and 3).</param>
    /// <param name="followers">How many telegrams must go on from one before it is booked, 0 to 6.</param>
    public Meter(Rates rates, bool acceptWithoutCrc = false, int followers = Followers)
    {
        _parser = new TelegramParser(acceptWithoutCrc) { TelegramTaken = WorkThrough };
        _telegrams = new TelegramChain(followers);
        _believed = new QuarterPeak(rates.Capacity);
        Ledger = new Ledger(rates, Prices);
        Quarter = new QuarterPeak(rates.Capacity);
        SetCeiling();
    }

    /// <summary>How many telegrams must go on from one before it is booked, if nothing else is said.</summary>
    public const int Followers = 5;

    /// <summary>Finds and checks telegrams, and counts what was wrong.</summary>
    public TelegramReader Reader => _parser;

    /// <summary>What the last telegram said.</summary>
    public Reading Reading => _parser.Reading;

    /// <summary>Use and costs, up to the last telegram that those behind it have borne out.</summary>
    public Ledger Ledger { get; private set; }

    /// <summary>The running quarter and the month's peak, up to the last telegram that is likely to be right.</summary>
    public QuarterPeak Quarter { get; private set; }

    /// <summary>The day-ahead prices that are known.</summary>
    public SpotPrices Prices { get; } = new SpotPrices();

    /// <summary>Keeps use that waits for its prices; without one, a day's is booked at the fallback price when it ends. Set before <see cref="Load"/>.</summary>
    public IUnpricedStore? UnpricedStore
    {
        get => Ledger.Store;
        set => Ledger.Store = value;
    }

    /// <summary>Telegrams with a right CRC, and readings of sub-meters, that were not believed; since the start.</summary>
    public long DroppedCount => _telegrams.DroppedCount + _droppedReadings;

    /// <summary>When the last telegram was sent that is booked, UTC seconds; <see cref="MeterTime.None"/> when none is.</summary>
    public long BookedUtc => _telegrams.Utc;

    // For whoever keeps what is booked.
    internal TelegramChain Believed => _telegrams;

    /// <summary>What the last telegram brought about.</summary>
    public MeterEvents Events { get; private set; }

    /// <summary>Rates that wait for their day, or null.</summary>
    public Rates? NextRates { get; private set; }

    /// <summary>Lines with an unknown code, since the start.</summary>
    public long UnknownLineCount => _parser.UnknownLineCount;

    /// <summary>Lines with a known code and a badly written value, since the start.</summary>
    public long MalformedLineCount => _parser.MalformedLineCount;

    /// <summary>Is called, within <see cref="Read"/> and <see cref="End"/>, after each telegram that was worked through; may be null.</summary>
    public Action? TelegramTaken { get; set; }

    /// <summary>Takes a chunk of bytes, all of it.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    public void Read(byte[] data, int offset, int count) => _parser.Read(data, offset, count);

    /// <summary>Says that the stream has ended; a last telegram may be worked through, see <see cref="TelegramReader.End"/>.</summary>
    public void End()
    {
        _parser.End();
        bool isShown = _telegrams.IsNewestShown;
        _telegrams.End();
        Events = Believe();
        Events |= isShown ? Ledger.BookSubMeters(Reading, Reading.TimeUtc, 0) : MeterEvents.None;
    }

    /// <summary>Puts other rates in force from the next telegram on: what waits to be believed is still booked at the old ones.</summary>
    /// <param name="rates">The rates.</param>
    public void UseRates(Rates rates)
    {
        int newest = _telegrams.Shown(0);
        if (newest >= 0)
        {
            _heldRates = rates;
            _heldFromUtc = _telegrams.UtcAt(newest);
            _heldLeft = LongestHold;
            return;
        }

        PutInForce(rates);
    }

    /// <summary>
    /// Lets rates wait for the midnight of <see cref="Rates.FromDay"/>: what is booked from then on has their prices. Whoever was off
    /// at that midnight books what was used meanwhile to the day on which it ends, as ever.
    /// </summary>
    /// <param name="rates">The rates; null when none are to wait any more.</param>
    public void UseRatesFromTheirDay(Rates? rates)
    {
        NextRates = rates;
        _nextFromUtc = rates == null ? 0 : BelgianTime.DayStartUtc(rates.FromDay);
    }

    /// <summary>Takes the day-ahead prices of a day, and prices what has waited for them.</summary>
    /// <param name="day">The prices.</param>
    public void TakePrices(SpotDay day)
    {
        Prices.Take(day);
        Ledger.Price(day);
    }

    /// <summary>Says that what <see cref="Save"/> wrote is stored.</summary>
    public void NoteSaved() => Ledger.NoteSaved();

    /// <summary>Writes what must survive a restart: the ledger, the running quarter and the month peaks; 2 to 4 kB, and 1 kB on a day without prices.</summary>
    /// <param name="state">Takes it, to the end.</param>
    public void Save(StateWriter state)
    {
        _telegrams.Save(state);
        Ledger.Save(state);
        _believed.Save(state);
        state.End();
    }

    /// <summary>Takes back what <see cref="Save"/> wrote, all of it or nothing.</summary>
    /// <param name="state">What was stored, and is whole.</param>
    /// <returns>False when it is of another version, or no state; nothing has changed then.</returns>
    public bool Load(StateReader state)
    {
        if (!state.IsValid)
        {
            return false;
        }

        TelegramChain telegrams = new(_telegrams.Followers);
        Ledger ledger = new(Ledger.Rates, Prices) { Store = Ledger.Store };
        QuarterPeak believed = new(Ledger.Rates.Capacity);
        telegrams.Load(state);
        ledger.Load(state);
        believed.Load(state);
        if (!state.IsAtEnd)
        {
            return false;
        }

        ledger.UseRates(Ledger.Rates);
        _telegrams = telegrams;
        Ledger = ledger;
        _believed = believed;
        Quarter.CopyFrom(believed);
        SetCeiling();
        return true;
    }

    private void WorkThrough()
    {
        bool hadAlarm = Quarter.Alarm;
        long dropped = DroppedCount;
        Quarter.Pass();
        Events = MeterEvents.None;
        if (Reading.TimeUtc != MeterTime.None)
        {
            NotePeaks();
            _heldLeft--;
            _telegrams.Add(Reading);
            bool isShown = _telegrams.IsNewestShown;
            if (isShown && _telegrams.GoesOnFromShown)
            {
                Show(0);
            }
            else if (isShown)
            {
                ShowAll();
            }

            Events = Believe();
            if (isShown || _telegrams.Utc == Reading.TimeUtc)
            {
                Events |= Ledger.BookSubMeters(Reading, Reading.TimeUtc, _telegrams.Followers);
                _droppedReadings += (Events & MeterEvents.TelegramDropped) != 0 ? 1 : 0;
            }

            Events |= DroppedCount > dropped ? MeterEvents.TelegramDropped : MeterEvents.None;
        }

        if (Quarter.Alarm != hadAlarm)
        {
            Events |= Quarter.Alarm ? MeterEvents.AlarmBegan : MeterEvents.AlarmEnded;
        }

        TelegramTaken?.Invoke();
    }

    private MeterEvents Believe()
    {
        MeterEvents events = MeterEvents.None;
        while (_telegrams.Believe())
        {
            events |= SwitchRates() | Ledger.Book(_telegrams) | (_telegrams.IsClockSet ? MeterEvents.ClockSet : MeterEvents.None);
            if ((events & (MeterEvents.NewMonth | MeterEvents.Started)) != 0)
            {
                Quarter.FirstPeakW = 0;
                SetCeiling();
            }

            if (_telegrams.IsOtherMeter)
            {
                _believed.TakeOtherMeter();
            }

            _believed.TargetW = Quarter.TargetW;
            _believed.Update(_telegrams.Utc, _telegrams.Values, 0, Peaks);
            QuarterDemand demand = _believed.Demand;
            if (demand.HasClosed)
            {
                Ledger.BookQuarter(demand.ClosedStartUtc, demand.ClosedW);
                events |= MeterEvents.QuarterClosed;
            }

            if (_believed.Peaks.HasRisen && _believed.Peaks.PeakW > Ledger.Rates.Capacity.FloorW)
            {
                events |= MeterEvents.NewMonthPeak;
            }
        }

        if (_telegrams.IsShownLost)
        {
            ShowAll();
        }

        return events;
    }

    // What the meter says of this month.
    private int MonthPeakW => Reading.MonthPeakEndUtc != MeterTime.None && MonthOf(Reading.MonthPeakEndUtc - 1) == MonthOf(Reading.TimeUtc)
        ? Reading.Get(Field.MonthPeakW)
        : 0;

    private static int MonthOf(long utc) => BelgianTime.MonthNumber(BelgianTime.DayNumber(utc));

    // The peaks that the meter has shown for long enough to be no passing ones.
    private Reading? Peaks => _samePeaks >= _telegrams.Followers ? Reading : null;

    private void NotePeaks()
    {
        int peakW = Reading.Get(Field.MonthPeakW);
        bool isSame = peakW == _peakW && Reading.MonthPeakEndUtc == _peakEndUtc && Reading.PeakHistory == _peakHistory;
        _samePeaks = isSame ? _samePeaks + 1 : 0;
        _peakW = peakW;
        _peakEndUtc = Reading.MonthPeakEndUtc;
        _peakHistory = Reading.PeakHistory;
    }

    // Goes through all that wait, from the last one believed.
    private void ShowAll()
    {
        Quarter.CopyFrom(_believed);
        int waiting = 0;
        while (_telegrams.Shown(waiting) >= 0)
        {
            waiting++;
        }

        while (waiting > 0)
        {
            Show(--waiting);
        }

        _telegrams.Follow();
    }

    private void Show(int step)
    {
        int place = _telegrams.Shown(step);
        if (_believed.Peaks.Month == 0)
        {
            Quarter.FirstPeakW = MonthPeakW;
        }

        Quarter.Update(_telegrams.UtcAt(place), _telegrams.Values, place * TelegramChain.Width, step == 0 ? Peaks : null);
        _telegrams.Follow();
    }

    private void PutInForce(Rates rates)
    {
        _heldRates = null;
        Ledger.UseRates(rates);
        _believed.UseCapacity(rates.Capacity);
        Quarter.UseCapacity(rates.Capacity);
        SetCeiling();
    }

    private void SetCeiling()
    {
        Quarter.CeilingNanoEuroPerYear = Ledger.Rates.Capacity.CeilingNanoEuroPerYear(Ledger.LastYearWh);
        _believed.CeilingNanoEuroPerYear = Quarter.CeilingNanoEuroPerYear;
    }

    // Midnight's own telegram brings the last second of the day before.
    private MeterEvents SwitchRates()
    {
        // That last telegram may not be believed, or the clock be put back after it.
        if (_heldRates != null && (_telegrams.Utc > _heldFromUtc || _heldLeft < 0))
        {
            PutInForce(_heldRates);
        }

        if (NextRates == null || _telegrams.Utc <= _nextFromUtc)
        {
            return MeterEvents.None;
        }

        PutInForce(NextRates);
        NextRates = null;
        return MeterEvents.RatesSwitched;
    }
}
