using CsCheck;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Tests.Mqtt;

public class EventQueueTests
{
    [Fact]
    public void Events_come_out_in_the_order_in_which_they_went_in()
    {
        EventQueue queue = new();
        queue.Add(PublishedEventKind.Started, 1).Text = "power on";
        queue.Add(PublishedEventKind.MeterSilent, 2);
        Assert.Equal((2, "power on", 1), (queue.Count, queue.Oldest!.Text, queue.OldestNumber));
        queue.RemoveOldest();
        Assert.Equal((PublishedEventKind.MeterSilent, 2L, 2), (queue.Oldest!.Kind, queue.Oldest.TimeUtc, queue.OldestNumber));
        queue.RemoveOldest();
        Assert.Equal(0, queue.Count);
        Assert.Null(queue.Oldest);
    }

    [Fact]
    public void A_full_queue_drops_its_oldest_and_counts_it()
    {
        EventQueue queue = new();
        for (int i = 1; i <= EventQueue.Capacity + 3; i++)
        {
            queue.Add(PublishedEventKind.NewMonthPeak, i);
        }

        Assert.Equal((EventQueue.Capacity, 3, 4), (queue.Count, queue.LostCount, queue.OldestNumber));
        queue.TakeBackLoss();
        Assert.Equal(2, queue.LostCount);
    }

    [Fact]
    public void It_does_what_a_list_would_do()
    {
        Gen.Bool.Array[0, 100].Sample(adds =>
        {
            EventQueue queue = new();
            Queue<int> model = new();
            int number = 0;
            int lost = 0;
            foreach (bool add in adds)
            {
                if (add)
                {
                    queue.Add(PublishedEventKind.MeterBack, 0);
                    model.Enqueue(++number);
                    if (model.Count > EventQueue.Capacity)
                    {
                        model.Dequeue();
                        lost++;
                    }
                }
                else
                {
                    model.TryDequeue(out _);
                    queue.RemoveOldest();
                }

                Assert.Equal((model.Count, lost), (queue.Count, queue.LostCount));
                Assert.True(model.Count == 0 || model.Peek() == queue.OldestNumber);
            }
        });
    }
}
