using System.Text.Json;
using CsCheck;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>What is told of prices is what a look through all quarters finds, and told when it changes.</summary>
public class PricesPayloadTests
{
    private const string Hourly =
        """
        {"Electricity": {"bands": {"Full": ["7-11", "17-22"], "Low": ["11-17", "22-7"]},
         "+": {"Spot": {"times": 1.0918, "plus": {"Full": 0.2034, "Low": 0.143215}, "step": "hour"}}, "-": 0.035}}
        """;

    // The days on which the clock is changed, one like any other, and the one before it.
    private static readonly int[] Days = [Belgium.Day(Belgium.Winter(2026, 3, 29)), Belgium.Day(Belgium.Winter(2026, 10, 25)), 20_600, 20_599];

    [Fact]
    public void A_look_through_all_quarters_says_the_same() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 95], Gen.Int[0, 899], Gen.Bool, Gen.Bool, Gen.Int[0, int.MaxValue]).Sample(
            (day, quarter, second, knowsTomorrow, isHourly, seed) =>
            {
                // Few prices, so that some windows cost the same: then it is the first.
                Random random = new(seed);
                TestMeter house = new(isHourly ? Hourly : FeedMeter.Dynamic);
                List<decimal> spots = [];
                foreach (int known in knowsTomorrow ? new[] { Days[day], Days[day] + 1 } : [Days[day]])
                {
                    decimal[] prices = [.. TestMarket.PricesOf(known).Select(_ => random.Next(-2, 4) * 25.5m)];
                    house.Meter.TakePrices(TestMarket.Day(known, prices));
                    spots.AddRange(prices);
                }

                long startUtc = Belgium.Utc(Days[day]);
                int quarters = TestMarket.PricesOf(Days[day]).Length;
                int now = Math.Min(quarter, quarters - 1);
                house.SendAt(startUtc + (now * 900) + second);
                decimal[] costs = [.. spots.Select((_, i) => Cost(spots, i, startUtc, isHourly))];
                JsonElement told = PayloadText.Read(json => Payload.WritePrices(json, house.Meter));
                Assert.Equal(costs[now], Price(told, "nowEurPerKwh"));
                Assert.Equal(now + 1 < costs.Length ? costs[now + 1] : null, Price(told, "nextEurPerKwh"));
                Assert.Equal(isHourly ? 0.035m : decimal.Round(spots[now] / 1000, 6) - 0.0131m, Price(told, "exportNowEurPerKwh"));
                decimal[] today = costs[..quarters];
                Assert.Equal((Cut(today.Average()), today.Min(), today.Max()), (Price(told, "meanEurPerKwh"), Price(told, "lowestEurPerKwh"), Price(told, "highestEurPerKwh")));
                Assert.Equal((knowsTomorrow, quarters), (told.GetProperty("tomorrow").GetBoolean(), told.GetProperty("quarters").GetInt32()));
                Assert.Equal((startUtc, Belgium.Utc(Days[day] + (knowsTomorrow ? 1 : 0))), (Utc(told.GetProperty("day")), Utc(told.GetProperty("taken"))));
                foreach (int hours in new[] { 1, 2, 4 })
                {
                    JsonElement cheapest = told.GetProperty($"cheapest{hours}h");
                    int[] starts = [.. Enumerable.Range(now, costs.Length - now).Where(i => i + (hours * 4) <= costs.Length)];
                    int? first = starts.Length == 0 ? null : starts.MinBy(i => costs.Skip(i).Take(hours * 4).Sum());
                    Assert.Equal(first == null ? null : startUtc + (first * 900), Utc(cheapest.GetProperty("start")));
                    Assert.Equal(first == null ? null : Cut(costs.Skip(first.Value).Take(hours * 4).Average()), Price(cheapest, "eurPerKwh"));
                }

                for (int ahead = 0; ahead < 2; ahead++)
                {
                    JsonElement list = PayloadText.Read(json => Payload.WriteDayPrices(json, house.Meter, ahead));
                    decimal[] listed = ahead == 0 ? today : costs[quarters..];
                    Assert.Equal(Belgium.Utc(Days[day] + ahead), Utc(list.GetProperty("start")));
                    Assert.Equal(
                        listed.Select(cost => decimal.Round(cost, 4, MidpointRounding.AwayFromZero)), list.GetProperty("eurPerKwh").EnumerateArray().Select(price => price.GetDecimal()));
                }
            },
            iter: Effort.Of(100, 1000));

    [Fact]
    public void They_are_told_with_each_quarter_and_the_lists_with_each_day_and_when_they_change()
    {
        FeedRun run = new(Belgium.Winter(2026, 1, 14, 23, 43), null, FeedMeter.Dynamic);
        run.Link.Connect();
        run.Seconds(60);
        run.Link.Log.Clear();
        Assert.Equal([], Told(run, 59));
        Assert.Equal(["prices"], Told(run, 1));
        Assert.Equal([], Told(run, 899));
        Assert.Equal(["prices", "prices/today", "prices/tomorrow"], Told(run, 1));
        Assert.Equal([], Told(run, 100));
        run.TestMeter.Meter.TakePrices(TestMarket.Day(Belgium.Day(run.Load.Utc)));
        Assert.Equal(["prices", "prices/today", "prices/tomorrow"], Told(run, 1));
        run.TestMeter.Meter.UseRates(TestMeter.Read(Hourly));
        Assert.Equal(["prices", "prices/today", "prices/tomorrow"], Told(run, 2).Distinct());
        Assert.Equal([], Told(run, 100));

        // A contract at a fixed price too, once; and the one by the market after it.
        run.TestMeter.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.3}}"""));
        Assert.Equal(["prices", "prices/today", "prices/tomorrow"], Told(run, 2));
        Assert.Equal([], Told(run, 30));
        run.TestMeter.Meter.UseRates(TestMeter.Read(Hourly));
        Assert.Equal(["prices", "prices/today", "prices/tomorrow"], Told(run, 2));
    }

    private static string[] Told(FeedRun run, int seconds)
    {
        run.Link.Log.Clear();
        run.Seconds(seconds);
        return [.. run.Link.Log.Select(sent => sent.Name).Where(name => name.StartsWith("prices", StringComparison.Ordinal)).Order()];
    }

    private static decimal Cost(List<decimal> spots, int quarter, long startUtc, bool isHourly)
    {
        if (!isHourly)
        {
            return decimal.Round(spots[quarter] / 1000 * 1.10134m, 6, MidpointRounding.AwayFromZero) + 0.1843m;
        }

        decimal spot = spots.Skip(quarter / 4 * 4).Take(4).Average();
        int hour = Belgium.Hour(startUtc + (quarter * 900));
        return decimal.Round(spot / 1000 * 1.0918m, 6, MidpointRounding.AwayFromZero) + (hour is >= 7 and < 11 or >= 17 and < 22 ? 0.2034m : 0.143215m);
    }

    private static decimal Cut(decimal euro) => decimal.Truncate(euro * 1_000_000) / 1_000_000;

    private static decimal? Price(JsonElement told, string name) => told.GetProperty(name).ValueKind == JsonValueKind.Null ? null : told.GetProperty(name).GetDecimal();

    private static long? Utc(JsonElement moment) => moment.ValueKind == JsonValueKind.Null ? null : moment.GetDateTimeOffset().ToUnixTimeSeconds();
}
