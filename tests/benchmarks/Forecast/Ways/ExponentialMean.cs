namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>D + P x R / 900 with an exponential mean of the power.</summary>
internal sealed class ExponentialMean : PlainForecast
{
    private readonly int _timeConstantSeconds;
    private long _microwatt = -1;

    /// <summary>Starts without any telegram.</summary>
    /// <param name="timeConstantSeconds">The time constant, s.</param>
    public ExponentialMean(int timeConstantSeconds)
    {
        _timeConstantSeconds = timeConstantSeconds;
    }

    /// <inheritdoc/>
    protected override long PowerMw(int demandW, int importW, int second, int seconds)
    {
        long importMicrowatt = importW * 1000000L;
        _microwatt = _microwatt < 0
            ? importMicrowatt
            : _microwatt + ((importMicrowatt - _microwatt) * seconds / (_timeConstantSeconds + seconds));
        return _microwatt / 1000;
    }
}
