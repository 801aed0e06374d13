using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Live;

/// <summary>Turns what happens to the meter into messages.</summary>
internal sealed class MeterLog(Log log)
{
    private long _refused;
    private long _dropped;
    private long _skippedLines;
    private bool _hasToldOfLines;

    /// <summary>Says what the last telegram brought about.</summary>
    /// <param name="meter">Has just worked through a telegram.</param>
    public void Tell(Meter meter)
    {
        long utc = meter.Reading.TimeUtc;
        MeterEvents events = meter.Events;
        QuarterPeak quarter = meter.Quarter;
        QuarterDemand demand = quarter.Demand;
        if (events.HasFlag(MeterEvents.Started))
        {
            log.Add(utc, $"meter {meter.Reading.MeterSerial} found, counting starts");
        }

        if (events.HasFlag(MeterEvents.MeterSwapped))
        {
            log.Add(utc, $"registers of {meter.Reading.MeterSerial} do not follow on, another meter: counting from them", isWarning: true);
        }

        if (events.HasFlag(MeterEvents.SubMeterSwapped))
        {
            log.Add(utc, "a gas or water register does not follow on, another meter: counting from it", isWarning: true);
        }

        if (events.HasFlag(MeterEvents.QuarterClosed))
        {
            log.Add(utc, $"{Show.Local(demand.ClosedStartUtc, "HH:mm")} came to {Show.Kw(demand.ClosedW)} kW");
        }

        if (events.HasFlag(MeterEvents.NewMonthPeak))
        {
            log.Add(utc, $"new month peak: {Show.Kw(quarter.Peaks.PeakW)} kW", isWarning: true);
        }

        if (events.HasFlag(MeterEvents.AlarmBegan))
        {
            log.Add(utc, $"peak ahead: {Show.Kw(quarter.ForecastW)} kW", isWarning: true);
        }

        if (events.HasFlag(MeterEvents.AlarmEnded))
        {
            log.Add(utc, "no peak ahead any more");
        }

        if (events.HasFlag(MeterEvents.NewDay))
        {
            Account yesterday = meter.Ledger.Day(1);
            log.Add(utc, $"a new day; yesterday came to € {Show.Euro(yesterday.TotalNanoEuro)}");
        }

        if (events.HasFlag(MeterEvents.ClockSet))
        {
            log.Add(utc, "the meter's clock was set: counting goes on by it", isWarning: true);
        }

        TellTrouble(meter, utc);
    }

    // Refused telegrams and unknown lines would come every second: said when it starts, counted from then on.
    private void TellTrouble(Meter meter, long utc)
    {
        TelegramReader reader = meter.Reader;
        long refused = reader.RefusedCount;
        if (refused > 0 && (_refused == 0 || refused / 100 > _refused / 100))
        {
            log.Add(utc, $"telegrams refused so far: {reader.CrcErrorCount} wrong CRC, {reader.TruncatedCount} cut short, {reader.WithoutCrcCount} without CRC", isWarning: true);
        }

        _refused = refused;
        long dropped = meter.DroppedCount;
        if (dropped > 0 && (_dropped == 0 || dropped / 100 > _dropped / 100))
        {
            log.Add(utc, $"not believed so far: {dropped} {(dropped == 1 ? "telegram" : "telegrams")} with a right CRC, as those before and after say otherwise", isWarning: true);
        }

        _dropped = dropped;
        long skippedLines = meter.UnknownLineCount + meter.MalformedLineCount;
        long skipped = skippedLines - _skippedLines;
        if (skipped > 0 && !_hasToldOfLines)
        {
            _hasToldOfLines = true;
            log.Add(utc, $"lines of the telegram not understood: {skipped}; 'meter decode' shows them");
        }

        _skippedLines = skippedLines;
    }
}
