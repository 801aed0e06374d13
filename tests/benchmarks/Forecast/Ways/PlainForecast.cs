using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>A formula of D, the demand so far, and what it takes the power to be; it warns when the result is above the threshold.</summary>
internal abstract class PlainForecast : IForecast
{
    private long _lastUtc;

    /// <inheritdoc/>
    public int ForecastW { get; private set; }

    /// <inheritdoc/>
    public bool Warns(int thresholdW) => ForecastW > thresholdW;

    /// <inheritdoc/>
    public void Update(Reading reading)
    {
        int second = (int)(reading.TimeUtc - BelgianTime.QuarterStart(reading.TimeUtc));
        int seconds = _lastUtc == 0 ? 1 : (int)(reading.TimeUtc - _lastUtc);
        _lastUtc = reading.TimeUtc;
        int demandW = reading.Get(Field.DemandW);
        long powerMw = PowerMw(demandW, reading.Get(Field.ImportW), second, seconds);
        long leftMw = powerMw * (BelgianTime.SecondsPerQuarter - second) / BelgianTime.SecondsPerQuarter;
        ForecastW = demandW + (int)((leftMw + 500) / 1000);
    }

    /// <summary>The power that it counts on for the rest of the quarter.</summary>
    /// <param name="demandW">1.4.0, W.</param>
    /// <param name="importW">1.7.0, W.</param>
    /// <param name="second">Seconds since the quarter began.</param>
    /// <param name="seconds">Seconds since the telegram before.</param>
    /// <returns>mW.</returns>
    protected abstract long PowerMw(int demandW, int importW, int second, int seconds);
}
