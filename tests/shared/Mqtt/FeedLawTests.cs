using CsCheck;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>What holds whatever the link does.</summary>
public class FeedLawTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 1);

    // What happens before each second.
    private enum Step
    {
        Nothing,
        Connect,
        Drop,
        AcknowledgeOne,
        AcknowledgeAll,
        Event,
        TwoEvents,
        Refuse,
    }

    private static Gen<Step[]> Steps => Gen.Int[0, 7].Select(step => (Step)step).Array[1, 300];

    [Fact]
    public void Events_arrive_in_order_and_every_gap_is_counted()
    {
        Steps.Sample(
            steps =>
            {
                FeedRun run = new(Start);
                int told = Drive(run, steps);
                int[] sent =
                    [.. run.Link.Log.Where(one => one.Name == "event").Select(one => one.Json.GetProperty("id").GetInt32())];
                int[] once = [.. sent.Distinct()];
                Assert.Equal(sent.Order(), sent);
                Assert.Equal(0, run.Feed.Events.Count);

                // One that made room while it was under way, and whose acknowledgement never came, counts as lost.
                int missing = told - once.Length;
                Assert.InRange(run.Feed.Events.LostCount, missing, missing + run.Link.ConnectionCount);
            },
            iter: Effort.Of(60, 300));
    }

    [Fact]
    public void Each_connection_begins_with_online_and_the_last_one_ends_with_what_is_newest()
    {
        Steps.Sample(
            steps =>
            {
                FeedRun run = new(Start, new PublisherOptions { DeviceId = "home", StateSeconds = 1, QuarterSeconds = 1, Telegrams = true });
                Drive(run, steps);
                Assert.All(
                    run.Link.Log.GroupBy(sent => sent.Connection),
                    connection => Assert.Equal("online", connection.First().Text));

                FakeLink.Sent[] last = [.. run.Link.Log.Where(sent => sent.Connection == run.Link.ConnectionCount)];
                string now = PayloadText.Of(json => Payload.WriteState(json, run.TestMeter.Meter));
                Assert.Equal(now, last.Last(sent => sent.Name == "state").Text);
                Assert.Contains(last, sent => sent.Name == "costs/today");
                Assert.Contains(last, sent => sent.Name == "peaks");
            },
            iter: Effort.Of(40, 200));
    }

    // Ends with a good connection that lasts. Returns how many events were told.
    private static int Drive(FeedRun run, Step[] steps)
    {
        bool refuses = false;
        int told = 0;
        run.Link.Acknowledges = false;
        run.Link.Takes = () => !refuses;
        foreach (Step step in steps)
        {
            refuses = step == Step.Refuse;
            switch (step)
            {
                case Step.Connect when !run.Link.IsConnected:
                    run.Link.Connect();
                    break;
                case Step.Drop:
                    run.Link.Drop();
                    break;
                case Step.AcknowledgeOne:
                    run.Link.Acknowledge(1);
                    break;
                case Step.AcknowledgeAll:
                    run.Link.Acknowledge();
                    break;
                case Step.Event:
                case Step.TwoEvents:
                    for (int i = step == Step.Event ? 1 : 2; i > 0; i--)
                    {
                        run.Feed.TellStart("again");
                        told++;
                    }

                    break;
            }

            run.Second();
        }

        refuses = false;
        run.Link.Drop();
        run.Link.Acknowledges = true;
        run.Link.Connect();
        run.Seconds(EventQueue.Capacity + 2);
        return told;
    }
}
