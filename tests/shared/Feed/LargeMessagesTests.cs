using MeterFirmware.Feed;
using MeterFirmware.Json;
using MeterFirmware.Tests.Building;
using MeterFirmware.Tests.Feed.HomeAssistant;

namespace MeterFirmware.Tests.Feed;

public class LargeMessagesTests
{
    // With the six bytes around it and rounded up: an array that .NET refuses, with the exception that the chip throws when it is full.
    private const int MoreThanAnArrayHolds = int.MaxValue - 47;
    private const string Costs = "meter/p1-a1b2c3/costs";
    private static readonly long Evening = Belgium.Winter(2026, 1, 15, 18, 5);

    [Fact]
    public void While_one_is_under_way_the_others_wait_and_small_ones_go()
    {
        DiscoveryHouse house = new(new House(), freeBytes: 40_000);
        house.Link.Acknowledges = topic => topic != Costs;
        house.SendAt(Evening);
        house.SendAt(Evening + 10);
        house.SendAt(Evening + 20);
        Assert.Empty(house.Configs);
        Assert.Single(house.Link.Sent, sent => sent.Topic == Costs);
        Assert.Equal(3, house.Link.Sent.Count(sent => sent.Topic == "meter/p1-a1b2c3/state"));

        house.Link.Acknowledge();
        house.Step();
        Assert.Single(house.Configs);
    }

    [Fact]
    public void One_that_is_lost_does_not_keep_the_others_waiting()
    {
        DiscoveryHouse house = new(new House(), freeBytes: 40_000);
        house.Link.Acknowledges = topic => topic != Costs;
        house.SendAt(Evening);
        house.Link.Disconnect();
        house.Step();
        house.Link.Acknowledges = _ => true;
        house.Link.Connect();
        house.Step();
        Assert.Single(house.Configs);
        Assert.Equal(2, house.Link.Sent.Count(sent => sent.Topic == Costs));
    }

    [Fact]
    public void Before_the_end_every_answer_goes()
    {
        DiscoveryHouse house = new(new House(), freeBytes: 40_000);
        Answers answers = new();
        house.Feed.Join(answers);
        house.Link.Acknowledges = topic => topic != Costs;
        house.SendAt(Evening);
        Assert.DoesNotContain(house.Link.Sent, sent => sent.Topic is "first" or "second");
        house.Feed.SendAnswers();
        Assert.Single(house.Link.Sent, sent => sent.Topic == "first");
        Assert.Single(house.Link.Sent, sent => sent.Topic == "second");
    }

    [Fact]
    public void One_for_which_there_is_no_memory_waits_and_the_others_go()
    {
        DiscoveryHouse house = new(new House());
        Answers answers = new() { Bytes = MoreThanAnArrayHolds };
        house.Feed.Join(answers);
        house.SendAt(Evening);
        Assert.DoesNotContain(house.Link.Sent, sent => sent.Topic is "first" or "second");
        Assert.Single(house.Configs);
        answers.Bytes = 2;
        house.Step();
        Assert.Single(house.Link.Sent, sent => sent.Topic == "first");
        Assert.Single(house.Link.Sent, sent => sent.Topic == "second");
    }

    [Fact]
    public void What_the_broker_has_takes_no_memory_any_more()
    {
        DiscoveryHouse house = new(new House(), freeBytes: 40_000);
        List<FeedMessage> messages = [];
        house.Link.Taking = messages.Add;
        house.SendAt(Evening);
        house.Step();
        FeedMessage[] large = [.. messages.Where(message => message.Topic is Costs or "meter/p1-a1b2c3/peaks" or DiscoveryHouse.ConfigTopic)];
        Assert.Equal(3, large.Length);
        Assert.All(large, message => Assert.Empty(message.Payload));
    }

    [Fact]
    public void One_that_was_given_back_and_is_shorter_the_next_time_leaves_no_rubbish_behind_it()
    {
        DiscoveryHouse house = new(new House(), freeBytes: 40_000);
        Answers answers = new() { Text = new string('x', 200) };
        house.Feed.Join(answers);
        house.SendAt(Evening);
        house.SendAt(Evening + 1);
        answers.Text = "short";
        answers.Parts[0].IsDue = true;
        house.SendAt(Evening + 2);
        house.SendAt(Evening + 3);

        byte[] last = house.Link.Sent.Last(sent => sent.Topic == "first").Payload;
        Assert.Equal("""{"text":"short","x":{}}""", System.Text.Encoding.UTF8.GetString(last).TrimEnd(' '));
    }

    private sealed class Answers : IFeedListener, IPayload
    {
        public Answers() => Parts = [new FeedPart("first", this) { IsDue = true }, new FeedPart("second", this) { IsDue = true }];

        public int Bytes { get; set; } = 2;

        public string[] Topics { get; } = [];

        public string Text { get; set; } = "";

        public FeedPart[] Parts { get; }

        public void Take(InboundMessage message)
        {
        }

        public void Write(JsonWriter json)
        {
            json.BeginObject();
            json.Text("text", Text);
            json.Json("x", "{}"u8.ToArray(), 0, Bytes);
            json.EndObject();
        }
    }
}
