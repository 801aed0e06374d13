using MeterFirmware.State;

namespace MeterFirmware.Quarters;

/// <summary>What import power to expect on average for the seconds that are left, learned from how the power has behaved.</summary>
/// <remarks>
/// <para>
/// How long does the power stay where it is? S = its distance from its mean M, the usual and the present one, over what it
/// changes per second: for a load that goes on and off about as long as it stays on, for one that never changes for ever.
/// </para>
/// <para>
/// And how long does a load last that has come? L: long when it has lasted long already, or is large. What has gone off stays off.
/// </para>
/// <para>
/// With P the power now and R the seconds left, expect M + (P - M) / (1 + (R / S)^3 / 6 + (R / L)^2): P while R is short, M when R is
/// many times S or L. M reaches back three S. docs/quarter-peak.md tells why, and compares it with simpler ways.
/// </para>
/// </remarks>
public sealed class PowerAhead
{
    private const int MemorySeconds = 900;

    // Flicker of meter and appliances is no change: it is averaged out. The start of a motor is over when a change counts.
    private const int FlickerMw = 30000;
    private const int FlickerSeconds = 20;
    private const int ChangeLastsSeconds = 3;

    // In the last two minutes a surge moves the forecast little, and a change counts at once.
    private const int LastSeconds = 120;

    // A step this far beyond the usual distance is something new, of which what was learned says nothing.
    private const int UsualDistancesOfNews = 5;
    private const int SmallestNewsMw = 500000;

    // Small distances are no cycle.
    private const int SmallestDistanceMw = 100000;
    private const int StaysInMean = 3;
    private const int ShortestMeanSeconds = 30;
    private const int LongestMeanSeconds = 3600;

    // A load is expected to last so long, a second more for each 4 W, and three times what it has lasted.
    private const int ShortestLoadSeconds = 500;
    private const int MwForSecond = 4000;
    private const int TimesLasted = 3;

    // How much of the mean power is sure falls to nothing in so long: busy minutes are seldom followed by as busy ones.
    private const int SureSeconds = 3600;

    // Powers are below 1e8 mW (1.7.0 has two digits of kW), and 900 s are at most 9e5 permille of a stay, so that the largest product is 7.3e17, of
    // the 9.2e18 that a long has. The sums below come to 900 and 1800 s of power, 1.8e11, and their products to 1.6e14.
    private const long OneCubed = 1000000000;

    // How long it has been at it, up to an hour; 0 before the first telegram.
    private int _knownSeconds;
    private long _nowMw;
    private long _lastingMw;
    private long _meanMw;
    private int _awaySeconds;
    private long _distanceMwSeconds;
    private long _changesMw;
    private long _pendingMw;

    // How long the power has been as far above its mean as it is; a part that has just come on counts from now. Up to an hour.
    private int _aboveMs;

    /// <summary>Takes the power of a telegram.</summary>
    /// <param name="importW">Power taken from the grid, W, 0 to 99999.</param>
    /// <param name="seconds">Seconds since the telegram before; after a quarter of an hour, or a step back in time, it starts afresh.</param>
    public void Update(int importW, long seconds)
    {
        long importMw = importW * 1000L;
        if (_knownSeconds == 0 || seconds <= 0 || seconds >= MemorySeconds)
        {
            _knownSeconds = 1;
            _nowMw = importMw;
            _lastingMw = importMw;
            _meanMw = importMw;
            _awaySeconds = 0;
            _distanceMwSeconds = 0;
            _changesMw = 0;
            _pendingMw = 0;
            _aboveMs = 0;
            return;
        }

        long beforeMw = _lastingMw - _meanMw;
        _changesMw -= _changesMw * seconds / (MemorySeconds + seconds);
        long changeMw = Distance(importMw, _nowMw);
        if (changeMw > FlickerMw)
        {
            _nowMw = importMw;
            _pendingMw += changeMw;
        }
        else
        {
            _nowMw += (importMw - _nowMw) * seconds / (FlickerSeconds + seconds);
        }

        _awaySeconds = Distance(importMw, _lastingMw) > FlickerMw ? _awaySeconds + (int)seconds : 0;
        if (_awaySeconds == 0)
        {
            _lastingMw += (importMw - _lastingMw) * seconds / (FlickerSeconds + seconds);
            CountChanges();
        }
        else if (_awaySeconds >= ChangeLastsSeconds)
        {
            _awaySeconds = 0;
            _lastingMw = importMw;
            CountChanges();
            ForgetWhenNew(Distance(importMw, _meanMw));
        }

        // A mean of what has been seen; at first of all of it.
        _knownSeconds = Within(_knownSeconds + seconds, 1, LongestMeanSeconds);
        int reach = Within(StaysInMean * StaySeconds(Distance(_lastingMw, _meanMw)), ShortestMeanSeconds, _knownSeconds);
        _meanMw += (importMw - _meanMw) * seconds / (reach + seconds);
        _distanceMwSeconds += (Distance(_lastingMw, _meanMw) - (_distanceMwSeconds / (MemorySeconds + seconds))) * seconds;
        Age(beforeMw, _lastingMw - _meanMw, seconds);
    }

    /// <summary>The power that would be, if all stayed as it is.</summary>
    /// <param name="left">For how many seconds from now; a surge counts in the last two minutes only.</param>
    /// <returns>mW (thousandths of a W), 0 or more.</returns>
    public long NowMw(int left) => left > LastSeconds ? _lastingMw : _nowMw;

    /// <summary>The mean power to expect.</summary>
    /// <param name="left">For how many seconds from now, 1 to 900.</param>
    /// <returns>mW (thousandths of a W), 0 or more.</returns>
    public long Mw(int left)
    {
        long powerMw = NowMw(left);
        return Ahead(powerMw, left, ShortestLoadSeconds + ((powerMw - _meanMw) / MwForSecond));
    }

    /// <summary>The mean power that is nearly sure: less than expected, by a quarter for the longest time, and large loads are small ones.</summary>
    /// <param name="left">For how many seconds from now, 1 to 900.</param>
    /// <returns>mW (thousandths of a W), 0 or more, at most <see cref="Mw"/>.</returns>
    public long SureMw(int left) => Ahead(NowMw(left), left, ShortestLoadSeconds) * (SureSeconds - left) / SureSeconds;

    internal void CopyFrom(PowerAhead other)
    {
        _knownSeconds = other._knownSeconds;
        _nowMw = other._nowMw;
        _lastingMw = other._lastingMw;
        _meanMw = other._meanMw;
        _awaySeconds = other._awaySeconds;
        _distanceMwSeconds = other._distanceMwSeconds;
        _changesMw = other._changesMw;
        _pendingMw = other._pendingMw;
        _aboveMs = other._aboveMs;
    }

    internal void Save(StateWriter state)
    {
        state.Int(_knownSeconds);
        state.Long(_nowMw);
        state.Long(_lastingMw);
        state.Long(_meanMw);
        state.Int(_awaySeconds);
        state.Long(_distanceMwSeconds);
        state.Long(_changesMw);
        state.Long(_pendingMw);
        state.Int(_aboveMs);
    }

    internal void Load(StateReader state)
    {
        _knownSeconds = state.Int();
        _nowMw = state.Long();
        _lastingMw = state.Long();
        _meanMw = state.Long();
        _awaySeconds = state.Int();
        _distanceMwSeconds = state.Long();
        _changesMw = state.Long();
        _pendingMw = state.Long();
        _aboveMs = state.Int();
    }

    private static long Distance(long a, long b) => a > b ? a - b : b - a;

    private static int Within(long value, int lowest, int highest)
    {
        long atMost = value < highest ? value : highest;
        return atMost > lowest ? (int)atMost : lowest;
    }

    private long Ahead(long powerMw, int left, long loadSeconds)
    {
        long aboveMw = powerMw - _meanMw;
        long stay = StaySeconds(Distance(powerMw, _meanMw));
        long permille = left * 1000L / (stay > 0 ? stay : 1);
        long parts = OneCubed + (permille * permille * permille / 6);
        if (aboveMw > 0)
        {
            permille = left * 1000L / (loadSeconds + (TimesLasted * _aboveMs / 1000));
            parts += permille * permille * 1000;
        }

        return _meanMw + (aboveMw * OneCubed / parts);
    }

    // Not before it is known whether the power stays away: the distance would not have followed yet.
    private void CountChanges()
    {
        _changesMw += _pendingMw;
        _pendingMw = 0;
    }

    private void Age(long beforeMw, long aboveMw, long seconds)
    {
        if (aboveMw <= 0 || beforeMw <= 0)
        {
            _aboveMs = 0;
        }
        else if (beforeMw < aboveMw)
        {
            _aboveMs = (int)(_aboveMs * beforeMw / aboveMw);
        }

        _aboveMs = Within(_aboveMs + (seconds * 1000), 0, LongestMeanSeconds * 1000);
    }

    private void ForgetWhenNew(long distanceMw)
    {
        if (distanceMw > (UsualDistancesOfNews * _distanceMwSeconds / MemorySeconds) + SmallestNewsMw)
        {
            _changesMw = 0;
            _distanceMwSeconds = distanceMw * MemorySeconds / 2;
        }
    }

    private long StaySeconds(long distanceMw) =>
        _changesMw == 0
            ? long.MaxValue / StaysInMean
            : (_distanceMwSeconds + ((distanceMw + SmallestDistanceMw) * MemorySeconds)) / _changesMw;
}
