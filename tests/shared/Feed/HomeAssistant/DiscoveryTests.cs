using MeterFirmware.Feed;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Feed.HomeAssistant;

public class DiscoveryTests
{
    private static readonly long Evening = Belgium.Winter(2026, 1, 15, 18, 5);

    [Fact]
    public void The_configuration_is_retained_and_goes_out_once_per_connection()
    {
        DiscoveryHouse house = DiscoveryHouse.Full();
        house.SendAt(Evening + 1);
        Assert.Single(house.Configs);
        Assert.True(house.Link.Sent.Single(sent => sent.Topic == DiscoveryHouse.ConfigTopic).IsRetained);
        house.Link.Disconnect();
        house.SendAt(Evening + 2);
        house.Link.Connect();
        house.SendAt(Evening + 3);
        Assert.Equal(2, house.Configs.Count);
        Assert.Equal(house.Configs[0], house.Configs[1]);
    }

    [Fact]
    public void The_device_is_online_before_it_is_configured()
    {
        List<string> topics = [.. DiscoveryHouse.Full().Link.Sent.Select(sent => sent.Topic)];
        Assert.True(topics.IndexOf("meter/p1-a1b2c3/status") < topics.IndexOf(DiscoveryHouse.ConfigTopic));
    }

    [Fact]
    public void Nothing_is_told_before_the_first_telegram()
    {
        DiscoveryHouse house = new(new House());
        house.Step();
        Assert.Empty(house.Configs);
        house.SendAt(Evening);
        Assert.Single(house.Configs);
    }

    [Fact]
    public void Home_Assistant_that_starts_is_told_again()
    {
        DiscoveryHouse house = DiscoveryHouse.Full();
        Assert.Equal(["homeassistant/status"], house.Feed.Subscriptions);
        house.Link.Publish(new InboundMessage("homeassistant/status", "online"u8.ToArray(), isRetained: false));
        house.Step();
        Assert.Equal(2, house.Configs.Count);
    }

    [Theory]
    [InlineData("homeassistant/status", "offline", false)]
    [InlineData("homeassistant/status", "", false)]
    [InlineData("homeassistant/status", "online or so", false)]
    [InlineData("homeassistant/status", "online", true)]
    [InlineData("homeassistant/other", "online", false)]
    public void Nothing_else_that_comes_makes_it_go_out_again(string topic, string payload, bool isRetained)
    {
        DiscoveryHouse house = DiscoveryHouse.Full();
        house.Link.Publish(new InboundMessage(topic, System.Text.Encoding.UTF8.GetBytes(payload), isRetained));
        house.Step();
        Assert.Single(house.Configs);
    }

    [Fact]
    public void A_start_of_Home_Assistant_while_the_message_is_under_way_is_not_forgotten()
    {
        DiscoveryHouse house = new(new House());
        house.Link.Acknowledges = topic => topic != DiscoveryHouse.ConfigTopic;
        house.SendAt(Evening);
        house.Link.Publish(new InboundMessage("homeassistant/status", "online"u8.ToArray(), isRetained: false));
        house.Step();
        Assert.Single(house.Configs);
        house.Link.Acknowledge();
        house.Step();
        Assert.Equal(2, house.Configs.Count);
    }

    [Fact]
    public void A_message_that_the_link_cannot_take_now_goes_later()
    {
        DiscoveryHouse house = new(new House());
        house.Link.Takes = false;
        house.SendAt(Evening);
        house.Step();
        house.Link.Takes = true;
        house.Step();
        Assert.Single(house.Configs);
        Assert.NotEmpty(house.Entities());
    }

    [Fact]
    public void A_message_lost_with_its_connection_goes_with_the_next()
    {
        DiscoveryHouse house = new(new House());
        house.Link.Acknowledges = topic => topic != DiscoveryHouse.ConfigTopic;
        house.SendAt(Evening);
        house.Link.Disconnect();
        house.Step();
        house.Link.Connect();
        house.Step();
        Assert.Equal(2, house.Configs.Count);
        Assert.Equal(house.Configs[0], house.Configs[1]);
    }

    [Fact]
    public void Switched_off_it_takes_away_once_what_was_there_and_listens_to_nothing()
    {
        DiscoveryHouse house = new(new House(), new FeedOptions { DeviceId = DiscoveryHouse.DeviceId, HomeAssistant = false });
        house.Link.Acknowledges = topic => topic != DiscoveryHouse.ConfigTopic;
        house.Step();
        Assert.Empty(Assert.Single(house.Configs));
        house.Link.Disconnect();
        house.Step();
        house.Link.Acknowledges = _ => true;
        house.Link.Connect();
        house.Step();
        Assert.Equal(2, house.Configs.Count);
        house.Link.Disconnect();
        house.Link.Connect();
        house.SendAt(Evening);
        Assert.Equal(2, house.Configs.Count);
        Assert.All(house.Link.Sent.Where(sent => sent.Topic == DiscoveryHouse.ConfigTopic), sent => Assert.True(sent.IsRetained));
        Assert.Empty(house.Feed.Subscriptions);
    }

    [Fact]
    public void Prefix_and_id_are_the_users_and_the_topic_stays_legal()
    {
        FeedOptions options = new() { DeviceId = "cellar.left", Prefix = "house/cellar", HomeAssistantPrefix = "ha" };
        DiscoveryHouse house = new(new House(), options);
        house.SendAt(Evening);
        string config = house.Payload("ha/device/cellar_left/config");
        Assert.Contains("\"state_topic\":\"house/cellar/state\"", config, StringComparison.Ordinal);
        Assert.Contains("\"identifiers\":\"cellar.left\"", config, StringComparison.Ordinal);
        Assert.Equal(["ha/status"], house.Feed.Subscriptions);
    }

    [Fact]
    public void Its_memory_is_free_again_once_the_broker_has_it()
    {
        DiscoveryHouse house = new(new House());
        FeedMessage? config = null;
        house.Link.Acknowledges = topic => topic != DiscoveryHouse.ConfigTopic;
        house.Link.Taking = message => config = message.Topic == DiscoveryHouse.ConfigTopic ? message : config;
        house.SendAt(Evening);
        house.Step();
        Assert.NotEmpty(config!.Payload);
        house.Link.Acknowledge();
        house.Step();
        Assert.Empty(config.Payload);
    }
}
