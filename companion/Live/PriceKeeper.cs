using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Market;
using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Live;

/// <summary>
/// Gives a meter the day-ahead prices that it needs: today's, tomorrow's from 13:00 on, and those of past days whose use waits for them. Asking
/// goes on beside reading; <see cref="Step"/> never waits.
/// </summary>
/// <param name="desk">Gets them.</param>
/// <param name="log">Is told what is wrong.</param>
/// <param name="clock">Measures pauses.</param>
internal sealed class PriceKeeper(PriceDesk desk, Log log, TimeProvider clock)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    private (int Day, Task<PriceAnswer> Answer)? _asking;
    private TimeSpan _pause;
    private long _triedAt;
    private int _pastFrom;
    private int _past;
    private int _missing;
    private bool _isBroken;

    /// <summary>Whether only prices that are here are given, as to a recording, whose days pass within seconds.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Whether an answer is awaited.</summary>
    internal bool IsAsking => _asking != null;

    /// <summary>Looks after the meter, on the thread that owns it, between two telegrams.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="cancellation">Gives up asking.</param>
    /// <returns>Whether it has been given prices.</returns>
    public bool Step(Meter meter, CancellationToken cancellation)
    {
        bool hasTaken = false;
        if (_asking is (int day, Task<PriceAnswer> asked) && asked.IsCompleted)
        {
            _asking = null;
            hasTaken = Take(day, asked, meter);
        }

        if (_asking != null || meter.BookedUtc == MeterTime.None || _isBroken || clock.GetElapsedTime(_triedAt) < _pause)
        {
            return hasTaken;
        }

        if (IsReplay)
        {
            return TakeKept(meter);
        }

        int wanted = Wanted(meter);
        if (wanted != 0)
        {
            // What takes the processor must not do so here.
            _asking = (wanted, Task.Run(() => desk.AskAsync(wanted, cancellation), cancellation));
        }

        return hasTaken;
    }

    private bool TakeKept(Meter meter)
    {
        int today = BelgianTime.DayNumber(meter.BookedUtc);
        if (today == _missing || !meter.Ledger.Rates.HasSpot || meter.Prices.Of(meter.BookedUtc) != null)
        {
            return false;
        }

        if (desk.Kept(today, out string? trouble) is SpotDay kept)
        {
            meter.TakePrices(kept);
            return true;
        }

        _missing = today;
        log.Add(meter.BookedUtc, trouble != null ? $"prices: {trouble}" : $"the prices of {DayPrices.Date(today)} are not here; 'meter prices fetch --day {DayPrices.Date(today)}' gets them", isWarning: true);
        return false;
    }

    private bool Take(int day, Task<PriceAnswer> asked, Meter meter)
    {
        if (!asked.IsCompletedSuccessfully)
        {
            _isBroken = true;
            if (!asked.IsCanceled)
            {
                log.Add(meter.BookedUtc, $"asking for prices has stopped: {asked.Exception!.InnerException!.Message}", isWarning: true);
            }

            return false;
        }

        PriceAnswer answer = asked.Result;
        bool isPast = day == _past;
        if (_pause == TimeSpan.Zero || answer.Prices != null)
        {
            foreach (string trouble in answer.Troubles)
            {
                log.Add(meter.BookedUtc, $"prices: {trouble}", isWarning: true);
            }
        }

        if (_pause == TimeSpan.Zero && answer.IsNotYet && !isPast && day <= BelgianTime.DayNumber(meter.BookedUtc))
        {
            log.Add(meter.BookedUtc, $"prices: {answer.Source} has none of {DayPrices.Date(day)}", isWarning: true);
        }

        if (answer.Prices is SpotDay prices)
        {
            _pause = TimeSpan.Zero;
            meter.TakePrices(prices);
            log.Add(meter.BookedUtc, $"prices of {DayPrices.Date(day)} from {answer.Source}");
        }
        else if (!isPast || !answer.IsNotYet)
        {
            _pause = _pause == TimeSpan.Zero ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _triedAt = clock.GetTimestamp();
            return false;
        }

        // Past days that nobody has stay as they are.
        _past -= isPast ? 1 : 0;
        return answer.Prices != null;
    }

    // The day to ask for next; 0 for none.
    private int Wanted(Meter meter)
    {
        long utc = meter.BookedUtc;
        int today = BelgianTime.DayNumber(utc);
        bool hasSpot = meter.Ledger.Rates.HasSpot;
        if (hasSpot && meter.Prices.Of(utc) == null)
        {
            return today;
        }

        if (hasSpot && PriceDesk.MayBePublished(today + 1, utc) && meter.Prices.Of(BelgianTime.DayStartUtc(today + 1)) == null)
        {
            return today + 1;
        }

        // Which days wait is the ledger's own business: all that may are gone through once a day, the newest first.
        if (today != _pastFrom)
        {
            _pastFrom = today;
            _past = today - 1;
        }

        return meter.Ledger.SinceStart.UnpricedWh > 0 && _past >= today - Ledger.LongestWaitDays ? _past : 0;
    }
}
