using System.Text;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Mqtt.HomeAssistant;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

public class LargeMessagesTests
{
    private const string Costs = "meter/p1-a1b2c3/costs/today";
    private static readonly long Evening = Belgium.Winter(2026, 1, 15, 18, 5);

    [Fact]
    public void While_one_is_under_way_the_others_wait_and_events_go()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Link.Acknowledges = topic => topic != Costs;
        house.SendAt(Evening);
        house.SendAt(Evening + 10);
        int before = house.Link.Sent.Count;
        house.Feed.Events.Add(PublishedEventKind.MeterBack, Evening);
        house.SendAt(Evening + 20);
        Assert.Equal("meter/p1-a1b2c3/event", Assert.Single(house.Link.Sent.Skip(before)).Topic);
        Assert.Empty(house.Configs);

        house.Link.Acknowledge();
        house.Settle();
        Assert.NotEmpty(house.Configs);
    }

    [Fact]
    public void One_that_is_lost_does_not_keep_the_others_waiting()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Link.Acknowledges = topic => topic != Costs;
        house.SendAt(Evening);
        house.Link.Disconnect();
        house.Step();
        house.Link.Acknowledges = _ => true;
        house.Link.Connect();
        house.Settle();
        Assert.NotEmpty(house.Configs);
        Assert.Equal(2, house.Link.Sent.Count(sent => sent.Topic == Costs));
    }

    [Fact]
    public void Before_the_end_every_answer_goes()
    {
        DiscoveryMeter house = new(new TestMeter());
        Answers answers = new();
        house.Feed.Join(answers);
        house.Link.Acknowledges = topic => topic != Costs;
        house.SendAt(Evening);
        Assert.DoesNotContain(house.Link.Sent, sent => sent.Topic.EndsWith("/first", StringComparison.Ordinal));
        house.Feed.SendAnswers();
        Assert.Equal(
            [("first", true, """{"answer":0}"""), ("second", false, """{"answer":1}""")],
            house.Link.Sent.Select(sent => (sent.Topic["meter/p1-a1b2c3/".Length..], sent.IsRetained, Encoding.UTF8.GetString(sent.Payload))).Where(sent => sent.Item1 is "first" or "second"));
        Assert.Equal(0, answers.Due);
        Assert.Empty(house.Configs);
    }

    [Fact]
    public void What_is_retained_of_the_answers_goes_with_every_connection()
    {
        DiscoveryMeter house = new(new TestMeter());
        house.Feed.Join(new Answers());
        house.SendAt(Evening);
        house.Link.Disconnect();
        house.Step();
        house.Link.Connect();
        house.Settle();
        Assert.Equal(2, house.Link.Sent.Count(sent => sent.Topic == "meter/p1-a1b2c3/first"));
        Assert.Equal(1, house.Link.Sent.Count(sent => sent.Topic == "meter/p1-a1b2c3/second"));
    }

    [Fact]
    public void It_is_idle_when_the_broker_has_all_that_was_due()
    {
        DiscoveryMeter house = new(new TestMeter());
        Answers answers = new();
        house.Feed.Join(answers);
        Assert.Equal(["homeassistant/status", "asked"], house.Feed.Subscriptions);
        Assert.True(new FeedRun(Evening).Feed.IsIdle);
        Assert.False(house.Feed.IsIdle);
        house.SendAt(Evening);
        Assert.True(house.Feed.IsIdle);
        Assert.Equal(0, answers.Taken);
        house.Link.Publish(new InboundMessage("asked", [], isRetained: false));
        house.Step();
        Assert.Equal(1, answers.Taken);
        answers.Due = 2;
        AssertBusy();
        Assert.EndsWith("/second", house.Link.Sent[^1].Topic);
        house.Feed.Events.Add(PublishedEventKind.MeterBack, Evening);
        AssertBusy();
        house.Link.Acknowledges = _ => false;
        answers.Due = 2;
        for (int i = 0; i < 4; i++)
        {
            house.Step();
        }

        house.Link.Acknowledges = _ => true;
        Assert.False(house.Feed.IsIdle);
        house.Link.Acknowledge();
        Assert.True(house.Feed.IsIdle);
        house.Link.Publish(new InboundMessage("homeassistant/status", "online"u8.ToArray(), isRetained: false));
        house.Step();
        AssertBusy();
        house.Link.Disconnect();
        house.Link.Connect();
        AssertBusy();

        void AssertBusy()
        {
            Assert.False(house.Feed.IsIdle);
            house.Settle();
            Assert.True(house.Feed.IsIdle);
        }
    }

    [Fact]
    public void What_is_longer_than_most_messages_goes_whole()
    {
        DiscoveryMeter house = new(FeedMeter.AtTheMarket());
        house.Settle();
        string expected = PayloadText.Of(json => Payload.WriteDayPrices(json, house.TestMeter.Meter, 1));
        Assert.InRange(expected.Length, 641, 1024);
        Assert.Equal(expected, house.Payload("meter/p1-a1b2c3/prices/tomorrow"));
    }

    [Fact]
    public void A_message_that_the_broker_has_is_kept_by_nobody()
    {
        DiscoveryMeter house = new(new TestMeter());
        List<WeakReference> messages = [];
        house.Link.Taking = message => messages.Add(new WeakReference(message.Payload));
        house.Link.KeepsPayloads = false;
        Live(house);
        GC.Collect();
        Assert.InRange(messages.Count, 20, 100);

        // The event and the telegram have none here; the last one's message is let go of with the next.
        Assert.InRange(messages.Count(message => message.IsAlive), 0, 1);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Live(DiscoveryMeter house)
    {
        house.SendAt(Evening);
        house.SendAt(Evening + 60);
        house.Settle();
    }

    private sealed class Answers : IPublisherListener
    {
        public string[] Topics { get; } = ["asked"];

        public int Due { get; set; } = 3;

        public int Taken { get; private set; }

        public int Kept => 1;

        public string AnswerTopic(int answer) => answer == 0 ? "first" : "second";

        public void WriteAnswer(int answer, JsonWriter json)
        {
            json.BeginObject();
            json.Number("answer", answer);
            json.EndObject();
        }

        public void Take(InboundMessage message) => Taken++;
    }
}
