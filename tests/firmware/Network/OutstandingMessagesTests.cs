using MeterFirmware.Mqtt;
using MeterFirmware.Network;

namespace MeterFirmware.Firmware.Tests.Network;

public class OutstandingMessagesTests
{
    [Fact]
    public void Each_is_settled_by_its_id_and_once()
    {
        OutstandingMessages outstanding = new();
        OutboundMessage first = Message();
        OutboundMessage second = Message();
        outstanding.Add(7, first);
        outstanding.Add(8, second);

        Assert.True(outstanding.Settle(8, isDelivered: true));
        Assert.False(outstanding.Settle(8, isDelivered: false));
        Assert.False(outstanding.Settle(9, isDelivered: false));

        Assert.Equal((true, false, true, 1), (first.IsUnderWay, second.IsUnderWay, second.IsDelivered, outstanding.Count));
    }

    [Fact]
    public void One_that_is_never_settled_is_given_up_by_itself()
    {
        OutstandingMessages outstanding = new();
        OutboundMessage old = Message();
        OutboundMessage young = Message();
        outstanding.Add(1, old);
        outstanding.LoseOld(1000, 500);
        outstanding.Add(2, young);
        outstanding.LoseOld(1499, 500);
        Assert.True(old.IsUnderWay);
        outstanding.LoseOld(1500, 500);

        Assert.Equal((false, false, true, 1), (old.IsUnderWay, old.IsDelivered, young.IsUnderWay, outstanding.Count));
    }

    [Fact]
    public void Places_are_used_again()
    {
        OutstandingMessages outstanding = new();
        for (int i = 0; i < 1000; i++)
        {
            outstanding.Add((ushort)i, Message());
            Assert.True(outstanding.Settle((ushort)i, isDelivered: true));
        }

        Assert.Equal(0, outstanding.Count);
    }

    [Fact]
    public void The_end_of_a_connection_loses_all()
    {
        OutstandingMessages outstanding = new();
        OutboundMessage[] messages = [.. Enumerable.Range(0, OutstandingMessages.Capacity).Select(_ => Message())];
        for (int i = 0; i < messages.Length; i++)
        {
            outstanding.Add((ushort)(i + 1), messages[i]);
        }

        outstanding.LoseAll();

        Assert.All(messages, message => Assert.False(message.IsUnderWay || message.IsDelivered));
        Assert.Equal(0, outstanding.Count);
    }

    private static OutboundMessage Message() => new("t", [], isRetained: false);
}
