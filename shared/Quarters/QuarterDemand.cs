using MeterFirmware.Readings;
using MeterFirmware.State;
using MeterFirmware.Time;

namespace MeterFirmware.Quarters;

/// <summary>
/// The demand of the running quarter: the energy imported since it began, as an average over the full quarter; and the final
/// demand of each quarter that ends.
/// </summary>
/// <remarks>
/// <para>
/// A meter that sends 1.4.0 says it itself. It is absolute, so lost telegrams do no harm. Around the boundary it may show the
/// old quarter for up to ten seconds: the new one is recognised by the clock and by the drop.
/// </para>
/// <para>
/// Without 1.4.0 (eMUCS-P1 up to 1.6) the import registers say how many whole Wh were used, and the integral of the power
/// fills in between. The first quarter after the start is then partial. What was used while telegrams were missing on both sides
/// of a boundary is shared by time; when they were missing for more than a minute, both quarters are a guess.
/// </para>
/// </remarks>
public sealed class QuarterDemand
{
    private const int LongestDelay = 15;
    private const int LongestIntegrated = 60;
    private const int QuartersPerHour = 4;
    private const long WattSecondsPerWh = 3600;

    // A quarter at 100 kW: 1.7.0 has two digits of kW. So every demand is within 101 666 W: 1.4.0, and 15 s of power.
    private const int MostWh = 25000;

    private bool _meterSendsDemand;
    private bool _isOtherMeter;
    private bool _isGuess;
    private int _shownW;
    private int _shownImportW;
    private long _shownUtc;
    private long _lastUtc;
    private long _baseWh;
    private long _wattSeconds;

    /// <summary>When the running quarter began, UTC seconds; <see cref="MeterTime.None"/> before the first telegram.</summary>
    public long StartUtc { get; private set; }

    /// <summary>Seconds since the quarter began, 0 to 899.</summary>
    public int ElapsedSeconds { get; private set; }

    /// <summary>The demand so far, W over the full quarter.</summary>
    public int DemandW { get; private set; }

    /// <summary>Whether the start of the quarter was missed, so that the demand is too low, or a guess.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Whether the last telegram showed that a quarter had ended.</summary>
    public bool HasClosed { get; internal set; }

    /// <summary>When the quarter that ended had begun, UTC seconds.</summary>
    public long ClosedStartUtc { get; private set; }

    /// <summary>
    /// Its final demand, W. The meter drops to 0 at the boundary, so what it shows a second before is brought to the end with
    /// the power of that second; when the end was missed by more, it is the demand as far as it was seen.
    /// </summary>
    public int ClosedW { get; private set; }

    /// <summary>Whether that is a guess, which may be too high: what was used was shared by time with the quarter before or after.</summary>
    public bool IsClosedGuess { get; private set; }

    internal void Update(long utc, int[] values, int at)
    {
        HasClosed = false;
        if (utc < _lastUtc && BelgianTime.QuarterStart(utc) != StartUtc)
        {
            // The clock was put back over a boundary: what that quarter held is not known any more.
            StartUtc = MeterTime.None;
        }

        int demandW = values[at + TelegramChain.DemandW];
        int importW = values[at + TelegramChain.ImportW];
        importW = importW == Reading.Absent ? 0 : importW;
        if (demandW != Reading.Absent)
        {
            _meterSendsDemand = true;
            UpdateFromDemand(utc, demandW, importW);
        }
        else if (!_meterSendsDemand && values[at] != Reading.Absent && values[at + 1] != Reading.Absent)
        {
            UpdateFromRegisters(utc, (long)values[at] + values[at + 1], importW);
        }

        _lastUtc = utc;
    }

    /// <summary>Says that the next telegram is another meter's: its registers do not go on from those before, and it may send no 1.4.0.</summary>
    internal void TakeOtherMeter()
    {
        _isOtherMeter = true;
        if (_meterSendsDemand)
        {
            _meterSendsDemand = false;
            _wattSeconds = (long)DemandW * BelgianTime.SecondsPerQuarter;
        }
    }

    internal void CopyFrom(QuarterDemand other)
    {
        _meterSendsDemand = other._meterSendsDemand;
        _isOtherMeter = other._isOtherMeter;
        _isGuess = other._isGuess;
        _shownW = other._shownW;
        _shownImportW = other._shownImportW;
        _shownUtc = other._shownUtc;
        _lastUtc = other._lastUtc;
        _baseWh = other._baseWh;
        _wattSeconds = other._wattSeconds;
        StartUtc = other.StartUtc;
        ElapsedSeconds = other.ElapsedSeconds;
        DemandW = other.DemandW;
        IsPartial = other.IsPartial;
        HasClosed = other.HasClosed;
        ClosedStartUtc = other.ClosedStartUtc;
        ClosedW = other.ClosedW;
        IsClosedGuess = other.IsClosedGuess;
    }

    internal void Save(StateWriter state)
    {
        state.Long(StartUtc);
        state.Long(_lastUtc);
        state.Int(DemandW);
        state.Int(_shownW);
        state.Int(_shownImportW);
        state.Long(_shownUtc);
        state.Int(_meterSendsDemand ? 1 : 0);
        state.Int(IsPartial ? 1 : 0);
        state.Int(_isGuess ? 1 : 0);
        state.Long(_baseWh);
        state.Long(_wattSeconds);
    }

    internal void Load(StateReader state)
    {
        StartUtc = state.Long();
        _lastUtc = state.Long();
        DemandW = state.Int();
        _shownW = state.Int();
        _shownImportW = state.Int();
        _shownUtc = state.Long();
        _meterSendsDemand = state.Int() != 0;
        IsPartial = state.Int() != 0;
        _isGuess = state.Int() != 0;
        _baseWh = state.Long();
        _wattSeconds = state.Long();
    }

    private void UpdateFromDemand(long utc, int shownW, int importW)
    {
        long startUtc = BelgianTime.QuarterStart(utc);
        int elapsed = (int)(utc - startUtc);
        ElapsedSeconds = elapsed;

        if (startUtc != StartUtc && elapsed < LongestDelay)
        {
            // What the new quarter can have used by now, with room for a load that has just gone off.
            long plausibleW = (2L * importW * elapsed / BelgianTime.SecondsPerQuarter) + 3;
            bool follows = startUtc == StartUtc + BelgianTime.SecondsPerQuarter;
            if (shownW > plausibleW && (!follows || shownW >= _shownW))
            {
                if (follows)
                {
                    Show(shownW, importW, utc);
                }

                DemandW = (int)((long)importW * elapsed / BelgianTime.SecondsPerQuarter);
                return;
            }
        }

        bool isNext = StartUtc != MeterTime.None && startUtc != StartUtc;
        if (isNext)
        {
            Close(_shownW + ShownTooEarlyW());
        }

        StartUtc = startUtc;
        DemandW = shownW;
        Show(shownW, importW, utc);
        IsPartial = false;
        _isGuess = false;
    }

    private void UpdateFromRegisters(long utc, long importWh, int importW)
    {
        long startUtc = BelgianTime.QuarterStart(utc);
        ElapsedSeconds = (int)(utc - startUtc);
        long sinceLast = utc - _lastUtc;
        bool isOtherMeter = _isOtherMeter || importWh < _baseWh;
        _isOtherMeter = false;

        if (startUtc != StartUtc)
        {
            bool follows = startUtc == StartUtc + BelgianTime.SecondsPerQuarter && !isOtherMeter;
            long baseWh = importWh;
            long newWattSeconds = 0;
            bool isGuess = false;
            if (follows)
            {
                // When it was used since the last telegram, nobody knows.
                long unknown = (UsedWh(importWh) * WattSecondsPerWh) - _wattSeconds;
                newWattSeconds = unknown > 0 ? unknown * ElapsedSeconds / (utc - _shownUtc) : 0;
                isGuess = ElapsedSeconds > 0 && utc - _shownUtc > LongestIntegrated;
                _isGuess |= isGuess;
                baseWh -= (newWattSeconds + (WattSecondsPerWh / 2)) / WattSecondsPerWh;
                Close((int)(UsedWh(baseWh) * QuartersPerHour));
            }
            else if (StartUtc != MeterTime.None)
            {
                Close(DemandW);
            }

            IsPartial = isGuess || (!follows && ElapsedSeconds > 0);
            _isGuess = isGuess;
            StartUtc = startUtc;
            _baseWh = baseWh;
            _wattSeconds = newWattSeconds;
        }
        else if (isOtherMeter)
        {
            // Keep what the quarter had, go on from the new register.
            _baseWh = importWh - (_wattSeconds / WattSecondsPerWh);
        }
        else if (sinceLast > 0 && sinceLast <= LongestIntegrated)
        {
            _wattSeconds += importW * sinceLast;
        }

        // Registers are truncated at both ends: the truth is within a Wh of their difference.
        long registerWattSeconds = UsedWh(importWh) * WattSecondsPerWh;
        if (_wattSeconds < registerWattSeconds - WattSecondsPerWh)
        {
            _wattSeconds = registerWattSeconds - WattSecondsPerWh;
        }
        else if (_wattSeconds > registerWattSeconds + WattSecondsPerWh)
        {
            _wattSeconds = registerWattSeconds + WattSecondsPerWh;
        }

        DemandW = (int)(_wattSeconds / BelgianTime.SecondsPerQuarter);
        Show(DemandW, importW, utc);
    }

    // A register that jumps tells of another meter, or of another time, but not of this quarter.
    private long UsedWh(long importWh) => importWh - _baseWh < MostWh ? importWh - _baseWh : MostWh;

    private void Show(int demandW, int importW, long utc)
    {
        _shownW = demandW;
        _shownImportW = importW;
        _shownUtc = utc;
    }

    // What came after the last telegram of the quarter.
    private int ShownTooEarlyW()
    {
        long missed = StartUtc + BelgianTime.SecondsPerQuarter - _shownUtc;
        return missed > 0 && missed <= LongestDelay
            ? (int)(((_shownImportW * missed) + (BelgianTime.SecondsPerQuarter / 2)) / BelgianTime.SecondsPerQuarter)
            : 0;
    }

    private void Close(int demandW)
    {
        HasClosed = true;
        ClosedStartUtc = StartUtc;
        ClosedW = demandW;
        IsClosedGuess = _isGuess;
    }
}
