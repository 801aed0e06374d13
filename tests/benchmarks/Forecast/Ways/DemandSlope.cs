using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>D + (dD/dt) x R: the power is how much the demand rose since the telegram before.</summary>
internal sealed class DemandSlope : PlainForecast
{
    private int _lastW;

    /// <inheritdoc/>
    protected override long PowerMw(int demandW, int importW, int second, int seconds)
    {
        int riseW = Math.Max(0, demandW - _lastW);
        _lastW = demandW;
        return riseW * 1000L * BelgianTime.SecondsPerQuarter / seconds;
    }
}
