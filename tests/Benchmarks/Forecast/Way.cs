using MeterFirmware.Benchmarks.Forecast.Ways;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>A way to forecast, by name.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Make">Makes one for a threshold in W.</param>
internal sealed record Way(string Name, Func<int, IForecast> Make)
{
    /// <summary>D + (dD/dt) x R.</summary>
    public static Way Slope { get; } = new("D + dD/dt × R", thresholdW => new DemandSlope(thresholdW));

    /// <summary>D + P x R / 900.</summary>
    public static Way Instant { get; } = new("D + P × R / 900", thresholdW => new InstantPower(thresholdW));

    /// <summary>The product's.</summary>
    public static Way Ours { get; } = new("ours", thresholdW => new OurForecast(thresholdW));

    /// <summary>The three that are compared.</summary>
    public static Way[] Compared { get; } = [Slope, Instant, Ours];

    /// <summary>Others that were tried.</summary>
    public static Way[] Tried { get; } =
    [
        new("D × 900 / t", thresholdW => new QuarterSoFar(thresholdW)),
        Mean(20),
        Mean(60),
        Mean(300),
        Mean(900),
    ];

    private static Way Mean(int seconds) => new($"mean of {seconds} s", thresholdW => new ExponentialMean(thresholdW, seconds));
}
