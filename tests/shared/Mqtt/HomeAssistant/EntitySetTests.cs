using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

public class EntitySetTests
{
    [Fact]
    public void A_single_phase_house_has_no_other_phase_no_gas_and_no_water()
    {
        string[] names = [.. DiscoveryMeter.SinglePhase().Entities().Values.Select(entity => entity.Text("name"))];
        Assert.Contains("Power L1", names);
        Assert.Contains("Voltage L1", names);
        Assert.Contains("Current L1", names);
        Assert.DoesNotContain(names, name => name.Contains("L2", StringComparison.Ordinal) || name.Contains("L3", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("gas", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(names, name => name.Contains("water", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_meter_that_sends_no_demand_has_the_quarter_all_the_same()
    {
        DiscoveryMeter house = DiscoveryMeter.SinglePhase();
        Assert.True(decimal.Parse(house.Value("qp"), null) > 0);
        Assert.Equal("OFF", house.Value("qa"));
    }

    [Fact]
    public void A_meter_that_does_not_say_who_it_is_or_has_one_register_only_has_no_serial_number_and_no_sum()
    {
        foreach (bool isDay in new[] { true, false })
        {
            DiscoveryMeter house = new(new TestMeter());
            TestTelegram telegram = house.TestMeter.Telegram;
            telegram.Serial = null;
            telegram.ImportDayWh = telegram.ExportNightWh = isDay ? 5 : null;
            telegram.ImportNightWh = telegram.ExportDayWh = isDay ? null : 5;
            house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
            Assert.DoesNotContain("serial_number", house.Entities()["ds"].Device.Keys);
            Assert.Empty(house.Entities().Keys.Intersect(["i", "e"]));
        }
    }

    [Theory]
    [InlineData(4, "GJ", "Heat")]
    [InlineData(12, "GJ", "Heat")]
    [InlineData(13, "GJ", "Heat")]
    [InlineData(12, "m3", null)]
    [InlineData(3, "GJ", null)]
    [InlineData(9, "GJ", null)]
    public void A_meter_is_announced_when_its_type_and_its_unit_go_together(int type, string unit, string? name)
    {
        DiscoveryMeter house = new(new TestMeter());
        house.TestMeter.Telegram.MoreLines.AddRange($"0-3:24.1.0({type:000})", $"0-3:24.2.1(260115180000W)(240.860*{unit})");
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));

        Dictionary<string, Entity> entities = house.Entities();
        Assert.Equal(name != null, entities.ContainsKey("h3"));
        Assert.DoesNotContain("g3", entities.Keys);
        Assert.DoesNotContain("w3", entities.Keys);
        if (name != null)
        {
            Assert.Equal((name, "GJ", "240.860"), (entities["h3"].Text("name"), entities["h3"].Unit, house.Value("h3")));
        }
    }

    [Fact]
    public void Each_gas_meter_has_its_entity_and_the_first_the_plain_name()
    {
        DiscoveryMeter house = DiscoveryMeter.TwoGasMeters();
        Dictionary<string, Entity> entities = house.Entities();
        Assert.Equal("Gas", entities["g1"].Text("name"));
        Assert.Equal("Gas channel 4", entities["g4"].Text("name"));
        Assert.Equal("92.287", house.Value("g1"));
        Assert.Equal("1.234", house.Value("g4"));
        Assert.Equal("GJ", entities["h3"].Unit);
        Assert.Equal("240.860", house.Value("h3"));
    }

    [Fact]
    public void Gas_without_a_price_costs_nothing_that_could_be_shown()
    {
        DiscoveryMeter house = new(new TestMeter("""{ "Electricity": { "+": 0.3 } }"""));
        house.TestMeter.Add(1, TestChannel.Gas, "7FLO2100000041", 92287);
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        Assert.Contains("g1", house.Entities().Keys);
        Assert.DoesNotContain("cg", house.Entities().Keys);
    }

    [Fact]
    public void A_price_without_its_meter_costs_nothing_either()
    {
        DiscoveryMeter house = new(new TestMeter("""{ "Electricity": { "+": 0.3 }, "Gas": { "+": 1.5 }, "Water": { "+": 6.2 } }"""));
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        Assert.Empty(house.Entities().Keys.Intersect(["cg", "cw"]));
    }

    [Theory]
    [InlineData("{\"Spot\": {\"times\": 1}}", "0.1", 5)]
    [InlineData("0.3", "{\"Spot\": {\"times\": 1}}", 0)]
    public void Prices_are_there_when_that_of_what_is_taken_follows_the_market(string import, string export, int count)
    {
        DiscoveryMeter house = DiscoveryMeter.Full("""{"Electricity": {"+": IN, "-": OUT}}""".Replace("IN", import).Replace("OUT", export));
        Assert.Equal(count, house.Entities().Keys.Intersect(["pn", "px", "p1h", "p2h", "p4h"]).Count());
    }

    [Theory]
    [InlineData("\"Gas\": {\"+\": 1.5}", "cg")]
    [InlineData("\"Water\": {\"+\": 6.2}", "cw")]
    [InlineData("\"Electricity\": {\"+\": {\"Spot\": {\"times\": 1}}}", "pn")]
    [InlineData("\"Electricity\": {\"bands\": {\"A\": [\"0-12\"], \"B\": [\"12-0\"]}, \"+\": 0.3}", "r")]
    public void What_other_rates_bring_is_told_of_then_and_a_price_taken_away_with_the_next(string rates, string key)
    {
        const string None = """{"Electricity": {"+": 0.3}}""";
        DiscoveryMeter house = new(new TestMeter(None)) { TestMeter = { Telegram = { ActiveRate = null } } };
        house.TestMeter.Add(1, TestChannel.Gas, "7FLO2100000041", 92287);
        house.TestMeter.Add(2, TestChannel.Water, "8SET0000000042", 8579);
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 5));
        Assert.DoesNotContain(key, house.Entities().Keys);
        house.TestMeter.Meter.UseRates(TestMeter.Read(rates.StartsWith("\"E", StringComparison.Ordinal) ? $"{{{rates}}}" : $"{{{None[1..^1]}, {rates}}}"));
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.Contains(key, house.Entities().Keys);
        house.TestMeter.Meter.UseRates(TestMeter.Read(None));
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 7));
        Assert.Equal(key == "r", house.Entities().ContainsKey(key));
    }

    [Fact]
    public void Another_sub_meter_is_told_of_once()
    {
        DiscoveryMeter house = DiscoveryMeter.SinglePhase();
        house.TestMeter.Add(2, TestChannel.Water, "8SET0000000042", 8579);
        house.SendAt(Belgium.Summer(2026, 7, 1, 12, 7, 31));
        house.SendAt(Belgium.Summer(2026, 7, 1, 12, 7, 32));
        Assert.Single(house.Configs, config => config.Key == "w2");
        Assert.Contains("w2", house.Entities().Keys);
    }

    [Fact]
    public void A_gas_meter_exchanged_on_its_channel_keeps_its_entity()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        string before = house.Entities()["g1"].Text("unique_id");
        house.TestMeter.Telegram.Channels.RemoveAt(0);
        house.TestMeter.Add(1, TestChannel.Gas, "7FLO2600000099", 3);
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.Equal(before, house.Entities()["g1"].Text("unique_id"));
        Assert.Equal("0.003", house.Value("g1"));
    }

    [Fact]
    public void A_gas_meter_that_comes_back_on_another_channel_is_a_new_entity()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        house.TestMeter.Telegram.Channels.RemoveAt(0);
        house.TestMeter.Add(3, TestChannel.Gas, "7FLO2600000099", 3);
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.Equal("0.003", house.Value("g3"));
    }

    [Fact]
    public void What_is_gone_is_taken_away_when_it_is_seen_to_go()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        Assert.Contains("cg", house.Entities().Keys);
        house.TestMeter.Meter.UseRates(TestMeter.Read("""{ "Electricity": { "+": 0.3 } }"""));
        house.TestMeter.Telegram.Channels[0].Type = TestChannel.Water;
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.DoesNotContain(house.Entities().Keys, key => key is "cg" or "cw" or "g1");
        Assert.Contains("w1", house.Entities().Keys);
        int sent = house.Configs.Count;
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 7));
        Assert.Equal(sent, house.Configs.Count);
    }

    [Fact]
    public void A_meter_that_another_kind_replaced_is_taken_away_without_prices_too()
    {
        DiscoveryMeter house = DiscoveryMeter.Full("""{ "Electricity": { "+": 0.3 } }""");
        house.TestMeter.Telegram.Channels[0].Type = TestChannel.Water;
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.DoesNotContain("g1", house.Entities().Keys);
        Assert.Contains("w1", house.Entities().Keys);
    }

    [Theory]
    [InlineData("Gas", "cg", "cw")]
    [InlineData("Water", "cw", "cg")]
    public void Without_its_price_any_more_the_cost_of_one_is_taken_away_and_the_other_stays(string utility, string gone, string stays)
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        house.TestMeter.Meter.UseRates(TestMeter.Read("""{ "Electricity": { "+": 0.3 }, "Water": { "+": 6 }, "Gas": { "+": 1 } }""".Replace($", \"{utility}\": {{ \"+\": {(utility == "Gas" ? 1 : 6)} }}", "")));
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.DoesNotContain(gone, house.Entities().Keys);
        Assert.Contains(stays, house.Entities().Keys);
    }

    [Fact]
    public void What_a_broker_kept_of_a_run_before_is_taken_away_after_an_hour_and_not_earlier()
    {
        DiscoveryMeter house = DiscoveryMeter.SinglePhase();
        house.Status.UptimeSeconds = 3599;
        house.SendAt(Belgium.Summer(2026, 7, 1, 13, 7, 29));
        Assert.All(house.Configs, config => Assert.NotEmpty(config.Payload));
        house.Status.UptimeSeconds = 3600;
        house.SendAt(Belgium.Summer(2026, 7, 1, 13, 7, 30));
        string[] gone = [.. house.Configs.Where(config => config.Payload.Length == 0).Select(config => config.Key)];
        Assert.Distinct(gone);
        Assert.Superset(new HashSet<string> { "v2", "a3", "g1", "w8", "h4", "cg" }, gone.ToHashSet());
        Assert.DoesNotContain(gone, house.Entities().ContainsKey);
        int sent = house.Configs.Count;
        house.SendAt(Belgium.Summer(2026, 7, 1, 13, 8));
        Assert.Equal(sent, house.Configs.Count);

        // Once: what goes out again later is what there is.
        house.Link.Disconnect();
        house.Step();
        house.Link.Connect();
        house.SendAt(Belgium.Summer(2026, 7, 1, 13, 9));
        Assert.Equal(house.Entities().Count, house.Configs.Skip(sent).Count());
        Assert.All(house.Configs.Skip(sent), config => Assert.NotEmpty(config.Payload));
    }

    [Fact]
    public void Another_electricity_meter_has_its_serial_number_told()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        house.TestMeter.Telegram.Serial = "1SAG9900000099";
        house.SendAt(Belgium.Winter(2026, 1, 15, 18, 6));
        Assert.Equal("1SAG9900000099", house.Entities()["ds"].Device["serial_number"]);
    }
}
