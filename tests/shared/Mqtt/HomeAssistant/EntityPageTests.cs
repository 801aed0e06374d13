namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

public class EntityPageTests
{
    [Fact]
    public void The_page_names_every_entity_and_no_other()
    {
        string[] page = File.ReadAllLines(Repository.File("docs/home-assistant.md"));
        IEnumerable<string> rows = page.SkipWhile(line => !line.StartsWith("| Entities", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        IEnumerable<string> named = rows.SelectMany(row => row.Split('|')[1].Split(',')).Select(name => name.Trim());
        IEnumerable<string> announced = DiscoveryMeter.Full(DiscoveryMeter.AtTheMarket).Entities().Values.Select(entity => entity.Text("name")).Append("Heat");
        Assert.Equal(announced.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Entity_ids_in_the_page_are_those_that_Home_Assistant_makes_of_the_names()
    {
        string page = File.ReadAllText(Repository.File("docs/home-assistant.md"));
        HashSet<string> ids =
        [
            .. DiscoveryMeter.Full(DiscoveryMeter.AtTheMarket).Entities().Values
                .Select(entity => $"{entity.Platform}.p1_meter_{entity.Text("name").ToLowerInvariant().Replace(' ', '_')}"),
        ];
        string[] used = [.. System.Text.RegularExpressions.Regex.Matches(page, @"\w+\.p1_meter_\w+").Select(match => match.Value)];
        Assert.NotEmpty(used);
        Assert.All(used, id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Prices_have_entities_only_where_they_follow_the_market()
    {
        DiscoveryMeter house = DiscoveryMeter.Full(DiscoveryMeter.AtTheMarket);
        Assert.Equal("EUR/kWh", house.Entities()["pn"].Text("unit_of_measurement"));
        Assert.Equal($"meter/{DiscoveryMeter.DeviceId}/prices/today", house.Entities()["pn"].Text("json_attributes_topic"));
        Assert.Equal("timestamp", house.Entities()["p2h"].Text("device_class"));
        Assert.Equal("{{value_json.cheapest2h.start}}", house.Entities()["p2h"].Text("value_template"));
        Assert.DoesNotContain("pn", DiscoveryMeter.Full().Entities().Keys);
    }
}
