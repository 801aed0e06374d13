using MeterFirmware.Companion.Market;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Market;

/// <summary>A market as people know it.</summary>
public class SimulatedMarketTests
{
    private static readonly int First = Belgium.Day(Belgium.Winter(2026, 1, 1));

    [Fact]
    public void A_year_has_days_of_92_96_and_100_quarters_and_the_same_seed_gives_the_same()
    {
        SimulatedMarket market = new(7);
        int[] quarters = [.. Enumerable.Range(First, 365).Select(day => market.Day(day).Quarters)];

        Assert.Equal((1, 363, 1), (quarters.Count(count => count == 92), quarters.Count(count => count == 96), quarters.Count(count => count == 100)));
        Assert.Equal(DayPrices.Write(market.Day(First + 9)), DayPrices.Write(new SimulatedMarket(7).Day(First + 9)));
        Assert.NotEqual(DayPrices.Write(market.Day(First + 9)), DayPrices.Write(new SimulatedMarket(8).Day(First + 9)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Evenings_are_dear_and_sunny_noons_below_zero(int seed)
    {
        SimulatedMarket market = new(seed);
        int sunny = 0;
        for (int day = First; day < First + 60; day++)
        {
            int[] prices = [.. DayPrices.Hundredths(market.Day(day))];
            Assert.InRange(Array.IndexOf(prices, prices.Max()), 17 * 4, (19 * 4) - 1);
            Assert.True(prices[(7 * 4)..(9 * 4)].Average() > prices[..(5 * 4)].Average());
            Assert.InRange(prices.Max(), 10000, 25000);
            sunny += prices[(12 * 4)..(14 * 4)].Min() < 0 ? 1 : 0;
        }

        Assert.InRange(sunny, 20, 45);
    }

    // What a visitor sees first.
    [Fact]
    public void The_day_of_the_demo_has_a_noon_below_zero() =>
        Assert.True(DayPrices.Hundredths(new SimulatedMarket(1).Day(Belgium.Day(Belgium.Winter(2026, 2, 19)))).Min() < 0);
}
