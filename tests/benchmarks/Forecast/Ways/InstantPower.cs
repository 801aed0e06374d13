namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>D + P x R / 900 with the power of the telegram.</summary>
internal sealed class InstantPower : PlainForecast
{
    /// <inheritdoc/>
    protected override long PowerMw(int demandW, int importW, int second, int seconds) => importW * 1000L;
}
