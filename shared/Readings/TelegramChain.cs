using MeterFirmware.State;
using MeterFirmware.Time;

namespace MeterFirmware.Readings;

/// <summary>
/// Holds the last telegrams until those that follow have borne them out, so that one with a right CRC and wrong values is never booked.
/// </summary>
/// <remarks>
/// <para>
/// A telegram goes on from another when its time is later, its registers have risen by no more than a connection can carry, its demand is one
/// that the quarter can have, and its serial number is no other. So telegrams form chains, and a wrong one is a branch that nothing goes on from.
/// A telegram is believed when <see cref="Followers"/> more have gone on from it: more than can be wrong in a row.
/// </para>
/// <para>
/// A chain that begins with a telegram that goes on from none is a change: a clock that was set back, another meter. It is believed in the same
/// way. What goes back in time and in its registers is an old telegram, sent again, and is left aside.
/// </para>
/// <para>Registers are absolute, so a telegram that is dropped takes nothing with it.</para>
/// </remarks>
public sealed class TelegramChain
{
    /// <summary>Wh at which an electricity register starts again: 999999.999 kWh and a Wh.</summary>
    public const int RegisterRange = 1000000000;

    /// <summary>Registers of a telegram: import day, import night, export day, export night.</summary>
    public const int Registers = 4;

    /// <summary>The most that a register rises by in a second, Wh: at 100 kW.</summary>
    public const int MostWhPerSecond = 28;

    /// <summary>By how much two registers may seem further apart than they are, Wh: each is rounded.</summary>
    public const int RoundingWh = 2;

    /// <summary>The place, behind the registers of a telegram, of its demand.</summary>
    public const int DemandW = Registers;

    /// <summary>The place of its power.</summary>
    public const int ImportW = Registers + 1;

    /// <summary>Values of a telegram; <see cref="Reading.Absent"/> where it has none.</summary>
    public const int Width = Registers + 2;

    // The one believed last. Five wrong telegrams, six right ones that bear each other out, and one to spare.
    private const int Anchor = 0;
    private const int Places = 13;

    private const int Nothing = -1;
    private const int Free = -2;

    // 1.7.0 has two digits of kW (eMUCS-P1 section 5.4): no telegram can tell of more.
    private const int MostW = 100000;

    // The sums are rounded down by the meter.
    private const int RoundingW = 3;

    // 1.4.0 may show the old quarter for some seconds.
    private const int LongestStale = 15;

    // A telegram that lacks a line has the value of the one before, unless the meter may have been changed meanwhile.
    private const int InheritsSeconds = 60;

    // How long a change waits for what would tell what it is.
    private const int LongestWait = 90;

    // Telegrams after which one that nothing went on from is of no account.
    private const int StaleAfter = 24;

    // While none is believed yet.
    private const int LongestStep = 3600;

    // What is sent again is a recording of minutes; a clock may be set back by more.
    private const int LongestReplay = 3600;

    // What the same meter may have counted more than its clock tells, since that was set.
    private const int ClockErrorWh = 500000;

    private readonly long[] _utc = new long[Places];
    private readonly int[] _values = new int[Places * Width];
    private readonly string[] _serials = new string[Places];
    private readonly int[] _before = new int[Places];
    private readonly int[] _length = new int[Places];
    private readonly int[] _arrival = new int[Places];
    private readonly int[] _shownBefore = new int[Places];
    private readonly bool[] _isAnchored = new bool[Places];
    private readonly int[] _useWh = new int[Registers];
    private int _needed;
    private int _arrivals;
    private int _shownCount;
    private int _newest = Nothing;
    private int _best = Nothing;
    private int _followed;

    /// <summary>Starts without any telegram.</summary>
    /// <param name="followers">How many telegrams must go on from one before it is believed.</param>
    internal TelegramChain(int followers)
    {
        Followers = followers;
        for (int i = 0; i < Places; i++)
        {
            _before[i] = Free;
            _serials[i] = "";
        }
    }

    /// <summary>How many telegrams must go on from one before it is believed.</summary>
    internal int Followers { get; }

    /// <summary>Time of the telegram that was believed last, UTC seconds; <see cref="MeterTime.None"/> when none was.</summary>
    internal long Utc => _utc[Anchor];

    /// <summary>Serial number of the meter that sent it; empty when none has come.</summary>
    internal string Serial => _serials[Anchor];

    /// <summary>Time of the telegram believed before that, UTC seconds; <see cref="MeterTime.None"/> when there was none.</summary>
    internal long BeforeUtc { get; private set; }

    /// <summary>Whether the telegram believed last is another meter's than the one before it.</summary>
    internal bool IsOtherMeter { get; private set; }

    /// <summary>Whether the clock of the meter was set before the telegram believed last: that goes on from none, and the meter is the same.</summary>
    internal bool IsClockSet { get; private set; }

    /// <summary>Whether the newest telegram is the one to show: the end of the chain that is likely to be believed.</summary>
    internal bool IsNewestShown => _newest != Nothing && _newest == _best;

    /// <summary>Whether the newest telegram goes on from the one that was shown before; otherwise all that wait are to be gone through again.</summary>
    internal bool GoesOnFromShown => _followed != Nothing && _before[_newest] == _followed;

    /// <summary>Whether what was shown is not what is likely any more.</summary>
    internal bool IsShownLost => _followed == Nothing;

    /// <summary>Telegrams that were not believed, since the start.</summary>
    internal long DroppedCount { get; private set; }

    /// <summary>The values of all telegrams that wait, <see cref="Width"/> each; those of the one believed last are the first.</summary>
    internal int[] Values => _values;

    /// <summary>What a register advanced by with the telegram believed last.</summary>
    /// <param name="register">0 to <see cref="Registers"/> - 1.</param>
    /// <returns>Wh.</returns>
    internal int UseWh(int register) => _useWh[register];

    /// <summary>Takes a telegram.</summary>
    /// <param name="reading">The telegram, with time.</param>
    internal void Add(Reading reading)
    {
        int place = TakePlace();
        _needed = Followers;
        _newest = place;
        _arrival[place] = ++_arrivals;
        Fill(place, reading);
        int before = FindBefore(place);
        if (before == Nothing && IsEarlier(place))
        {
            DroppedCount++;
            _newest = Nothing;
            return;
        }

        _before[place] = before;
        _isAnchored[place] = before != Nothing && _isAnchored[before];
        _length[place] = before == Nothing ? 1 : _length[before] + 1;
        _shownBefore[place] = before == Nothing ? _shownCount : _shownBefore[before];
        if (before != Nothing && _utc[place] - _utc[before] <= InheritsSeconds)
        {
            Inherit(place, before);
        }

        if ((_isAnchored[place] || _utc[Anchor] == MeterTime.None) && (_best == Nothing || _length[place] > _length[_best]))
        {
            _best = place;
            _shownCount++;
        }
    }

    /// <summary>Says that the newest telegram has been shown.</summary>
    internal void Follow() => _followed = _best == Nothing ? Anchor : _best;

    /// <summary>Believes the next telegram, if there is one: it is <see cref="Utc"/>, <see cref="UseWh"/> and the first of <see cref="Values"/> then.</summary>
    /// <returns>False when none is borne out yet.</returns>
    internal bool Believe()
    {
        int tip = _newest;
        if (tip == Nothing)
        {
            return false;
        }

        int first = FirstOf(tip);
        if (_length[first] + _needed > _length[tip] || Waits(first, tip))
        {
            return false;
        }

        if (!_isAnchored[first] && _utc[Anchor] != MeterTime.None)
        {
            // While telegrams go on as before, as many of them outweigh a change.
            if (_shownCount - _shownBefore[tip] >= _length[tip])
            {
                return false;
            }

            // The last telegrams before a change have none to bear them out any more.
            first = _best == Nothing ? first : FirstOf(_best);
        }

        MoveAnchor(first);
        return true;
    }

    /// <summary>Believes all that wait in the chain that is shown, as the stream has ended.</summary>
    internal void End()
    {
        _needed = 0;
        _newest = _best;
    }

    /// <summary>The telegrams that wait in the chain that is shown, in their order.</summary>
    /// <param name="step">0 for the newest, 1 for the one before it.</param>
    /// <returns>Its place in <see cref="Values"/>, to be handed to <see cref="UtcAt"/>; -1 when there is none.</returns>
    internal int Shown(int step)
    {
        int place = _best;
        for (; step > 0 && place > Anchor; step--)
        {
            place = _before[place];
        }

        return place > Anchor ? place : Nothing;
    }

    /// <summary>When a telegram was sent.</summary>
    /// <param name="place">What <see cref="Shown"/> returned.</param>
    /// <returns>UTC seconds.</returns>
    internal long UtcAt(int place) => _utc[place];

    internal void Save(StateWriter state)
    {
        state.Long(_utc[Anchor]);
        for (int i = 0; i < Width; i++)
        {
            state.Int(_values[i]);
        }

        state.Text(_serials[Anchor]);
    }

    internal void Load(StateReader state)
    {
        _utc[Anchor] = state.Long();
        for (int i = 0; i < Width; i++)
        {
            _values[i] = state.Int();
        }

        _serials[Anchor] = state.Text();
        OpenAnchor();
    }

    private void OpenAnchor()
    {
        bool isKnown = _utc[Anchor] != MeterTime.None;
        _before[Anchor] = isKnown ? Nothing : Free;
        _isAnchored[Anchor] = isKnown;
        _length[Anchor] = 0;
    }

    // Room is made by the telegram that is least missed: the oldest within a chain, or else the oldest.
    private int TakePlace()
    {
        int oldest = Nothing;
        int oldestWithin = Nothing;
        for (int i = 1; i < Places; i++)
        {
            if (_before[i] == Free)
            {
                return i;
            }

            if (oldest == Nothing || _arrival[i] < _arrival[oldest])
            {
                oldest = i;
            }

            if (_before[i] > Anchor && i != _best && (oldestWithin == Nothing || _arrival[i] < _arrival[oldestWithin]))
            {
                oldestWithin = i;
            }
        }

        int place = oldestWithin == Nothing ? oldest : oldestWithin;
        Release(place);
        return place;
    }

    private void Release(int place)
    {
        for (int i = 1; i < Places; i++)
        {
            if (_before[i] == place)
            {
                _before[i] = _before[place];
            }
        }

        _before[place] = Free;
        _best = _best == place ? Nothing : _best;
        _newest = _newest == place ? Nothing : _newest;
        _followed = _followed == place ? Nothing : _followed;
    }

    private void Fill(int place, Reading reading)
    {
        _utc[place] = reading.TimeUtc;
        _serials[place] = reading.MeterSerial.IsPresent ? reading.MeterSerial.Text : "";
        int[] from = reading.Values;
        int at = place * Width;
        _values[at] = from[(int)Field.ImportDayWh];
        _values[at + 1] = from[(int)Field.ImportNightWh];
        _values[at + 2] = from[(int)Field.ExportDayWh];
        _values[at + 3] = from[(int)Field.ExportNightWh];
        _values[at + DemandW] = from[(int)Field.DemandW];
        _values[at + ImportW] = from[(int)Field.ImportW];
    }

    // A line that is missing for once is no change.
    private void Inherit(int place, int before)
    {
        int to = place * Width;
        int from = before * Width;
        for (int i = 0; i < Registers; i++)
        {
            if (_values[to + i] == Reading.Absent)
            {
                _values[to + i] = _values[from + i];
            }
        }

        if (_serials[place].Length == 0)
        {
            _serials[place] = _serials[before];
        }
    }

    private int FindBefore(int place)
    {
        if (_best != Nothing && _isAnchored[_best] && GoesOn(_best, place))
        {
            return _best;
        }

        int found = Nothing;
        for (int i = 0; i < Places; i++)
        {
            bool isRecent = i == Anchor || _arrivals - _arrival[i] < Places;
            if (_before[i] != Free && isRecent && (found == Nothing || IsBetter(i, found)) && GoesOn(i, place))
            {
                found = i;
            }
        }

        return found;
    }

    private bool IsBetter(int place, int other) =>
        _isAnchored[place] != _isAnchored[other] ? _isAnchored[place]
        : _length[place] != _length[other] ? _length[place] > _length[other]
        : _arrival[place] < _arrival[other];

    private bool GoesOn(int from, int to)
    {
        long seconds = _utc[to] - _utc[from];
        if (seconds <= 0 || IsOtherSerial(from, to))
        {
            return false;
        }

        // Counting does not start with a telegram that none is near to.
        if (_utc[Anchor] == MeterTime.None && seconds > LongestStep)
        {
            return false;
        }

        long mostWh = (seconds * MostWhPerSecond) + RoundingWh;
        int a = from * Width;
        int b = to * Width;
        for (int i = 0; i < Registers; i++)
        {
            int before = _values[a + i];
            int after = _values[b + i];
            if (before != after && before != Reading.Absent && after != Reading.Absent)
            {
                int riseWh = Rise(before, after);
                if (riseWh < 0 || riseWh > mostWh)
                {
                    return false;
                }
            }
        }

        return _values[b + DemandW] == Reading.Absent || IsDemand(from, to, seconds);
    }

    // The demand only rises within a quarter, and begins at 0; but for some seconds the old quarter's may still be shown.
    private bool IsDemand(int from, int to, long seconds)
    {
        int elapsed = (int)(_utc[to] % BelgianTime.SecondsPerQuarter);
        int demandW = _values[(to * Width) + DemandW];
        int beforeW = _values[(from * Width) + DemandW];
        bool isStale = elapsed < LongestStale;
        bool follows = isStale || elapsed - seconds >= LongestStale;
        if (beforeW != Reading.Absent && follows)
        {
            long riseW = demandW - beforeW;
            long mostW = isStale && elapsed >= seconds ? RoundingW : (seconds * MostW / BelgianTime.SecondsPerQuarter) + RoundingW;
            bool isRight = riseW >= -RoundingW && riseW <= mostW;
            if (isRight || !isStale)
            {
                return isRight;
            }
        }

        return demandW <= ((long)elapsed * MostW / BelgianTime.SecondsPerQuarter) + RoundingW;
    }

    /// <summary>The meter's rate that a register counts.</summary>
    /// <param name="register">0 to <see cref="Registers"/> - 1.</param>
    /// <returns>0 day, 1 night.</returns>
    internal static int RateOf(int register) => register % 2;

    /// <summary>Whether a register counts what is given to the grid.</summary>
    /// <param name="register">As of <see cref="RateOf"/>.</param>
    internal static bool IsExport(int register) => register >= Registers / 2;

    // The same text is mostly the same object; an empty one names no meter.
    internal static bool IsOtherSerial(string serial, string other) =>
        (object)serial != (object)other && serial.Length > 0 && other.Length > 0 && serial != other;

    // What a register advanced by; negative when it fell. Near its end before and near its start now, within some years of use, it has wrapped
    // around.
    internal static int Rise(int before, int after, int range)
    {
        int rise = after - before;
        return rise + range <= range / 100 ? rise + range : rise;
    }

    private bool IsOtherSerial(int place, int other) => IsOtherSerial(_serials[place], _serials[other]);

    private static int Rise(int before, int after) => Rise(before, after, RegisterRange);

    // An old telegram of the same meter, to the second and the Wh that it can be.
    private bool IsEarlier(int place)
    {
        long seconds = _utc[Anchor] - _utc[place];
        if (seconds <= 0 || seconds > LongestReplay || IsOtherSerial(Anchor, place))
        {
            return false;
        }

        bool isLower = false;
        for (int i = 0; i < Registers; i++)
        {
            int before = _values[(place * Width) + i];
            int after = _values[i];
            if (before != Reading.Absent && after != Reading.Absent && before != after)
            {
                int riseWh = Rise(before, after);
                if (riseWh < 0 || riseWh > (seconds * MostWhPerSecond) + RoundingWh)
                {
                    return false;
                }

                isLower = true;
            }
        }

        return isLower;
    }

    private int FirstOf(int tip)
    {
        int place = tip;
        while (_before[place] > Anchor)
        {
            place = _before[place];
        }

        return place;
    }

    // Another meter may come without its serial number at first. And an old recording ends in telegrams that look like a clock set back.
    private bool Waits(int first, int tip)
    {
        if (_needed == 0 || _utc[tip] - _utc[first] >= LongestWait)
        {
            return false;
        }

        for (int place = tip; place != first && _serials[first].Length == 0; place = _before[place])
        {
            // The serial number that came first.
            if (_serials[_before[place]].Length == 0)
            {
                _serials[first] = _serials[place];
            }
        }

        return (_serials[first].Length == 0 && _serials[Anchor].Length > 0)
            || (_utc[first] <= _utc[Anchor] && HasSameRegisters(tip));
    }

    private bool HasSameRegisters(int place)
    {
        for (int i = 0; i < Registers; i++)
        {
            if (_values[(place * Width) + i] != _values[i])
            {
                return false;
            }
        }

        return true;
    }

    // Whether they cannot be those of the same meter, whose clock may have been set.
    private bool HasOtherRegisters(int place)
    {
        long seconds = _utc[place] - _utc[Anchor];
        bool isSameSerial = _serials[place].Length > 0 && _serials[place] == _serials[Anchor];
        long mostWh = ((seconds < 0 ? -seconds : seconds) * MostWhPerSecond) + (isSameSerial ? ClockErrorWh : RoundingWh);
        for (int i = 0; i < Registers; i++)
        {
            int before = _values[i];
            int after = _values[(place * Width) + i];
            if (before != Reading.Absent && after != Reading.Absent)
            {
                int riseWh = Rise(before, after);
                if (riseWh < 0 || riseWh > mostWh)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void MoveAnchor(int place)
    {
        bool isKnown = _utc[Anchor] != MeterTime.None;
        IsOtherMeter = isKnown && (IsOtherSerial(Anchor, place) || HasOtherRegisters(place));
        IsClockSet = isKnown && !IsOtherMeter && !_isAnchored[place];
        bool goesOn = isKnown && !IsOtherMeter;
        int at = place * Width;
        for (int i = 0; i < Registers; i++)
        {
            int before = _values[i];
            int after = _values[at + i];
            if (goesOn && after == Reading.Absent)
            {
                after = before;
            }

            _useWh[i] = goesOn && before != Reading.Absent ? Rise(before, after) : 0;
            _values[i] = after;
        }

        _values[DemandW] = _values[at + DemandW];
        _values[ImportW] = _values[at + ImportW];
        BeforeUtc = _utc[Anchor];
        _utc[Anchor] = _utc[place];
        if (_serials[place].Length > 0 || IsOtherMeter)
        {
            _serials[Anchor] = _serials[place];
        }

        OpenAnchor();
        _followed = IsOtherMeter || _followed == Anchor ? Nothing : _followed == place ? Anchor : _followed;
        KeepWhatFollows(place);
    }

    // What went on from the telegram goes on from the anchor now; what branched off before it was wrong.
    private void KeepWhatFollows(int believed)
    {
        int length = _length[believed];
        for (int i = 1; i < Places; i++)
        {
            // Most places are free; a telegram has little time.
            if (_before[i] == Free)
            {
                continue;
            }

            int place = i;
            while (_before[place] > Anchor && _before[place] != believed)
            {
                place = _before[place];
            }

            bool follows = _before[place] == believed;
            _length[i] = follows ? _length[i] - length : _isAnchored[i] || _arrivals - _arrival[i] > StaleAfter ? 0 : _length[i];
            _isAnchored[i] |= follows;
        }

        for (int i = 1; i < Places; i++)
        {
            if (_before[i] != Free && i != believed && _length[i] == 0)
            {
                DroppedCount++;
                Release(i);
            }
        }

        // Its place is free, and what was before it is the anchor.
        _before[believed] = Anchor;
        Release(believed);
        if (_best != Nothing && _isAnchored[_best])
        {
            return;
        }

        _best = Nothing;
        for (int i = 1; i < Places; i++)
        {
            if (_before[i] != Free && _isAnchored[i] && (_best == Nothing || IsBetter(i, _best)))
            {
                _best = i;
            }
        }
    }
}
