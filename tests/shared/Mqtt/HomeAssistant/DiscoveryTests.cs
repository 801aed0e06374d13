using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

public class DiscoveryTests
{
    private const string Announced = "homeassistant/binary_sensor/p1-a1b2c3/ds/config";
    private const string LastTopic = "homeassistant/sensor/p1-a1b2c3/ce/config";

    private static readonly long Evening = Belgium.Winter(2026, 1, 15, 18, 5);

    [Fact]
    public void Each_entity_is_retained_and_goes_out_once_per_connection()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        house.SendAt(Evening + 1);
        List<(string Key, byte[] Payload)> first = house.Configs;
        Assert.Distinct(first.Select(config => config.Key));
        Assert.All(house.Link.Sent.Where(sent => sent.Topic.EndsWith("/config", StringComparison.Ordinal)), sent => Assert.True(sent.IsRetained));
        house.Link.Disconnect();
        house.SendAt(Evening + 2);
        house.Link.Connect();
        house.SendAt(Evening + 3);
        Assert.Equal(first.Concat(first).Select(config => config.Key), house.Configs.Select(config => config.Key));
        Assert.Equal(first.Select(config => config.Payload), house.Configs.Skip(first.Count).Select(config => config.Payload));
    }

    [Fact]
    public void The_topic_names_component_device_and_entity()
    {
        HashSet<string> topics = [.. DiscoveryMeter.Full().Link.Sent.Select(sent => sent.Topic)];
        Assert.Contains("homeassistant/sensor/p1-a1b2c3/pi/config", topics);
        Assert.Contains("homeassistant/binary_sensor/p1-a1b2c3/qa/config", topics);
    }

    [Fact]
    public void The_device_is_online_before_it_is_configured()
    {
        List<string> topics = [.. DiscoveryMeter.Full().Link.Sent.Select(sent => sent.Topic)];
        Assert.True(topics.IndexOf("meter/p1-a1b2c3/status") < topics.FindIndex(topic => topic.EndsWith("/config", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_told_before_the_first_telegram()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Settle();
        Assert.Empty(house.Configs);
        house.SendAt(Evening);
        Assert.NotEmpty(house.Configs);
    }

    [Fact]
    public void One_message_is_under_way_at_a_time()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Link.Acknowledges = topic => !topic.EndsWith("/config", StringComparison.Ordinal);
        house.SendAt(Evening);
        for (int i = 1; i < 20; i++)
        {
            // Twice as many steps as one that is acknowledged takes.
            for (int step = 0; step < 8; step++)
            {
                house.Step();
            }

            Assert.Equal(i, house.Configs.Count);
            house.Link.Acknowledge();
        }
    }

    [Fact]
    public void Home_Assistant_that_starts_is_told_again()
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        int sent = house.Configs.Count;
        Assert.Equal(["homeassistant/status"], house.Feed.Subscriptions);
        house.Link.Publish(new InboundMessage("homeassistant/status", "online"u8.ToArray(), isRetained: false));
        house.Step();
        house.Settle();
        Assert.Equal(2 * sent, house.Configs.Count);
    }

    [Theory]
    [InlineData("homeassistant/status", "offline", false)]
    [InlineData("homeassistant/status", "", false)]
    [InlineData("homeassistant/status", "online or so", false)]
    [InlineData("homeassistant/status", "Online", false)]
    [InlineData("homeassistant/status", "online", true)]
    [InlineData("homeassistant/other", "online", false)]
    public void Nothing_else_that_comes_makes_it_go_out_again(string topic, string payload, bool isRetained)
    {
        DiscoveryMeter house = DiscoveryMeter.Full();
        int sent = house.Configs.Count;
        house.Link.Publish(new InboundMessage(topic, System.Text.Encoding.UTF8.GetBytes(payload), isRetained));
        house.Step();
        house.Settle();
        Assert.Equal(sent, house.Configs.Count);
    }

    [Fact]
    public void A_start_of_Home_Assistant_while_the_last_message_is_under_way_is_not_forgotten()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Link.Acknowledges = topic => topic != LastTopic;
        house.SendAt(Evening);
        int sent = house.Configs.Count;
        Assert.Equal("ce", house.Configs[^1].Key);
        house.Link.Publish(new InboundMessage("homeassistant/status", "online"u8.ToArray(), isRetained: false));
        house.Step();
        house.Link.Acknowledge();
        house.Settle();
        Assert.Equal(2 * sent, house.Configs.Count);
    }

    [Fact]
    public void A_message_that_the_link_cannot_take_now_goes_later()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Link.Takes = false;
        house.SendAt(Evening);
        Assert.Empty(house.Link.Sent);
        house.Link.Takes = true;
        house.Settle();
        Assert.NotEmpty(house.Entities());
    }

    [Fact]
    public void What_was_lost_with_its_connection_goes_with_the_next()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Link.Acknowledges = topic => topic != LastTopic;
        house.SendAt(Evening);
        int sent = house.Configs.Count;
        house.Link.Disconnect();
        house.Step();
        house.Link.Connect();
        house.Settle();
        Assert.Equal(2 * sent, house.Configs.Count);
    }

    [Fact]
    public void Switched_off_it_takes_away_what_the_broker_still_keeps_and_says_nothing_else()
    {
        DiscoveryMeter house = SwitchedOff();
        house.SendAt(Evening);
        house.Link.Disconnect();
        house.Step();
        house.Link.Connect();
        house.SendAt(Evening + 1);
        Assert.Empty(house.Configs);
        Assert.Equal([Announced], house.Feed.Subscriptions);

        house.Link.Publish(new InboundMessage(Announced, "{}"u8.ToArray(), isRetained: true));
        house.Step();
        house.Settle();
        Assert.Superset(DiscoveryMeter.Full().Entities().Keys.ToHashSet(), house.Configs.Select(config => config.Key).ToHashSet());
        Assert.Distinct(house.Configs.Select(config => config.Key));
        Assert.All(house.Configs, config => Assert.Empty(config.Payload));
        Assert.All(house.Link.Sent.Where(one => one.Topic.EndsWith("/config", StringComparison.Ordinal)), one => Assert.True(one.IsRetained));

        // It hears of its own, too.
        int sent = house.Configs.Count;
        house.Link.Publish(new InboundMessage(Announced, [], isRetained: false));
        house.Step();
        house.SendAt(Evening + 2);
        Assert.Equal(sent, house.Configs.Count);
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("h8")]
    public void Switched_off_a_message_that_was_lost_goes_again_with_the_next_connection(string key)
    {
        DiscoveryMeter house = SwitchedOff();
        house.Link.Publish(new InboundMessage(Announced, "{}"u8.ToArray(), isRetained: true));
        house.Link.Acknowledges = topic => topic != $"homeassistant/sensor/p1-a1b2c3/{key}/config";
        house.Step();
        house.Settle();
        Assert.Equal(key, house.Configs[^1].Key);
        house.Link.Disconnect();
        house.Step();
        house.Link.Acknowledges = _ => true;
        house.Link.Connect();
        house.Settle();
        Assert.Equal(2, house.Configs.Count(config => config.Key == key));

        // What has been cleared stays so.
        int sent = house.Configs.Count;
        house.Link.Disconnect();
        house.Step();
        house.Link.Connect();
        house.Settle();
        Assert.Equal(sent, house.Configs.Count);
    }

    [Fact]
    public void The_name_is_the_users()
    {
        DiscoveryMeter house = new(new TestMeter(), new PublisherOptions { DeviceId = DiscoveryMeter.DeviceId, Name = "Thuis" });
        house.SendAt(Evening);
        Assert.All(house.Entities().Values, entity => Assert.Equal("Thuis", entity.Device["name"]));
    }

    [Fact]
    public void Prefix_and_id_are_the_users_and_the_topic_stays_legal()
    {
        PublisherOptions options = new() { DeviceId = "az`{AZ@[09/:.-_", Prefix = "house/cellar", HomeAssistantPrefix = "ha" };
        DiscoveryMeter house = new(new TestMeter(), options);
        house.SendAt(Evening);
        Assert.Contains(house.Link.Sent, sent => sent.Topic == "ha/sensor/az__AZ__09___-_/pi/config");
        Entity power = house.Entities()["pi"];
        Assert.Equal("house/cellar/state", power.Text("state_topic"));
        Assert.Equal(options.DeviceId, power.Device["identifiers"]);
        Assert.Equal(["ha/status"], house.Feed.Subscriptions);
    }

    private static DiscoveryMeter SwitchedOff()
    {
        DiscoveryMeter house = new(new TestMeter(), new PublisherOptions { DeviceId = DiscoveryMeter.DeviceId, HomeAssistant = false });
        house.Settle();
        return house;
    }
}
