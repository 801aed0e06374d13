using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>D x 900 / t: the rest of the quarter as what was seen of it.</summary>
internal sealed class QuarterSoFar : PlainForecast
{
    private const int TooEarlySeconds = 5;

    /// <inheritdoc/>
    protected override long PowerMw(int demandW, int importW, int second, int seconds) =>
        second < TooEarlySeconds ? importW * 1000L : demandW * 1000L * BelgianTime.SecondsPerQuarter / second;
}
