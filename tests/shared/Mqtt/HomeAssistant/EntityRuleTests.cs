using System.Text.Json;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

public class EntityRuleTests
{
    public static TheoryData<string> Houses => DiscoveryMeter.Names();

    [Theory]
    [MemberData(nameof(Houses))]
    public void Home_Assistant_accepts_every_entity(string name)
    {
        Dictionary<string, Entity> entities = DiscoveryMeter.Named(name).Entities();
        Assert.NotEmpty(entities);
        Assert.All(entities.Values, entity => Assert.Empty(HomeAssistantRules.Faults(entity)));
    }

    [Theory]
    [MemberData(nameof(Houses))]
    public void Each_entity_names_its_device_and_the_first_one_tells_all_of_it(string name)
    {
        DiscoveryMeter house = DiscoveryMeter.Named(name);
        List<Entity> entities = [.. house.Entities().Values];
        Assert.All(entities, entity => Assert.Subset(HomeAssistantRules.DeviceKeys, entity.Device.Keys.ToHashSet()));
        Assert.All(entities, entity => Assert.Equal((DiscoveryMeter.DeviceId, "P1 meter"), (entity.Device["identifiers"], entity.Device["name"])));
        Entity first = Assert.Single(entities, entity => entity.Device.Count > 2);
        Assert.Equal(house.Configs[0].Key, first.Key);
        Assert.Equal("1.2.0", first.Device["sw_version"]);
        Assert.Equal("1SAG9900000017", first.Device["serial_number"]);
        Assert.Equal("MeterFirmware", first.Members["origin"].GetProperty("name").GetString());
        Assert.Subset(HomeAssistantRules.OriginKeys, Keys(first.Members["origin"]).Select(HomeAssistantRules.FullDeviceKey).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Houses))]
    public void Ids_and_names_are_unique_and_ids_begin_with_the_devices(string name)
    {
        List<Entity> entities = [.. DiscoveryMeter.Named(name).Entities().Values];
        Assert.Distinct(entities.Select(entity => entity.Text("unique_id")));
        Assert.Distinct(entities.Select(entity => entity.Text("name")));
        Assert.All(entities, entity => Assert.StartsWith(DiscoveryMeter.DeviceId + "_", entity.Text("unique_id"), StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_meter_says_needs_the_device_and_the_meter_and_what_the_device_says_only_the_device()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        foreach (Entity entity in house.Entities().Values)
        {
            bool isOfDevice = entity.Text("state_topic") == "meter/p1-a1b2c3/diagnostics";
            string[] expected = isOfDevice
                ? ["meter/p1-a1b2c3/status"]
                : ["meter/p1-a1b2c3/status", "meter/p1-a1b2c3/diagnostics"];
            Assert.Equal(expected, entity.AvailabilityTopics());
            Assert.Equal(isOfDevice ? null : "all", entity.OptionalText("availability_mode"));
            Assert.Equal(isOfDevice ? "diagnostic" : null, entity.OptionalText("entity_category"));
        }

        string template = house.Entities()["i"].Members["availability"][1].GetProperty("val_tpl").GetString()!;
        Assert.Equal("online", ValueTemplate.Evaluate(template, house.Payload("meter/p1-a1b2c3/diagnostics")));
        house.Status.SilentSeconds = DeviceStatus.SilentAfterSeconds;
        house.Step();
        house.Settle();
        Assert.Equal("offline", ValueTemplate.Evaluate(template, house.Payload("meter/p1-a1b2c3/diagnostics")));
        Assert.Equal("ON", house.Value("ds"));
    }

    [Fact]
    public void Only_what_is_measured_now_grows_stale_after_three_intervals_and_half_a_minute()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        foreach (Entity entity in house.Entities().Values)
        {
            int? expected = (entity.Text("state_topic"), entity.DeviceClass) switch
            {
                ("meter/p1-a1b2c3/quarter", _) => 45,
                ("meter/p1-a1b2c3/state", "power" or "voltage" or "current" or null) => 60,
                _ => null,
            };
            int? expiry = entity.Members.TryGetValue("expire_after", out JsonElement seconds) ? seconds.GetInt32() : null;
            Assert.Equal(expected, expiry);
        }
    }

    [Fact]
    public void Registers_gas_and_water_are_fit_for_the_energy_dashboard()
    {
        Dictionary<string, Entity> entities = DiscoveryMeter.Full().Entities();
        string[] registers = ["i", "e", "id", "in", "ed", "en"];
        Assert.All(registers, key => AssertIs(entities[key], "energy", "total_increasing", "kWh"));
        AssertIs(entities["g1"], "gas", "total_increasing", "m³");
        AssertIs(entities["w2"], "water", "total_increasing", "m³");
        string[] costs = ["ce", "cg", "cw"];
        Assert.All(costs, key => AssertIs(entities[key], "monetary", "total", "EUR"));
    }

    private static void AssertIs(Entity entity, string deviceClass, string stateClass, string unit)
    {
        Assert.Equal(deviceClass, entity.DeviceClass);
        Assert.Equal(stateClass, entity.StateClass);
        Assert.Equal(unit, entity.Unit);
    }

    private static HashSet<string> Keys(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
