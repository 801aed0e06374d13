using MeterFirmware.State;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Snapshots;

/// <summary>The recent past as this program saw it: nothing is filled in for what it did not see.</summary>
internal sealed class RecentPast
{
    /// <summary>Seconds for which the power is kept.</summary>
    public const int PowerSeconds = 900;

    /// <summary>Days that are kept: a year, and the month before it.</summary>
    public const int MostDays = 400;

    private const int Version = 1;

    private const int HoldSeconds = 60;

    // Whoever saw a quarter until here knows what it came to, well enough for a bar.
    private const int SeenUntilSeconds = 870;

    private readonly long[] _powerUtc = new long[PowerSeconds];
    private readonly int[] _powerW = new int[PowerSeconds];
    private readonly SortedList<long, int> _quarters = [];
    private readonly SortedList<int, DayUse> _days = [];
    private (long StartUtc, int ElapsedSeconds) _running;

    /// <summary>Quarters of the newest day by when they began, UTC seconds, with their W; the running one last, as far as it has come.</summary>
    public IReadOnlyDictionary<long, int> Quarters => _quarters;

    /// <summary>Days by their number since 1970-01-01, oldest first; the last one still runs.</summary>
    public IReadOnlyDictionary<int, DayUse> Days => _days;

    /// <summary>Takes the power at a moment.</summary>
    /// <param name="utc">UTC seconds; <see cref="MeterTime.None"/> is left aside.</param>
    /// <param name="netW">W from the grid; negative to the grid.</param>
    public void TakePower(long utc, int netW)
    {
        if (utc != MeterTime.None)
        {
            _powerUtc[utc % PowerSeconds] = utc;
            _powerW[utc % PowerSeconds] = netW;
        }
    }

    /// <summary>Takes how far the running quarter has come.</summary>
    /// <param name="startUtc">When it began, UTC seconds.</param>
    /// <param name="elapsedSeconds">0 to 900 s.</param>
    /// <param name="demandW">W over the full quarter.</param>
    /// <param name="isPartial">Whether its start was missed; it is not kept then.</param>
    public void TakeQuarter(long startUtc, int elapsedSeconds, int demandW, bool isPartial)
    {
        if (startUtc != _running.StartUtc)
        {
            if (_running.ElapsedSeconds < SeenUntilSeconds)
            {
                _quarters.Remove(_running.StartUtc);
            }

            // A clock that was set back.
            while (_quarters.Count > 0 && _quarters.GetKeyAtIndex(_quarters.Count - 1) > startUtc)
            {
                _quarters.RemoveAt(_quarters.Count - 1);
            }

            long dayStartUtc = BelgianTime.DayStartUtc(BelgianTime.DayNumber(startUtc));
            while (_quarters.Count > 0 && _quarters.GetKeyAtIndex(0) < dayStartUtc)
            {
                _quarters.RemoveAt(0);
            }
        }

        _running = (startUtc, elapsedSeconds);
        if (!isPartial)
        {
            _quarters[startUtc] = demandW;
        }
    }

    /// <summary>Corrects what a quarter came to that was seen running.</summary>
    /// <param name="startUtc">When it began, UTC seconds.</param>
    /// <param name="demandW">Its average, W.</param>
    public void TakeClosed(long startUtc, int demandW)
    {
        if (startUtc != _running.StartUtc && _quarters.ContainsKey(startUtc))
        {
            _quarters[startUtc] = demandW;
        }
    }

    /// <summary>Takes what a day has come to.</summary>
    /// <param name="day">In days since 1970-01-01.</param>
    /// <param name="use">What it has come to.</param>
    public void TakeDay(int day, DayUse use)
    {
        _days[day] = use;
        if (_days.Count > MostDays)
        {
            _days.RemoveAt(0);
        }
    }

    /// <summary>Writes quarters and days.</summary>
    /// <param name="state">Takes them, to the end.</param>
    public void Save(StateWriter state)
    {
        state.Int(Version);
        state.Long(_running.StartUtc);
        state.Int(_running.ElapsedSeconds);
        state.Int(_quarters.Count);
        foreach ((long startUtc, int watt) in _quarters)
        {
            state.Long(startUtc);
            state.Int(watt);
        }

        state.Int(_days.Count);
        foreach ((int day, DayUse use) in _days)
        {
            state.Int(day);
            foreach (long value in new[] { use.ImportWh, use.ExportWh, use.GasLitres, use.WaterLitres, use.TotalNanoEuro, use.PeakW })
            {
                state.Long(value);
            }
        }

        state.End();
    }

    /// <summary>Takes back what <see cref="Save"/> wrote.</summary>
    /// <param name="state">What was stored, and is whole.</param>
    /// <returns>False when it is of another version; nothing has changed then.</returns>
    public bool Load(StateReader state)
    {
        if (!state.IsValid || state.Int() != Version)
        {
            return false;
        }

        _running = (state.Long(), state.Int());
        for (int left = state.Int(); left > 0 && state.IsValid; left--)
        {
            _quarters[state.Long()] = state.Int();
        }

        for (int left = state.Int(); left > 0 && state.IsValid; left--)
        {
            _days[state.Int()] = new DayUse(state.Long(), state.Long())
            {
                GasLitres = state.Long(),
                WaterLitres = state.Long(),
                TotalNanoEuro = state.Long(),
                PeakW = (int)state.Long(),
            };
        }

        return state.IsAtEnd;
    }

    /// <summary>The power of the last quarter of an hour.</summary>
    /// <param name="utc">Its end, UTC seconds.</param>
    /// <param name="columns">In how many parts of like length, 1 or more.</param>
    /// <returns>The mean W of each, negative to the grid; a value holds until the next, a minute at most, and null is where nothing was seen.</returns>
    public int?[] Power(long utc, int columns)
    {
        long[] sums = new long[columns];
        int[] counts = new int[columns];
        long seenUtc = MeterTime.None;
        for (long second = Math.Max(1, utc - PowerSeconds + 1); second <= utc; second++)
        {
            seenUtc = _powerUtc[second % PowerSeconds] == second ? second : seenUtc;
            if (seenUtc != MeterTime.None && second - seenUtc < HoldSeconds)
            {
                int column = (int)((PowerSeconds - 1 - (utc - second)) * columns / PowerSeconds);
                sums[column] += _powerW[seenUtc % PowerSeconds];
                counts[column]++;
            }
        }

        return [.. Enumerable.Range(0, columns).Select(i => counts[i] == 0 ? (int?)null : (int)(sums[i] / counts[i]))];
    }
}

/// <summary>What a day has come to.</summary>
/// <param name="ImportWh">Wh from the grid.</param>
/// <param name="ExportWh">Wh to the grid.</param>
internal sealed record DayUse(long ImportWh, long ExportWh)
{
    /// <summary>Litres of gas.</summary>
    public long GasLitres { get; init; }

    /// <summary>Litres of water.</summary>
    public long WaterLitres { get; init; }

    /// <summary>All of it with fees, nano-euro.</summary>
    public long TotalNanoEuro { get; init; }

    /// <summary>Its highest quarter, W; 0 when none has been completed.</summary>
    public int PeakW { get; init; }
}
