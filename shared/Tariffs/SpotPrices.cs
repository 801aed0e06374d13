using MeterFirmware.State;

namespace MeterFirmware.Tariffs;

/// <summary>The day-ahead prices that are known: those of two days, today and tomorrow, or yesterday until tomorrow's come.</summary>
public sealed class SpotPrices : IState
{
    private SpotDay? _earlier;
    private SpotDay? _later;

    /// <summary>Counts up with each day taken.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>The day that was taken last, which may be an older one; null when none was since the start.</summary>
    public SpotDay? LastTaken { get; private set; }

    /// <summary>The prices of a moment's day.</summary>
    /// <param name="utc">UTC seconds.</param>
    /// <returns>Null when they are not known.</returns>
    public SpotDay? Of(long utc) =>
        _later != null && _later.Holds(utc) ? _later
        : _earlier != null && _earlier.Holds(utc) ? _earlier
        : null;

    /// <summary>Takes the prices of a day, in place of that day's or of the oldest. Older ones than both are not kept.</summary>
    /// <param name="day">The prices.</param>
    public void Take(SpotDay day)
    {
        ChangeCount++;
        LastTaken = day;
        if (_later == null || day.Day >= _later.Day)
        {
            _earlier = _later == null || day.Day == _later.Day ? _earlier : _later;
            _later = day;
        }
        else if (_earlier == null || day.Day >= _earlier.Day)
        {
            _earlier = day;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Some 800 bytes.</remarks>
    public void Save(StateWriter state)
    {
        SaveDay(_earlier, state);
        SaveDay(_later, state);
        state.End();
    }

    /// <summary>Takes back what <see cref="Save"/> wrote, all of it or nothing.</summary>
    /// <param name="state">What was stored, and is whole.</param>
    /// <returns>False when it is of another version, or no prices; nothing has changed then.</returns>
    public bool Load(StateReader state)
    {
        SpotDay? earlier = state.IsValid ? SpotDay.Load(state) : null;
        SpotDay? later = state.IsValid ? SpotDay.Load(state) : null;
        if (!state.IsAtEnd)
        {
            return false;
        }

        _earlier = earlier;
        _later = later;
        return true;
    }

    private static void SaveDay(SpotDay? day, StateWriter state)
    {
        if (day == null)
        {
            state.Int(0);
        }
        else
        {
            day.Save(state);
        }
    }
}
