using MeterFirmware.Feed;
using MeterFirmware.Network;

namespace MeterFirmware.Firmware.Tests.Network;

public class InboxTests
{
    [Fact]
    public void Messages_are_taken_in_the_order_in_which_they_came()
    {
        Inbox inbox = new();
        for (int i = 0; i < 100; i++)
        {
            inbox.Add(Message("a" + i, 1));
            inbox.Add(Message("b" + i, 1));
            Assert.Equal(("a" + i, "b" + i), (inbox.Take()!.Topic, inbox.Take()!.Topic));
        }

        Assert.Null(inbox.Take());
        Assert.Equal(0, inbox.DroppedCount);
    }

    [Fact]
    public void What_does_not_fit_is_dropped_and_counted()
    {
        Inbox inbox = new();
        for (int i = 0; i < Inbox.Capacity + 2; i++)
        {
            inbox.Add(Message("t" + i, 1));
        }

        Assert.Equal(2, inbox.DroppedCount);
        Assert.Equal(["t0", "t1", "t2", "t3"], Enumerable.Range(0, Inbox.Capacity).Select(_ => inbox.Take()!.Topic));
    }

    [Fact]
    public void Bytes_that_do_not_fit_are_dropped_and_counted_and_of_what_is_too_long_only_the_length_is_kept()
    {
        Inbox inbox = new();
        inbox.Add(Message("long", Inbox.MostBytes + 1));
        inbox.Add(Message("fits", Inbox.MostBytes));

        inbox.Add(Message("no room", 1));
        InboundMessage tooLong = inbox.Take()!;
        Assert.Equal(("long", Inbox.MostBytes + 1, 0), (tooLong.Topic, tooLong.TooLongBytes, tooLong.Payload.Length));
        Assert.Equal(("fits", 1), (inbox.Take()!.Topic, inbox.DroppedCount));
        inbox.Add(Message("room again", Inbox.MostBytes));
        Assert.Equal("room again", inbox.Take()!.Topic);
    }

    private static InboundMessage Message(string topic, int bytes) => new(topic, new byte[bytes], isRetained: false);
}
