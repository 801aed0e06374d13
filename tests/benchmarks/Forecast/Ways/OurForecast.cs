using System.Globalization;
using System.Text;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>The product's own: <see cref="QuarterPeak"/>.</summary>
internal sealed class OurForecast : IForecast
{
    private readonly QuarterPeak _quarter;
    private readonly int[] _values = new int[TelegramChain.Width];

    /// <summary>Starts without any telegram.</summary>
    /// <param name="thresholdW">The threshold, W: the floor of the capacity tariff.</param>
    public OurForecast(int thresholdW)
    {
        string floorKw = (thresholdW / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
        byte[] rates = Encoding.ASCII.GetBytes(
            """{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 53.13, "floorKw": FLOOR, "floorOn": "month"}}""".Replace("FLOOR", floorKw));
        _quarter = new QuarterPeak(RatesReader.Read(rates, rates.Length).Capacity);
    }

    /// <inheritdoc/>
    public int ForecastW => _quarter.ForecastW;

    /// <inheritdoc/>
    public bool Warns(int thresholdW) => _quarter.Alarm;

    /// <summary>Above this the quarter costs money, W.</summary>
    public int ThresholdW => _quarter.ThresholdW;

    /// <inheritdoc/>
    public void Update(Reading reading)
    {
        _values[0] = reading.Get(Field.ImportDayWh);
        _values[1] = reading.Get(Field.ImportNightWh);
        _values[TelegramChain.DemandW] = reading.Get(Field.DemandW);
        _values[TelegramChain.ImportW] = reading.Get(Field.ImportW);
        _quarter.Update(reading.TimeUtc, _values, 0, reading);
    }
}
