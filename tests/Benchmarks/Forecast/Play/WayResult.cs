namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>How well one way forecast the quarters of one kind of house.</summary>
internal sealed class WayResult
{
    private readonly int[][] _errorsW;

    /// <summary>Makes room.</summary>
    /// <param name="houses">How many houses are played.</param>
    public WayResult(int houses)
    {
        _errorsW = new int[ForecastGame.Points][];
        for (int point = 0; point < _errorsW.Length; point++)
        {
            _errorsW[point] = new int[houses];
        }
    }

    /// <summary>Quarters that ended at or below the threshold though there was an alarm in at least one second.</summary>
    public int FalseAlarms { get; set; }

    /// <summary>Quarters that ended above the threshold though there was no alarm in the first twelve minutes.</summary>
    public int Missed { get; set; }

    /// <summary>How often an alarm began, in all quarters.</summary>
    public int AlarmsBegun { get; set; }

    /// <summary>Keeps an error.</summary>
    /// <param name="second">Seconds since the quarter began, a multiple of <see cref="ForecastGame.PointSeconds"/>.</param>
    /// <param name="house">Which house.</param>
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
