using MeterFirmware.Benchmarks.Forecast.Ways;

namespace MeterFirmware.Benchmarks.Forecast;

/// <summary>A way to forecast, by name.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Make">Makes one for a threshold in W.</param>
internal sealed record Way(string Name, Func<int, IForecast> Make)
{
    /// <summary>D + (dD/dt) x R.</summary>
    public static Way Slope { get; } = new("D + dD/dt × R", _ => new DemandSlope());

    /// <summary>D + P x R / 900.</summary>
    public static Way Instant { get; } = new("D + P × R / 900", _ => new InstantPower());

    /// <summary>The product's.</summary>
    public static Way Ours { get; } = new("ours", thresholdW => new OurForecast(thresholdW));

    /// <summary>The three that are compared.</summary>
    public static Way[] Compared { get; } = [Slope, Instant, Ours];

    /// <summary>Others that tables show by name.</summary>
    public static Way[] Named { get; } = [Recent(300), Fading(300), new("mean reversion", _ => new MeanReversion())];

    /// <summary>Others that count where tables show the best.</summary>
    public static Way[] Tried { get; } =
    [
        new("D × 900 / t", _ => new QuarterSoFar()),
        Recent(60),
        Recent(120),
        Fading(20),
        Fading(60),
        Fading(120),
        Fading(900),
        Median(60),
        Median(120),
        Median(300),
    ];

    /// <summary>All of them, ours last.</summary>
    public static Way[] All { get; } = [Slope, Instant, .. Named, .. Tried, Ours];

    private static Way Recent(int seconds) => new($"mean of {seconds} s", _ => new RecentPower(seconds, isMedian: false));

    private static Way Fading(int seconds) => new($"fading mean of {seconds} s", _ => new ExponentialMean(seconds));

    private static Way Median(int seconds) => new($"median of {seconds} s", _ => new RecentPower(seconds, isMedian: true));
}
