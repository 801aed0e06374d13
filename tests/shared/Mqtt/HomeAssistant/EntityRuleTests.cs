using System.Text.Json;
using System.Text.RegularExpressions;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;

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
        Assert.Same(first, Assert.Single(entities, entity => entity.Members.ContainsKey("origin")));
        Assert.Equal(house.Configs[0].Key, first.Key);
        Assert.Equal(
            [("identifiers", DiscoveryMeter.DeviceId), ("manufacturer", "MeterFirmware"), ("model", "P1 meter"), ("name", "P1 meter"), ("serial_number", "1SAG9900000017"), ("sw_version", "1.2.0")],
            first.Device.Select(one => (one.Key, one.Value)).Order());
        Assert.Equal(
            [("name", "MeterFirmware"), ("sw_version", "1.2.0")],
            first.Members["origin"].EnumerateObject().Select(one => (HomeAssistantRules.FullDeviceKey(one.Name), one.Value.GetString()!)).Order());
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

    // Name, topic and member, device class, state class, unit, decimals.
    [Theory]
    [InlineData("Meter silent", "diagnostics meterSilent", "problem", null, null, null)]
    [InlineData("CRC errors", "diagnostics crcErrors", null, "total_increasing", null, null)]
    [InlineData("Uptime", "diagnostics uptimeSeconds", "duration", "measurement", "s", null)]
    [InlineData("Energy import", "state importKwh", "energy", "total_increasing", "kWh", 3)]
    [InlineData("Energy export", "state exportKwh", "energy", "total_increasing", "kWh", 3)]
    [InlineData("Energy import day", "state importDayKwh", "energy", "total_increasing", "kWh", 3)]
    [InlineData("Energy import night", "state importNightKwh", "energy", "total_increasing", "kWh", 3)]
    [InlineData("Energy export day", "state exportDayKwh", "energy", "total_increasing", "kWh", 3)]
    [InlineData("Energy export night", "state exportNightKwh", "energy", "total_increasing", "kWh", 3)]
    [InlineData("Power import", "state importW", "power", "measurement", "W", null)]
    [InlineData("Power export", "state exportW", "power", "measurement", "W", null)]
    [InlineData("Power L1", "state importL1W exportL1W", "power", "measurement", "W", null)]
    [InlineData("Power L2", "state importL2W exportL2W", "power", "measurement", "W", null)]
    [InlineData("Power L3", "state importL3W exportL3W", "power", "measurement", "W", null)]
    [InlineData("Voltage L1", "state voltageL1V", "voltage", "measurement", "V", 1)]
    [InlineData("Voltage L2", "state voltageL2V", "voltage", "measurement", "V", 1)]
    [InlineData("Voltage L3", "state voltageL3V", "voltage", "measurement", "V", 1)]
    [InlineData("Current L1", "state currentL1A", "current", "measurement", "A", 2)]
    [InlineData("Current L2", "state currentL2A", "current", "measurement", "A", 2)]
    [InlineData("Current L3", "state currentL3A", "current", "measurement", "A", 2)]
    [InlineData("Rate", "state rate", null, null, null, null)]
    [InlineData("Peak alarm", "quarter peakAlarm", "problem", null, null, null)]
    [InlineData("Quarter demand", "quarter demandW", "power", "measurement", "W", null)]
    [InlineData("Quarter forecast", "quarter forecastW", "power", "measurement", "W", null)]
    [InlineData("Peak threshold", "quarter thresholdW", "power", "measurement", "W", null)]
    [InlineData("Gap to peak", "quarter gapW", "power", "measurement", "W", null)]
    [InlineData("Allowed power", "quarter allowedW", "power", "measurement", "W", null)]
    [InlineData("Time to new peak", "quarter secondsToBreach", "duration", "measurement", "s", null)]
    [InlineData("Cost of new peak", "quarter breachEur", "monetary", null, "EUR", 2)]
    [InlineData("Monthly peak", "peaks peakW", "power", "measurement", "W", null)]
    [InlineData("Monthly peak time", "peaks peakEnd", "timestamp", null, null, null)]
    [InlineData("Mean monthly peak", "peaks meanW", "power", "measurement", "W", null)]
    [InlineData("Capacity cost per year", "peaks capacityEurPerYear", "monetary", null, "EUR", 2)]
    [InlineData("Cost today", "costs/today totalEur", "monetary", null, "EUR", 2)]
    [InlineData("Cost yesterday", "costs/yesterday totalEur", "monetary", null, "EUR", 2)]
    [InlineData("Cost this month", "costs/month totalEur", "monetary", null, "EUR", 2)]
    [InlineData("Cost this year", "costs/year totalEur", "monetary", null, "EUR", 2)]
    [InlineData("Electricity cost", "costs/sinceStart electricityEur", "monetary", "total", "EUR", 2)]
    [InlineData("Gas cost", "costs/sinceStart gasEur", "monetary", "total", "EUR", 2)]
    [InlineData("Water cost", "costs/sinceStart waterEur", "monetary", "total", "EUR", 2)]
    [InlineData("Gas", "channel1 gasM3", "gas", "total_increasing", "m³", 3)]
    [InlineData("Water", "channel2 waterM3", "water", "total_increasing", "m³", 3)]
    [InlineData("Heat", "channel3 heatGj", "energy", "total_increasing", "GJ", 3)]
    [InlineData("Price now", "prices nowEurPerKwh", null, "measurement", "EUR/kWh", 4)]
    [InlineData("Price next quarter", "prices nextEurPerKwh", null, "measurement", "EUR/kWh", 4)]
    [InlineData("Cheapest hour", "prices cheapest1h", "timestamp", null, null, null)]
    [InlineData("Cheapest 2 hours", "prices cheapest2h", "timestamp", null, null, null)]
    [InlineData("Cheapest 4 hours", "prices cheapest4h", "timestamp", null, null, null)]
    public void An_entity_is_what_its_name_says(string name, string source, string? deviceClass, string? stateClass, string? unit, int? decimals)
    {
        bool isPrice = name.StartsWith("Price", StringComparison.Ordinal);
        DiscoveryMeter house = name == "Heat" ? DiscoveryMeter.TwoGasMeters()
            : isPrice || name.StartsWith("Cheapest", StringComparison.Ordinal) ? DiscoveryMeter.Full(DiscoveryMeter.AtTheMarket)
            : DiscoveryMeter.Full();
        Entity entity = house.Entities().Values.Single(one => one.Text("name") == name);
        string members = string.Join(' ', Regex.Matches(entity.Text("value_template"), @"value_json\.(\w+)").Select(match => match.Groups[1].Value));
        Assert.Equal("meter/p1-a1b2c3/" + source, entity.Text("state_topic") + " " + members);
        Assert.Equal((deviceClass, stateClass, unit), (entity.DeviceClass, entity.StateClass, entity.Unit));
        Assert.Equal(decimals, entity.Members.TryGetValue("suggested_display_precision", out JsonElement shown) ? shown.GetInt32() : null);
        Assert.Equal(stateClass == "total", entity.Members.ContainsKey("last_reset_value_template"));

        // All that the device says of itself comes with one that the user has to enable, and the prices of the day with those of now.
        bool isUptime = name == "Uptime";
        Assert.Equal(isUptime ? "meter/p1-a1b2c3/diagnostics" : isPrice ? "meter/p1-a1b2c3/prices/today" : null, entity.OptionalText("json_attributes_topic"));
        Assert.Equal(isUptime, entity.Members.TryGetValue("enabled_by_default", out JsonElement enabled) && !enabled.GetBoolean());
    }

    [Fact]
    public void A_field_with_an_entity_has_a_unit_that_says_what_it_is()
    {
        Field[] fields = [.. Enumerable.Range(0, (int)Field.Count).Select(i => (Field)i).Where(field => ObisCatalogue.EntityOf(field).Length > 0)];

        Assert.NotEmpty(fields);
        Assert.All(fields, field => Assert.Contains(ObisCatalogue.UnitOf((int)field), new[] { ObisUnit.WattHour, ObisUnit.Watt, ObisUnit.Millivolt, ObisUnit.Milliampere }));
    }

    private static HashSet<string> Keys(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
