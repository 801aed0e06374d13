using MeterFirmware.Benchmarks.Forecast;
using MeterFirmware.Benchmarks.Forecast.Houses;
using MeterFirmware.Benchmarks.Forecast.Play;
using MeterFirmware.Benchmarks.Forecast.Ways;

namespace MeterFirmware.Tests.Quarters;

/// <summary>The forecast is better than simpler ones, on a hundred houses of each kind; docs/quarter-peak.md has a thousand.</summary>
public class ForecastOrderTests
{
    // Houses that docs/quarter-peak.md does not show.
    private const int FirstSeed = 900001;
    private const int Houses = 100;

    // In per cent of the mean error of D + P x R / 900, three and five minutes into the quarter. Loads that come and go are seen through.
    [Theory]
    [InlineData((int)HouseKind.Flat, 103)]
    [InlineData((int)HouseKind.Cooking, 90)]
    [InlineData((int)HouseKind.Charger, 100)]
    [InlineData((int)HouseKind.HeatPump, 75)]
    [InlineData((int)HouseKind.Clouds, 85)]
    [InlineData((int)HouseKind.Everyday, 95)]
    public void No_simpler_way_errs_less_or_warns_better(int kind, int percent)
    {
        ForecastGame game = new((HouseKind)kind, FirstSeed, Houses);
        WayResult ours = game.Forecast(Way.Ours.Make);
        WayResult instant = game.Forecast(Way.Instant.Make);
        WayResult slope = game.Forecast(Way.Slope.Make);
        Assert.InRange(ours.MeanW(180), 0, instant.MeanW(180) * percent / 100);
        Assert.InRange(ours.MeanW(300), 0, instant.MeanW(300) * percent / 100);
        foreach (WayResult other in new[] { instant, slope })
        {
            foreach (int minute in new[] { 3, 5, 10, 14 })
            {
                double worse = ours.WorseThan(other, minute * 60);
                Assert.True(worse < 2, $"minute {minute}: {worse:0.0} standard errors worse");
            }

            Assert.InRange(ours.FalseAlarms, 0, other.FalseAlarms);
            Assert.InRange(ours.Missed, 0, other.Missed);
            Assert.InRange(ours.AlarmsBegun, 0, other.AlarmsBegun);
        }
    }

    [Fact]
    public void The_threshold_is_the_games_and_four_in_five_quarters_end_below()
    {
        ForecastGame game = new(HouseKind.Charger, FirstSeed, Houses);
        OurForecast ours = new(game.ThresholdW);
        game.Follow(0, ours, (_, _) => Assert.Equal(game.ThresholdW, ours.ThresholdW));
        Assert.Equal(Houses * 4 / 5, Enumerable.Range(0, Houses).Count(house => game.FinalW(house) <= game.ThresholdW) - 1);
        Assert.Equal((Houses / 5) - 1, game.PeaksAhead);
    }
}
