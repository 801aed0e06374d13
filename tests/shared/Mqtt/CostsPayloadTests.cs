using System.Text.Json;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Money is worked out again by decimals from the prices of <see cref="FeedMeter.Rates"/>.</summary>
public class CostsPayloadTests
{
    private const decimal QuartersPerYear = 365 * 96;

    private static readonly string[] Periods =
        ["today", "yesterday", "twoDaysAgo", "threeDaysAgo", "week", "month", "year", "sinceStart"];

    [Fact]
    public void Today_is_priced_by_its_use()
    {
        JsonElement today = PayloadText.Costs(FeedMeter.Full().Meter).GetProperty("today");
        decimal importKwh = 0.421m + 3.217m + 0.399m;
        decimal importEur = importKwh * 0.3214m;
        decimal exportEur = (0.333m * 0.1m) + (0.077m * 0.05m);

        // Yesterday's last telegram came at 23:00: what the gap brought is booked on the day on which it ends.
        decimal quarters = 4 + (18 * 4) + 1;
        decimal electricityFeeEur = 140.16m / QuartersPerYear * quarters;
        decimal gasEur = (1.218m * 1.576m) + (70.08m / QuartersPerYear * quarters);
        decimal waterEur = (0.149m * 6.2m) + (35.04m / QuartersPerYear * quarters);
        AssertEur(importEur - exportEur + electricityFeeEur, today, "electricityEur");
        AssertEur(gasEur, today, "gasEur");
        AssertEur(waterEur, today, "waterEur");
        AssertEur(importEur - exportEur + electricityFeeEur + gasEur + waterEur, today, "totalEur");
        AssertEur(140.16m / QuartersPerYear * quarters, today, "electricityFeeEur");
        AssertEur(70.08m / QuartersPerYear * quarters, today, "gasFeeEur");
        AssertEur(35.04m / QuartersPerYear * quarters, today, "waterFeeEur");
        Assert.Equal(importKwh, today.GetProperty("importKwh").GetDecimal());
        Assert.Equal(0.410m, today.GetProperty("exportKwh").GetDecimal());
        Assert.Equal(1.218m, today.GetProperty("gasM3").GetDecimal());
        Assert.Equal(0.149m, today.GetProperty("waterM3").GetDecimal());

        JsonElement day = today.GetProperty("rates").GetProperty("Day");
        Assert.Equal(importKwh, day.GetProperty("importKwh").GetDecimal());
        AssertEur(importEur, day, "importEur");
    }

    [Fact]
    public void Each_period_has_its_own_use()
    {
        JsonElement costs = PayloadText.Costs(FeedMeter.Periods().Meter);
        Assert.Equal([64, 32, 16, 8, 96, 124, 126, 127], Periods.Select(period => Eur(costs.GetProperty(period), "importKwh")));
        Assert.Equal([6.4m, 3.2m, 1.6m, 0.8m, 9.6m, 12.4m, 12.6m, 12.7m], Periods.Select(period => Eur(costs.GetProperty(period), "gasM3")));
    }

    [Fact]
    public void What_was_metered_without_a_price_is_told_in_every_period()
    {
        TestMeter house = FeedMeter.Periods();
        house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"bands": {"A": ["0-24"]}, "+": {"A": 0}}}""".Replace("[\"0-24\"]", "[\"0-12\", \"12-24\"]")));
        house.SendAt(Belgium.Winter(2027, 2, 12, 12));
        JsonElement costs = PayloadText.Costs(house.Meter);
        Assert.All(Periods, period => Assert.True(costs.GetProperty(period).TryGetProperty("gasM3", out _) && costs.GetProperty(period).TryGetProperty("waterM3", out _)));
        Assert.All(Periods, period => Assert.True(costs.GetProperty(period).GetProperty("rates").TryGetProperty("previousRates", out _)));

        // It is booked up to the last telegram that was borne out.
        TestMeter waiting = new(FeedMeter.Rates, followers: 1);
        waiting.SendAt(FeedMeter.Now);
        waiting.SendAt(FeedMeter.Now + 1);
        Assert.Equal("2026-01-15T18:05:00+01:00", PayloadText.Costs(waiting.Meter).GetProperty("today").GetProperty("time").GetString());
    }

    [Fact]
    public void Import_and_export_are_priced_by_their_rates()
    {
        JsonElement costs = PayloadText.Costs(FeedMeter.Full().Meter);
        JsonElement yesterday = costs.GetProperty("yesterday");
        JsonElement day = yesterday.GetProperty("rates").GetProperty("Day");
        JsonElement night = yesterday.GetProperty("rates").GetProperty("Night");
        Assert.Equal(0.750m, day.GetProperty("importKwh").GetDecimal());
        Assert.Equal(1.234m, night.GetProperty("importKwh").GetDecimal());
        AssertEur(0.750m * 0.3214m, day, "importEur");
        AssertEur(1.234m * 0.2225m, night, "importEur");
        Assert.Equal("2026-01-14T12:01:00+01:00", costs.GetProperty("sinceStart").GetProperty("since").GetString());

        JsonElement all = costs.GetProperty("sinceStart").GetProperty("rates");
        Assert.Equal(0.333m, all.GetProperty("Day").GetProperty("exportKwh").GetDecimal());
        AssertEur(0.333m * 0.1m, all.GetProperty("Day"), "exportEur");
        Assert.Equal(0.077m, all.GetProperty("Night").GetProperty("exportKwh").GetDecimal());
        AssertEur(0.077m * 0.05m, all.GetProperty("Night"), "exportEur");

        // The quarter of 12:00 ended at 2800 W, to which its last second adds nothing.
        Assert.Equal(2800, yesterday.GetProperty("peakW").GetInt32());
        Assert.Equal("2026-01-14T12:15:00+01:00", yesterday.GetProperty("peakEnd").GetString());
    }

    [Fact]
    public void Rates_add_up_to_the_totals_in_every_period()
    {
        TestMeter house = FeedMeter.Full();
        TestMeter other = FeedMeter.Full();
        other.Meter.UseRates(TestMeter.Read("""{"Electricity": {"bands": {"Eco": ["0-12"], "Peak": ["12-0"]}, "+": {"Eco": 0.2, "Peak": 0.4}, "-": -0.01}}"""));
        other.Telegram.ImportDayWh += 500;
        other.Telegram.ExportDayWh += 40;
        other.SendAt(FeedMeter.Now + 60);
        foreach (TestMeter each in new[] { house, other })
        {
            JsonElement costs = PayloadText.Costs(each.Meter);
            foreach (string name in Periods)
            {
                JsonElement period = costs.GetProperty(name);
                JsonElement[] rates = [.. period.GetProperty("rates").EnumerateObject().Select(rate => rate.Value)];
                Assert.Equal(Eur(period, "importKwh"), rates.Sum(rate => Eur(rate, "importKwh")));
                Assert.Equal(Eur(period, "exportKwh"), rates.Sum(rate => Eur(rate, "exportKwh")));
                decimal utilities = Eur(period, "electricityEur") + Eur(period, "gasEur") + Eur(period, "waterEur");
                Assert.Equal(Eur(period, "totalEur"), utilities, 3);
            }
        }

        JsonElement former = PayloadText.Costs(other.Meter).GetProperty("sinceStart").GetProperty("rates").GetProperty("previousRates");
        Assert.Equal(0.750m + 1.234m + 4.037m, former.GetProperty("importKwh").GetDecimal());
        AssertEur(4.787m * 0.3214m + (1.234m * 0.2225m), former, "importEur");
    }

    [Fact]
    public void Without_fees_the_electricity_is_the_sum_of_its_rates()
    {
        TestMeter house = new("""{"Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.1, "Night": 0.05}}}""");
        long utc = Belgium.Winter(2026, 1, 14, 12);
        house.SendAt(utc);
        house.Telegram.ImportDayWh = 12345;
        house.Telegram.ImportNightWh = 6789;
        house.Telegram.ExportDayWh = 1011;
        house.Telegram.ExportNightWh = 99999;
        house.SendAt(utc + 60);
        JsonElement today = PayloadText.Costs(house.Meter).GetProperty("today");
        decimal expected = (12.345m * 0.3214m) + (6.789m * 0.2225m) - (1.011m * 0.1m) - (99.999m * 0.05m);
        AssertEur(expected, today, "electricityEur");
        AssertEur(expected, today, "totalEur");
        Assert.Equal(
            Eur(today, "electricityEur"),
            today.GetProperty("rates").EnumerateObject().Sum(rate => Eur(rate.Value, "importEur") - Eur(rate.Value, "exportEur")),
            3);
    }

    [Fact]
    public void A_house_without_gas_and_water_does_not_speak_of_them()
    {
        JsonElement costs = PayloadText.Costs(FeedMeter.Small().Meter);
        Assert.All(Periods, name =>
        {
            Assert.False(costs.GetProperty(name).TryGetProperty("gasEur", out _));
            Assert.False(costs.GetProperty(name).TryGetProperty("waterM3", out _));
            Assert.Equal(JsonValueKind.Null, costs.GetProperty(name).GetProperty("peakEnd").ValueKind);
        });

        // Until the first litre.
        TestMeter house = FeedMeter.Small();
        TestChannel[] channels = [house.Add(1, TestChannel.Gas, "GAS0001", 0), house.Add(2, TestChannel.Water, "WAT0001", 0)];
        house.SendAt(Belgium.Summer(2026, 7, 1, 12, 8));
        Array.ForEach(channels, channel => channel.Litres = 1);
        house.SendAt(Belgium.Summer(2026, 7, 1, 12, 9));
        JsonElement week = PayloadText.Costs(house.Meter).GetProperty("week");
        Assert.Equal((0.001m, 0.001m), (Eur(week, "gasM3"), Eur(week, "waterM3")));
    }

    [Fact]
    public void A_watt_hour_that_waits_for_its_price_is_told_of_whatever_contract_comes_next()
    {
        TestMeter house = new(FeedMeter.Dynamic);
        house.SendAt(FeedMeter.Now);
        house.Telegram.ImportDayWh++;
        house.SendAt(FeedMeter.Now + 900);
        house.SendAt(FeedMeter.Now + 901);
        house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.3}}"""));
        house.SendAt(FeedMeter.Now + 902);
        JsonElement costs = PayloadText.Costs(house.Meter);
        Assert.Equal((0.001m, 0m), (Eur(costs.GetProperty("today"), "unpricedKwh"), Eur(costs.GetProperty("today"), "estimatedKwh")));
        Assert.False(costs.GetProperty("yesterday").TryGetProperty("unpricedKwh", out _));
    }

    private static decimal Eur(JsonElement period, string name) =>
        period.TryGetProperty(name, out JsonElement value) ? value.GetDecimal() : 0;

    // Published with four decimals; fees are rounded down to whole nano-euros before.
    private static void AssertEur(decimal expected, JsonElement parent, string name) =>
        Assert.InRange(parent.GetProperty(name).GetDecimal() - expected, -0.00006m, 0.00006m);
}
