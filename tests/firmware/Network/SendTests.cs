using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>Handing a message over costs nothing beyond what the client does with it.</summary>
public sealed class SendTests : IDisposable
{
    private const int Messages = OutstandingMessages.Capacity - 2;

    private readonly TestBroker _broker = new() { IsMute = true };

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Sending_allocates_nothing_of_its_own()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Connect();
        using MqttClient client = new("127.0.0.1", _broker.Port, false, null, null, MqttSslProtocols.None);
        client.Connect("c", null!, null!, false, MqttQoSLevel.AtLeastOnce, false, null!, null!, true, 60);
        OutboundMessage[] messages = [.. Enumerable.Range(0, Messages + 2).Select(i => new OutboundMessage("t/" + i, [], isRetained: false))];

        // The queues grow to what they hold; both clients' alike.
        long link = Allocated(messages, message => rig.Link.Send(message));
        long bare = Allocated(messages, message => client.Publish(message.Topic, message.Payload, null, null, MqttQoSLevel.AtLeastOnce, false) != 0);

        Assert.Equal(Messages + 2, rig.Link.OutstandingCount);
        Assert.InRange(link, 0, bare);
    }

    private static long Allocated(OutboundMessage[] messages, Func<OutboundMessage, bool> send)
    {
        Assert.True(send(messages[0]) && send(messages[1]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 2; i < messages.Length; i++)
        {
            send(messages[i]);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
