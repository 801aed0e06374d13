using MeterFirmware.Mqtt;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

/// <summary>A broker's side of the feed: keeps the newest payload of each topic, and acknowledges when it is told to.</summary>
internal sealed class RecordingLink : IBrokerLink
{
    private readonly Queue<InboundMessage> _inbound = new();
    private readonly List<OutboundMessage> _unacknowledged = [];

    public bool IsConnected { get; private set; }

    public int ConnectionCount { get; private set; }

    /// <summary>Whether a message of this topic is acknowledged as soon as it comes.</summary>
    public Predicate<string> Acknowledges { get; set; } = _ => true;

    /// <summary>Whether messages are taken at all.</summary>
    public bool Takes { get; set; } = true;

    /// <summary>Whether <see cref="Sent"/> has the payloads too.</summary>
    public bool KeepsPayloads { get; set; } = true;

    /// <summary>Sees each message that is taken.</summary>
    public Action<OutboundMessage>? Taking { get; set; }

    /// <summary>Topic and payload of everything sent, in order.</summary>
    public List<(string Topic, byte[] Payload, bool IsRetained)> Sent { get; } = [];

    public void Connect()
    {
        IsConnected = true;
        ConnectionCount++;
    }

    public void Disconnect()
    {
        IsConnected = false;
        foreach (OutboundMessage message in _unacknowledged)
        {
            message.End(isDelivered: false);
        }

        _unacknowledged.Clear();
    }

    public void Acknowledge()
    {
        foreach (OutboundMessage message in _unacknowledged)
        {
            message.End(isDelivered: true);
        }

        _unacknowledged.Clear();
    }

    public void Publish(InboundMessage message) => _inbound.Enqueue(message);

    public bool Send(OutboundMessage message)
    {
        if (!Takes)
        {
            return false;
        }

        Taking?.Invoke(message);
        Sent.Add((message.Topic, KeepsPayloads ? [.. message.Payload] : [], message.IsRetained));
        _unacknowledged.Add(message);
        if (Acknowledges(message.Topic))
        {
            _unacknowledged.Remove(message);
            message.End(isDelivered: true);
        }

        return true;
    }

    public InboundMessage? Receive() => _inbound.Count == 0 ? null : _inbound.Dequeue();
}
