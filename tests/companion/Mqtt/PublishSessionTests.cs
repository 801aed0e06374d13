using System.Text;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Feed;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class PublishSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_a_recording_says_last_is_published_however_short_ago_the_telegram_before_was()
    {
        Dictionary<string, string> device = [];
        PublishedMeter shown = new((topic, payload) => device[topic] = Encoding.UTF8.GetString(payload));
        shown.Pass(1);
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        string[] topics = [TopicName.State, TopicName.Quarter, TopicName.Costs(0)];
        PublishSession publisher = Start(shown, broker, new Log());
        await using TestClient listener = await TestClient.ConnectAsync(broker.Address, "meter/a/#");
        await PublishAsync(publisher, listener, topics);
        string before = device[TopicName.State];
        shown.Pass(1);
        publisher.TakeTelegram();
        await publisher.StopAsync(isComplete: true);

        Assert.NotEqual(before, device[TopicName.State]);
        await using TestClient later = await TestClient.ConnectAsync(broker.Address, "meter/a/#");
        foreach (string topic in topics)
        {
            Assert.Equal(device[topic], await later.FirstOf($"meter/a/{topic}"));
        }
    }

    [Fact]
    public async Task A_broker_that_lost_all_is_told_all_again_and_the_same_as_by_a_device()
    {
        Dictionary<string, string> device = [];
        PublishedMeter shown = new((topic, payload) => device[topic] = Encoding.UTF8.GetString(payload));
        shown.Pass(1);
        string[] topics = [.. WatchedMeter.Topics.Where(topic => device.ContainsKey(topic) && topic is not (TopicName.Status or TopicName.Diagnostics or TopicName.Event))];
        Assert.Contains(TopicName.Costs(0), topics);
        LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        Log log = new();
        PublishSession publisher = Start(shown, broker, log);

        await AssertPublishedAsync(broker);
        await broker.DisposeAsync();
        await using LoopbackBroker again = (await LoopbackBroker.TryStartAsync(broker.Address.Port))!;
        await AssertPublishedAsync(again);

        await using TestClient listener = await TestClient.ConnectAsync(again.Address, "meter/a/status");
        Assert.Equal("online", await listener.NextOf("meter/a/status"));
        await publisher.StopAsync(isComplete: true);
        Assert.Equal("offline", await listener.NextOf("meter/a/status"));
        Assert.Equal(["published as meter/a/#", $"broker 127.0.0.1:{broker.Address.Port}: lost, trying again", "published as meter/a/#"], log.Messages.Select(message => message.Text));

        async Task AssertPublishedAsync(LoopbackBroker at)
        {
            await using TestClient listener = await TestClient.ConnectAsync(at.Address, "meter/a/#");
            await PublishAsync(publisher, listener, topics);
            foreach (string topic in topics)
            {
                Assert.Equal(device[topic], await listener.FirstOf($"meter/a/{topic}"));
            }
        }
    }

    private static PublishSession Start(PublishedMeter shown, LoopbackBroker broker, Log log)
    {
        PublishSession publisher = new(shown.Meter, new BrokerAccess(broker.Address), new PublisherOptions { DeviceId = "a", HomeAssistant = false }, log, new HastyClock { Times = 5 });
        publisher.Start();
        publisher.TakeTelegram();
        return publisher;
    }

    private static async Task PublishAsync(PublishSession publisher, TestClient listener, string[] topics)
    {
        using CancellationTokenSource timeUp = new(Patience);
        while (topics.Any(topic => !listener.Topics.Contains($"meter/a/{topic}")))
        {
            timeUp.Token.ThrowIfCancellationRequested();
            publisher.Step(0);
            await Task.Delay(1);
        }
    }
}
