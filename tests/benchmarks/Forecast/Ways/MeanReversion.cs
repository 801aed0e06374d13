namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>The power returns to the mean of an hour, the slower the longer it has stayed within 200 W.</summary>
internal sealed class MeanReversion : PlainForecast
{
    private const int MeanSeconds = 3600;
    private const int SameW = 200;
    private const int ShortestSeconds = 300;

    private double _meanW = -1;
    private int _levelW;
    private int _levelSeconds;

    /// <inheritdoc/>
    protected override long PowerMw(int demandW, int importW, int second, int seconds)
    {
        bool isSame = Math.Abs(importW - _levelW) <= SameW;
        _levelSeconds = isSame ? _levelSeconds + seconds : 0;
        _levelW = isSame ? _levelW : importW;
        _meanW = _meanW < 0 ? importW : _meanW + ((importW - _meanW) * seconds / (MeanSeconds + seconds));
        double part = (Time.BelgianTime.SecondsPerQuarter - second) / (double)(ShortestSeconds + (2 * _levelSeconds));
        return (long)((_meanW + ((importW - _meanW) * (1 - Math.Exp(-part)) / part)) * 1000);
    }
}
