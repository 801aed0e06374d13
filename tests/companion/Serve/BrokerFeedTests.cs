using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Tests.Feed;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed class BrokerFeedTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Log _log = new();
    private readonly ServedMeters _meters = new();
    private readonly MqttLink _link;

    public BrokerFeedTests() => _link = new MqttLink(new BrokerAccess(new BrokerAddress("localhost", 1883, IsTls: false)), "test", _clock);

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    [Fact]
    public void Each_device_is_a_meter_of_its_own_as_it_tells_of_itself()
    {
        BrokerFeed feed = new(_link, _meters, _log, _clock);
        foreach (string id in new[] { "kitchen", "barn" })
        {
            PublishedMeter device = new((topic, payload) => feed.Take(new LinkNews($"meter/{id}/{topic}", payload, IsRetained: false, IsConnected: true)));
            device.Pass(id == "barn" ? 1 : 30);
        }

        Assert.Equal(["barn", "kitchen"], _meters.All.Select(meter => meter.Id));
        Assert.All(_meters.All, meter => Assert.Equal(("", TimeSpan.Zero), (meter.Trouble, meter.Age)));

        // What the page sees and what the API tells are one.
        ServedMeter kitchen = _meters.Find("kitchen")!;
        JsonElement state = JsonElement.Parse(kitchen.Newest("state")!);
        Assert.Equal(state.GetProperty("importW").GetInt32(), kitchen.Snapshot.ImportW);
        Assert.Equal(JsonElement.Parse(kitchen.Newest("quarter")!).GetProperty("forecastW").GetInt32(), kitchen.Snapshot.Quarter!.ForecastW);
    }

    [Fact]
    public void Trouble_is_told_by_the_broker_the_device_and_the_meter()
    {
        BrokerFeed feed = new(_link, _meters, _log, _clock);
        PublishedMeter device = new((topic, payload) => feed.Take(new LinkNews($"meter/home/{topic}", payload, IsRetained: false, IsConnected: true)));
        device.Pass(1);
        ServedMeter home = _meters.Only!;
        Assert.Equal("", home.Trouble);

        device.BeSilent(30);
        Assert.Equal("the meter is silent", home.Trouble);
        device.Status.SilentSeconds = 0;
        device.Pass(1);
        Assert.Equal("", home.Trouble);
        feed.Take(new LinkNews("meter/home/status", "offline"u8.ToArray(), IsRetained: false, IsConnected: true));
        Assert.Equal("the device is offline", home.Trouble);
        feed.Take(new LinkNews("", [], IsRetained: false, IsConnected: false));
        Assert.Equal("no broker", home.Trouble);
        feed.Take(new LinkNews("", [], IsRetained: false, IsConnected: true));
        feed.Take(new LinkNews("meter/home/status", "online"u8.ToArray(), IsRetained: false, IsConnected: true));
        Assert.Equal("", home.Trouble);
    }

    [Theory]
    [InlineData("port 2000", false, "home does not publish its telegrams, so there is nothing to send on port 2000; switch on telegrams of feed in its settings")]
    [InlineData("port 2000", true, null)]
    [InlineData("", false, null)]
    public void A_device_that_sends_no_telegrams_to_those_who_wait_for_them_is_named(string waits, bool telegrams, string? said)
    {
        BrokerFeed feed = new(_link, _meters, _log, _clock) { WaitsForTelegrams = waits };
        string settings = JsonSerializer.Serialize(new { name = "home", feed = new { telegrams } });

        feed.Take(new LinkNews("meter/home/settings", Encoding.UTF8.GetBytes(settings), IsRetained: true, IsConnected: true));

        Assert.Equal(said, _log.Messages.SingleOrDefault()?.Text);
        Assert.Null(_meters.Only!.Newest("settings"));
    }

    [Fact]
    public void What_no_device_would_say_is_left_aside()
    {
        BrokerFeed feed = new(_link, _meters, _log, _clock);

        feed.Take(new LinkNews("meter/home/state", new byte[BrokerFeed.MostBytes + 1], IsRetained: false, IsConnected: true));
        feed.Take(new LinkNews("meter/home/rates/set", "{}"u8.ToArray(), IsRetained: false, IsConnected: true));
        feed.Take(new LinkNews("meter/home", "x"u8.ToArray(), IsRetained: false, IsConnected: true));

        Assert.Empty(_meters.All);
    }

    [Fact]
    public void Every_message_comes_by_where_a_recorder_listens()
    {
        List<string> heard = [];
        _meters.Added = meter => meter.Heard = message => heard.Add($"{meter.Id}: {message.Topic}");
        BrokerFeed feed = new(_link, _meters, _log, _clock);
        List<string> sent = [];
        PublishedMeter device = new((topic, payload) =>
        {
            sent.Add($"home: {topic}");
            feed.Take(new LinkNews($"meter/home/{topic}", payload, IsRetained: false, IsConnected: true));
        });

        device.Pass(1);

        // All but what Home Assistant is told.
        sent.RemoveAll(topic => topic.EndsWith("/config", StringComparison.Ordinal));
        Assert.NotEmpty(sent);
        Assert.Equal(sent, heard);
    }

    [Fact]
    public void All_devices_are_listened_to_or_those_that_are_named()
    {
        Assert.Equal(["meter/+/#"], BrokerFeed.Topics([], null));
        Assert.Equal(["meter/home/#", "meter/barn/#"], BrokerFeed.Topics(["home", "barn"], null));
        Assert.Equal(["$share/two/meter/+/#"], BrokerFeed.Topics([], "two"));
    }
}
