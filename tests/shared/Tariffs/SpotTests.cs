using System.Globalization;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

/// <summary>Day-ahead prices, and what a contract makes of them.</summary>
public class SpotTests
{
    // Of 2026: a day like any other, and those on which the clock is changed.
    private const string Day = "2026-12-01";
    private const string Spring = "2026-03-29";
    private const string Autumn = "2026-10-25";

    [Theory]
    [InlineData("""{"times": 1.10134, "plus": 0.1843}""", 84.27, "0.27711")] // 0.08427 x 1.10134 = 0.0928099218
    [InlineData("""{"times": 1.10134, "plus": 0.1843}""", -84.27, "0.09149")]
    [InlineData("""{"times": 1, "plus": -0.0131}""", 0.01, "-0.01309")]
    [InlineData("""{"times": 1.5}""", 0.01, "0.000015")]
    [InlineData("""{"times": 0.05}""", 0.01, "0.000001")] // half a millionth, away from zero
    [InlineData("""{"times": 0.05}""", -0.01, "-0.000001")]
    [InlineData("""{"times": -0.5, "plus": 1}""", 1000, "0.5")]
    [InlineData("""{"times": 100, "plus": 1000}""", 10000, "2000")]
    public void A_price_is_spot_times_a_factor_plus_a_sum(string formula, decimal spot, string price)
    {
        Rates rates = TestMeter.Read("""{"Electricity": {"+": 0.1, "-": {"Spot": """ + formula + "}}}");
        SpotDay day = TestMarket.Day(Day, [.. Enumerable.Repeat(spot, 96)]);
        long part = rates.ExportSpot!.NanoEuroPerWh(day, day.StartUtc + 12345);
        Assert.Equal(decimal.Parse(price, CultureInfo.InvariantCulture) * 1000000, part + rates.ExportNanoEuroPerWh(Rates.Night));
        Assert.Null(rates.ImportSpot);
    }

    [Theory]
    [InlineData(Day, 96)]
    [InlineData(Spring, 92)]
    [InlineData(Autumn, 100)]
    public void An_hour_is_the_mean_of_its_quarters_and_a_day_has_all_of_them(string date, int quarters)
    {
        decimal[] prices = [.. Enumerable.Range(0, quarters).Select(i => (i * i % 37) - 5.25m)];
        SpotDay day = TestMarket.Day(date, prices);
        SpotFormula hourly = TestMeter.Read("""{"Electricity": {"+": {"Spot": {"times": 1.02, "step": "hour"}}}}""").ImportSpot!;
        SpotFormula quarterly = TestMeter.Read("""{"Electricity": {"+": {"Spot": {"times": 1.02, "step": "quarter"}}}}""").ImportSpot!;
        Assert.Equal(quarters, day.Quarters);
        Assert.Equal(quarters * 900, day.EndUtc - day.StartUtc);
        for (int i = 0; i < quarters; i++)
        {
            decimal mean = prices.Skip(i / 4 * 4).Take(4).Average();
            Assert.Equal(Nano(mean * 1.02m), hourly.NanoEuroPerWh(day, day.StartUtc + (i * 900) + 899));
            Assert.Equal(Nano(prices[i] * 1.02m), quarterly.NanoEuroPerWh(day, day.StartUtc + (i * 900)));
        }

        Assert.True(day.Holds(day.StartUtc) && day.Holds(day.EndUtc - 1));
        Assert.False(day.Holds(day.StartUtc - 1) || day.Holds(day.EndUtc));
    }

    [Theory]
    [InlineData("""{"day": "2026-12-01"}""", "line 1 column 1: \"prices\" is missing")]
    [InlineData("""{"prices": []}""", "line 1 column 1: \"day\" is missing")]
    [InlineData("""{"day": "2026-12-01", "prices": [1, 2]}""", "prices, line 1 column 33: this day has 96 quarters, found 2 prices")]
    [InlineData("""{"prices": [1.5], "day": "2026-3-1"}""", "day, line 1 column 26: a date such as \"2027-01-01\" was expected, found \"2026-3-1\"")]
    [InlineData("""{"day": "2026-12-01", "prices": [1.005]}""", "prices, line 1 column 34: at most 2 decimals can be used, found \"1.005\"")]
    [InlineData("""{"day": "2026-12-01", "prices": [10000.01]}""", "prices, line 1 column 34: a number from -10000 to 10000 was expected, found \"10000.01\"")]
    [InlineData("""{"day": "2026-12-01", "prices": [null]}""", "prices, line 1 column 34: a number was expected, found \"null\"")]
    [InlineData("""{"day": "2026-12-01"} {}""", "line 1 column 23: the end of the file was expected, found an object")]
    [InlineData("""{"day": "2026-12-01", "price": []}""", """price, line 1 column 23: an unknown name, did you mean "prices"?""")]
    public void What_is_wrong_with_a_days_prices_is_said(string json, string problem)
    {
        Assert.Equal(problem, Assert.Throws<InvalidInputException>(() => TestMarket.Read(json)).Message);
    }

    [Fact]
    public void More_prices_than_any_day_has_are_refused()
    {
        Assert.Contains("no day has more than 100 quarters", Assert.Throws<InvalidInputException>(() => TestMarket.Day(Day, new decimal[101])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_all_days_that_came_the_two_newest_are_kept_each_as_it_came_last_and_survive_a_restart()
    {
        int first = Belgium.Day(Belgium.Winter(2026, 12, 1));
        Gen.Select(Gen.Int[0, 5], Gen.Int[-9, 9]).Array[0, 6].Sample(
            days =>
            {
                SpotPrices prices = new();
                SortedDictionary<int, int> known = [];
                foreach ((int day, int price) in days)
                {
                    prices.Take(TestMarket.Flat(first + day, price));
                    Assert.Equal(first + day, prices.LastTaken!.Day);
                    if (known.Count < 2 || day >= known.Keys.First())
                    {
                        known[day] = price;
                    }

                    if (known.Count > 2)
                    {
                        known.Remove(known.Keys.First());
                    }
                }

                SpotPrices loaded = new();
                byte[] saved = SavedState.Of(prices.Save);
                Assert.True(loaded.Load(new StateReader(new ByteSource(saved, saved.Length))));
                Assert.InRange(saved.Length, 0, 1024);
                foreach (SpotPrices one in new[] { prices, loaded })
                {
                    Assert.All(Enumerable.Range(-1, 8), day => Assert.Equal(
                        known.TryGetValue(day, out int price) ? (price * 100, price * 100) : null,
                        (one.Of(Belgium.Utc(first + day))?.At(0), one.Of(Belgium.Utc(first + day + 1) - 1)?.At(95)) is ({ } open, { } end) ? (open, end) : ((int, int)?)null));
                }
            },
            iter: Effort.Of(40, 400));
    }

    [Fact]
    public void Prices_that_were_cut_short_are_not_taken()
    {
        SpotPrices prices = new();
        prices.Take(TestMarket.Day(20000));
        byte[] saved = SavedState.Of(prices.Save);
        for (int length = 0; length < saved.Length; length += 4)
        {
            SpotPrices loaded = new();
            Assert.False(loaded.Load(new StateReader(new ByteSource(saved, length))));
            Assert.Null(loaded.Of(Belgium.Utc(20000)));
        }
    }

    private static long Nano(decimal perMwh) => (long)decimal.Round(perMwh * 1000, 0, MidpointRounding.AwayFromZero);
}
