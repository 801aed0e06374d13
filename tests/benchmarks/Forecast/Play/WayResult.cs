namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>How well one way forecast the quarters of one kind of house, or of one house.</summary>
internal sealed class WayResult
{
    // An alarm that comes later leaves no time to do anything.
    private const int LatestWarningSecond = 720;

    private readonly int[][] _errorsW;
    private int _peaks;
    private long _warnedSeconds;

    /// <summary>Makes room.</summary>
    /// <param name="houses">How many houses, or quarters, are played.</param>
    public WayResult(int houses)
    {
        _errorsW = new int[ForecastGame.Points][];
        for (int point = 0; point < _errorsW.Length; point++)
        {
            _errorsW[point] = new int[houses];
        }
    }

    /// <summary>Quarters that ended at or below the threshold though there was an alarm in at least one second.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Quarters that ended above the threshold though there was no alarm in the first twelve minutes.</summary>
    public int Missed { get; private set; }

    /// <summary>How often an alarm began, in all quarters.</summary>
    public int AlarmsBegun { get; private set; }

    /// <summary>How long before its end the first alarm of a quarter that ended above the threshold began, on average; s.</summary>
    public long WarnedSeconds => _peaks == 0 ? 0 : _warnedSeconds / _peaks;

    /// <summary>Quarters, of all of which errors were kept.</summary>
    public int Quarters => _errorsW[0].Length;

    /// <summary>Quarters that ended above the threshold.</summary>
    public int Peaks => _peaks;

    /// <summary>Counts the alarms of a quarter.</summary>
    /// <param name="alarms">They.</param>
    /// <param name="isPeak">Whether it ended above the threshold.</param>
    public void Count(QuarterAlarms alarms, bool isPeak)
    {
        lock (_errorsW)
        {
            AlarmsBegun += alarms.Begun;
            FalseAlarms += !isPeak && alarms.Begun > 0 ? 1 : 0;
            Missed += isPeak && alarms.FirstSecond > LatestWarningSecond ? 1 : 0;
            _peaks += isPeak ? 1 : 0;
            _warnedSeconds += isPeak ? Math.Max(0, Time.BelgianTime.SecondsPerQuarter - alarms.FirstSecond) : 0;
        }
    }

    /// <summary>Gives back the room of quarters that did not come.</summary>
    /// <param name="quarters">How many came.</param>
    public void Trim(int quarters)
    {
        for (int point = 0; point < _errorsW.Length; point++)
        {
            Array.Resize(ref _errorsW[point], quarters);
        }
    }

    /// <summary>Keeps an error.</summary>
    /// <param name="second">Seconds since the quarter began, a multiple of <see cref="ForecastGame.PointSeconds"/>.</param>
    /// <param name="house">Which house, or quarter.</param>
    /// <param name="errorW">The absolute error, W.</param>
    public void Keep(int second, int house, int errorW) => _errorsW[second / ForecastGame.PointSeconds][house] = errorW;

    /// <summary>The mean absolute error.</summary>
    /// <param name="second">Seconds since the quarter began.</param>
    /// <returns>W.</returns>
    public double MeanW(int second) => _errorsW[second / ForecastGame.PointSeconds].Average();

    /// <summary>The error that 95 of 100 quarters stay within.</summary>
    /// <param name="second">Seconds since the quarter began.</param>
    /// <returns>W.</returns>
    public int Percentile95W(int second)
    {
        int[] sorted = [.. _errorsW[second / ForecastGame.PointSeconds].Order()];
        return sorted[(sorted.Length * 95 / 100) - 1];
    }

    /// <summary>
    /// How much worse this is than another way: the mean over the houses of the difference of the two errors, in standard errors
    /// of that mean. What lies within two of them is noise.
    /// </summary>
    /// <param name="other">The other way, on the same houses.</param>
    /// <param name="second">Seconds since the quarter began.</param>
    /// <returns>Standard errors; negative when this is better, 0 when they are alike.</returns>
    public double WorseThan(WayResult other, int second)
    {
        int point = second / ForecastGame.PointSeconds;
        double[] differences = [.. _errorsW[point].Zip(other._errorsW[point], (mine, others) => (double)(mine - others))];
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        return mean == 0 ? 0 : mean / Math.Sqrt(variance / differences.Length);
    }
}
