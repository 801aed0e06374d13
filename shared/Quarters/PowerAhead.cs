using MeterFirmware.State;

namespace MeterFirmware.Quarters;

/// <summary>What import power to expect on average for the seconds that are left, learned from how the power has behaved.</summary>
/// <remarks>
/// <para>
/// How long does the power stay where it is? S = its distance from its mean M, the usual and the present one, over what it
/// changes per second: for a load that goes on and off about as long as it stays on, for one that never changes for ever.
/// </para>
/// <para>
/// With P the power now and R the seconds left, expect M + (P - M) / (1 + (R / S)^3 / 5): P while R is short of S, M when R is many
/// times S. M reaches back four S. docs/quarter-peak.md tells why, and compares it with simpler ways.
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
    private const int StaysInMean = 4;
    private const int ShortestMeanSeconds = 30;

    // Powers are below 1e8 mW (1.7.0 has two digits of kW), so that the largest product is 5e17, of the 9.2e18 that a long has. The sums below
    // come to 900 and 1800 s of it, 1.8e11, and their products to 1.6e14.
    private const int LargestPermille = 20000;
    private const long FiveCubedPermille = 5000000000;

    private bool _isKnown;
    private long _nowMw;
    private long _lastingMw;
    private long _meanMw;
    private int _awaySeconds;
    private long _distanceMwSeconds;
    private long _changesMw;
    private long _pendingMw;

    /// <summary>Takes the power of a telegram.</summary>
    /// <param name="importW">Power taken from the grid, W, 0 to 99999.</param>
    /// <param name="seconds">Seconds since the telegram before; after a quarter of an hour, or a step back in time, it starts afresh.</param>
    public void Update(int importW, long seconds)
    {
        long importMw = importW * 1000L;
        if (!_isKnown || seconds <= 0 || seconds >= MemorySeconds)
        {
            _isKnown = true;
            _nowMw = importMw;
            _lastingMw = importMw;
            _meanMw = importMw;
            _awaySeconds = 0;
            _distanceMwSeconds = 0;
            _changesMw = 0;
            _pendingMw = 0;
            return;
        }

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

        long reach = StaysInMean * StaySeconds(Distance(_lastingMw, _meanMw));
        reach = reach < ShortestMeanSeconds ? ShortestMeanSeconds : reach > MemorySeconds ? MemorySeconds : reach;
        _meanMw += (importMw - _meanMw) * seconds / (reach + seconds);
        _distanceMwSeconds += (Distance(_lastingMw, _meanMw) - (_distanceMwSeconds / (MemorySeconds + seconds))) * seconds;
    }

    /// <summary>The mean power to expect.</summary>
    /// <param name="left">For how many seconds from now, 1 to 900.</param>
    /// <returns>mW (thousandths of a W), 0 or more.</returns>
    public long Mw(int left)
    {
        long powerMw = left > LastSeconds ? _lastingMw : _nowMw;
        long stay = StaySeconds(Distance(powerMw, _meanMw));
        long permille = left * 1000L / (stay > 0 ? stay : 1);
        if (permille > LargestPermille)
        {
            permille = LargestPermille;
        }

        long cubed = permille * permille * permille;
        return _meanMw + ((powerMw - _meanMw) * FiveCubedPermille / (FiveCubedPermille + cubed));
    }

    internal void CopyFrom(PowerAhead other)
    {
        _isKnown = other._isKnown;
        _nowMw = other._nowMw;
        _lastingMw = other._lastingMw;
        _meanMw = other._meanMw;
        _awaySeconds = other._awaySeconds;
        _distanceMwSeconds = other._distanceMwSeconds;
        _changesMw = other._changesMw;
        _pendingMw = other._pendingMw;
    }

    internal void Save(StateWriter state)
    {
        state.Int(_isKnown ? 1 : 0);
        state.Long(_nowMw);
        state.Long(_lastingMw);
        state.Long(_meanMw);
        state.Int(_awaySeconds);
        state.Long(_distanceMwSeconds);
        state.Long(_changesMw);
        state.Long(_pendingMw);
    }

    internal void Load(StateReader state)
    {
        _isKnown = state.Int() != 0;
        _nowMw = state.Long();
        _lastingMw = state.Long();
        _meanMw = state.Long();
        _awaySeconds = state.Int();
        _distanceMwSeconds = state.Long();
        _changesMw = state.Long();
        _pendingMw = state.Long();
    }

    private static long Distance(long a, long b) => a > b ? a - b : b - a;

    // Not before it is known whether the power stays away: the distance would not have followed yet.
    private void CountChanges()
    {
        _changesMw += _pendingMw;
        _pendingMw = 0;
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
