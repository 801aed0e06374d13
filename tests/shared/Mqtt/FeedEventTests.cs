using System.Text.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Events wait for the broker, come in order, and are lost only when they are counted.</summary>
public class FeedEventTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 1);

    [Fact]
    public void An_event_that_was_lost_under_way_is_sent_again_with_the_same_id()
    {
        FeedRun run = new(Start);
        run.Link.Acknowledges = false;
        run.Link.Connect();
        run.Feed.TellStart("power on");
        run.Feed.Events.Add(PublishedEventKind.MeterBack, Start);
        run.Seconds(2);
        Assert.Equal([1], Ids(run));
        run.Link.Drop();
        run.Seconds(30);
        run.Link.Acknowledges = true;
        run.Link.Connect();
        run.Seconds(3);
        Assert.Equal([1, 2], Ids(run));
        run.Seconds(20);
        Assert.Empty(Ids(run));
    }

    [Fact]
    public void An_event_that_was_delivered_is_not_sent_again_after_a_new_connection()
    {
        FeedRun run = new(Start);
        run.Link.Acknowledges = false;
        run.Link.Connect();
        run.Feed.TellStart("power on");
        run.Second();
        run.Link.Acknowledge();
        run.Link.Drop();
        run.Second();
        run.Link.Connect();
        run.Link.Log.Clear();
        run.Seconds(2);
        Assert.Empty(Ids(run));
    }

    [Fact]
    public void What_no_longer_fits_is_counted_and_the_count_is_published()
    {
        FeedRun run = new(Start);
        for (int i = 0; i < EventQueue.Capacity + 5; i++)
        {
            run.Feed.TellStart("again");
        }

        run.Link.Connect();
        run.Second();
        FakeLink.Sent diagnostics = run.Link.Log.Single(sent => sent.Name == "diagnostics");
        Assert.Equal(5, diagnostics.Json.GetProperty("lostEvents").GetInt32());
        run.Seconds(40);
        JsonElement[] events = [.. run.Link.Take("event").Select(sent => sent.Json)];
        Assert.Equal(Enumerable.Range(6, EventQueue.Capacity), events.Select(told => told.GetProperty("id").GetInt32()));
        Assert.All(events, told => Assert.Equal(5, told.GetProperty("lostEvents").GetInt32()));
    }

    [Fact]
    public void An_event_that_made_room_while_it_was_under_way_is_not_lost_when_it_arrives()
    {
        FeedRun run = new(Start);
        run.Link.Acknowledges = false;
        run.Link.Connect();
        for (int i = 0; i < EventQueue.Capacity; i++)
        {
            run.Feed.TellStart("again");
        }

        run.Second();
        Assert.Equal([1], Ids(run));
        run.Feed.TellStart("one too many");
        Assert.Equal(1, run.Feed.Events.LostCount);
        run.Link.Acknowledge();
        run.Second();
        Assert.Equal([2], Ids(run));
        Assert.Equal(0, run.Feed.Events.LostCount);
    }

    private static int[] Ids(FeedRun run) =>
        [.. run.Link.Take("event").Select(sent => sent.Json.GetProperty("id").GetInt32())];
}
