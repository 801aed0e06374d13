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
public sealed class Meter
{
    private readonly TelegramParser _parser;
    private long _nextFromUtc;

    /// <summary>Starts with an empty ledger.</summary>
    /// <param name="rates">The rates in force.</param>
    /// <param name="acceptWithoutCrc">True to accept telegrams without CRC (DSMR 2.2 and 3).</param>
    public Meter(Rates rates, bool acceptWithoutCrc = false)
    {
        _parser = new TelegramParser(acceptWithoutCrc) { TelegramTaken = WorkThrough };
        Ledger = new Ledger(rates);
        Quarter = new QuarterPeak(rates.Capacity);
    }

    /// <summary>Finds and checks telegrams, and counts what was wrong.</summary>
    public TelegramReader Reader => _parser;

    /// <summary>What the last telegram said.</summary>
    public Reading Reading => _parser.Reading;

    /// <summary>Use and costs.</summary>
    public Ledger Ledger { get; private set; }

    /// <summary>The running quarter and the month's peak.</summary>
    public QuarterPeak Quarter { get; private set; }

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
    public void End() => _parser.End();

    /// <summary>Puts other rates in force from the next telegram on.</summary>
    /// <param name="rates">The rates.</param>
    public void UseRates(Rates rates)
    {
        Ledger.UseRates(rates);
        Quarter.UseCapacity(rates.Capacity);
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

    /// <summary>Writes what must survive a restart: the ledger, the running quarter and the month peaks; 2 to 4 kB.</summary>
    /// <param name="state">Takes it, to the end.</param>
    public void Save(StateWriter state)
    {
        Ledger.Save(state);
        Quarter.Save(state);
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

        Ledger ledger = new(Ledger.Rates);
        QuarterPeak quarter = new(Ledger.Rates.Capacity) { TargetW = Quarter.TargetW };
        ledger.Load(state);
        quarter.Load(state);
        if (!state.IsAtEnd)
        {
            return false;
        }

        Ledger = ledger;
        Quarter = quarter;
        return true;
    }

    private void WorkThrough()
    {
        bool hadAlarm = Quarter.Alarm;
        MeterEvents events = SwitchRates() | Ledger.Book(Reading);
        if ((events & MeterEvents.MeterSwapped) != 0)
        {
            Quarter.TakeOtherMeter();
        }

        Quarter.Update(Reading);

        QuarterDemand demand = Quarter.Demand;
        if (demand.HasClosed)
        {
            Ledger.BookQuarter(demand.ClosedStartUtc, demand.ClosedW);
            events |= MeterEvents.QuarterClosed;
        }

        if (Quarter.Peaks.HasRisen && Quarter.Peaks.PeakW > Ledger.Rates.Capacity.FloorW)
        {
            events |= MeterEvents.NewMonthPeak;
        }

        if (Quarter.Alarm != hadAlarm)
        {
            events |= Quarter.Alarm ? MeterEvents.AlarmBegan : MeterEvents.AlarmEnded;
        }

        Events = events;
        TelegramTaken?.Invoke();
    }

    // Midnight's own telegram brings the last second of the day before.
    private MeterEvents SwitchRates()
    {
        if (NextRates == null || Reading.TimeUtc <= _nextFromUtc)
        {
            return MeterEvents.None;
        }

        UseRates(NextRates);
        NextRates = null;
        return MeterEvents.RatesSwitched;
    }
}
