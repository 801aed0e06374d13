using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Brokers that are away, slow, or refuse; the fake link fails a test that sends while disconnected.</summary>
public class FeedConnectionTests
{
    private static readonly string[] Retained =
    [
        "status", "diagnostics", "quarter", "state", "meter", "peaks", "peaks/history", .. Enumerable.Range(0, Ledger.Periods).Select(TopicName.Costs),
    ];

    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 1);

    [Fact]
    public void Online_is_first_after_each_connection_and_everything_retained_follows()
    {
        FeedRun run = new(Start, new PublisherOptions { DeviceId = "home", Telegrams = true });
        run.Seconds(5);
        Assert.Empty(run.Link.Log);
        for (int connection = 1; connection <= 3; connection++)
        {
            run.Link.Connect();
            run.Seconds(2);
            FakeLink.Sent[] sent = [.. run.Link.Log.Where(one => one.Connection == connection)];
            Assert.Equal(("meter/home/status", "online", true), (sent[0].Topic, sent[0].Text, sent[0].IsRetained));
            Assert.Equal("diagnostics", sent.First(one => one.IsRetained && one.Name != "status").Name);
            Assert.Equal(Retained.Order(), sent.Where(one => one.IsRetained).Select(one => one.Name).Distinct().Order());
            Assert.Single(sent, one => one.Name == "status");
            run.Seconds(30);
            run.Link.Drop();
            run.Seconds(60);
        }
    }

    [Fact]
    public void A_new_connection_gets_everything_retained_also_while_the_meter_is_silent()
    {
        FeedRun run = new(Start);
        run.Link.Connect();
        run.Seconds(20);
        run.Silence(100);
        run.Link.Drop();
        run.Link.Connect();
        run.Link.Log.Clear();
        run.Silence(1);
        Assert.Equal(Retained.Order(), run.Link.TakeNames().Order());
    }

    [Fact]
    public void A_new_connection_within_a_quarter_gets_the_prices_again()
    {
        FeedRun run = new(Start, rates: FeedMeter.Dynamic);
        for (int connection = 1; connection <= 2; connection++)
        {
            run.Link.Connect();
            run.Seconds(10);
            Assert.Superset(new HashSet<string> { "prices", "prices/today", "prices/tomorrow" }, run.Link.TakeNames().ToHashSet());
            run.Link.Drop();
        }
    }

    [Fact]
    public void Whoever_comes_after_a_goodbye_hears_that_the_device_is_offline()
    {
        FeedRun run = new(Start);
        Assert.False(run.Feed.SayGoodbye());
        run.Link.Connect();
        run.Seconds(20);
        run.Link.Takes = () => false;
        Assert.False(run.Feed.SayGoodbye());
        run.Link.Takes = () => true;
        Assert.True(run.Feed.SayGoodbye());
        FakeLink.Sent last = run.Link.Log[^1];
        Assert.Equal(("meter/home/status", "offline", true), (last.Topic, last.Text, last.IsRetained));
    }

    [Fact]
    public void Before_the_first_telegram_there_is_nothing_but_the_device_to_tell_of()
    {
        FeedRun run = new(Start);
        run.Link.Connect();
        run.Silence(1);
        Assert.Equal(["status", "diagnostics"], run.Link.TakeNames());
        run.Second();
        Assert.Equal(Retained.Except(["status", "diagnostics"]).Order(), run.Link.TakeNames().Order());
    }

    [Fact]
    public void A_device_that_was_told_its_start_tells_it_after_online()
    {
        FeedRun run = new(Start);
        run.Feed.TellStart("power on");
        run.Seconds(3);
        run.Link.Connect();
        run.Second();
        Assert.Equal("online", run.Link.Log[0].Text);
        FakeLink.Sent started = run.Link.Take("event").Single();
        Assert.False(started.IsRetained);
        Assert.Equal("""{"id":1,"time":null,"event":"started","reason":"power on","lostEvents":0}""", started.Text);
    }

    [Fact]
    public void Topics_stand_under_the_prefix_that_the_user_chose()
    {
        FeedRun run = new(Start, new PublisherOptions { DeviceId = "home", Prefix = "building/7" });
        run.Link.Connect();
        run.Second();
        Assert.All(run.Link.Log, sent => Assert.StartsWith("building/7/", sent.Topic));
        Assert.Equal("meter/a/state", new PublisherOptions { DeviceId = "a" }.Topic(TopicName.State));
    }

    [Fact]
    public void A_slow_broker_has_one_message_at_a_time_beside_online_and_an_event_and_gets_something_of_everything()
    {
        FeedRun run = new(Start);
        run.Link.Acknowledges = false;
        run.Feed.TellStart("power on");
        run.Link.Connect();
        run.Seconds(95);
        Assert.Equal(["status", "event", "diagnostics"], run.Link.Log.Select(sent => sent.Name));

        // An acknowledgement every seven seconds: quarter is due more often than that, and all else is sent all the same.
        for (int i = 0; i < 30; i++)
        {
            run.Link.Acknowledge();
            run.Seconds(7);
            Assert.InRange(run.Link.UnderWay.Count, 1, 2);
        }

        Assert.Equal([.. Retained.Append("event").Order()], run.Link.Log.Select(sent => sent.Name).Distinct().Order());
    }

    [Fact]
    public void What_goes_after_a_wait_is_what_is_newest()
    {
        FeedRun run = new(Start);
        run.Link.Acknowledges = false;
        run.Link.Connect();
        run.Seconds(95);
        run.Link.Log.Clear();
        run.Link.Acknowledges = true;
        run.Link.Acknowledge();
        run.Second();
        Assert.Equal("2026-01-14T12:02:36+01:00", run.Link.Take("state").Single().Json.GetProperty("time").GetString());
    }

    [Fact]
    public void The_bytes_of_a_message_stay_as_they_are_while_it_is_under_way()
    {
        FeedRun run = new(Start);
        run.Link.Acknowledges = false;
        run.Link.Connect();
        run.Second();
        FakeLink.Sent[] first = [.. run.Link.Log];
        run.Seconds(120, 7000);
        Assert.All(first, sent => Assert.Equal(sent.Text, System.Text.Encoding.UTF8.GetString(sent.Array)));
    }

    [Fact]
    public void A_link_that_refuses_every_second_message_still_gets_all_of_them()
    {
        FeedRun run = new(Start);
        int asked = 0;
        run.Link.Takes = () => ++asked % 2 == 0;
        run.Link.Connect();
        run.Feed.TellStart("power on");
        run.Seconds(20);
        Assert.Equal("online", run.Link.Log[0].Text);
        Assert.Equal([.. Retained.Append("event").Order()], run.Link.Log.Select(sent => sent.Name).Distinct().Order());
        Assert.Single(run.Link.Log, sent => sent.Name == "event");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_raw_telegram_goes_out_before_online(int refused)
    {
        FeedRun run = new(Start, new PublisherOptions { Telegrams = true });
        run.Seconds(2);
        run.Link.Takes = () => refused-- <= 0;
        run.Link.Connect();
        run.Seconds(5);
        Assert.Equal("status", run.Link.Log[0].Name);
        Assert.Contains(run.Link.Log, sent => sent.Name == "telegram");
    }

    [Fact]
    public void A_link_that_takes_nothing_for_seconds_has_online_first_all_the_same()
    {
        FeedRun run = new(Start, new PublisherOptions { Telegrams = true });
        run.Link.Connect();
        run.Link.Takes = () => run.Load.Utc > Start + 3;
        run.Seconds(5);
        Assert.Equal("status", run.Link.Log[0].Name);

        // Nor is a telegram waited for that it did not take.
        run.Link.Takes = () => false;
        run.Second();
        run.Link.Takes = () => true;
        run.Link.Log.Clear();
        run.Second();
        Assert.Single(run.Link.Take("telegram"));
    }

    [Fact]
    public void A_new_connection_gets_no_quarter_from_a_meter_that_never_sent_its_time()
    {
        FeedRun run = new(Start);
        run.TestMeter.Telegram.Utc = null;
        run.TestMeter.Send();
        run.Feed.TakeTelegram();
        run.Link.Connect();
        run.Silence(1);
        string[] names = run.Link.TakeNames();
        Assert.Contains("state", names);
        Assert.DoesNotContain("quarter", names);
    }
}
