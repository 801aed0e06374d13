using MeterFirmware.Readings;

namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>A way to forecast the demand that a quarter ends with.</summary>
internal interface IForecast
{
    /// <summary>The final demand that it expects, W.</summary>
    int ForecastW { get; }

    /// <summary>Whether it warns of a new peak.</summary>
    /// <param name="thresholdW">Above this the quarter is one, W.</param>
    /// <returns>True while it does.</returns>
    bool Warns(int thresholdW);

    /// <summary>Takes a telegram.</summary>
    /// <param name="reading">The telegram, with time, 1.4.0 and 1.7.0.</param>
    void Update(Reading reading);
}
