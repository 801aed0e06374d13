namespace MeterFirmware.Mqtt;

/// <summary>A message from the moment that it is handed over until the broker has it, or the connection has ended.</summary>
/// <remarks>
/// The chip's MQTT client keeps topic and payload, not copies of them, until the broker acknowledges the message, and makes a packet
/// as long as both for each time that it sends it. So a payload is an array of its own and exactly as long as it must be.
/// </remarks>
public sealed class OutboundMessage
{
    /// <summary>Makes one that is under way.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="payload">All of it is the payload; not to be changed any more.</param>
    /// <param name="isRetained">Whether the broker keeps it for those who subscribe later.</param>
    public OutboundMessage(string topic, byte[] payload, bool isRetained)
    {
        Topic = topic;
        Payload = payload;
        IsRetained = isRetained;
        IsUnderWay = true;
    }

    /// <summary>The whole topic.</summary>
    public string Topic { get; }

    /// <summary>The payload.</summary>
    public byte[] Payload { get; }

    /// <summary>Whether the broker keeps it for those who subscribe later.</summary>
    public bool IsRetained { get; }

    /// <summary>Whether nothing has become of it yet.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Whether the broker has acknowledged it. If not, and it is not under way, whether it arrived is not known.</summary>
    public bool IsDelivered { get; private set; }

    /// <summary>Says what has become of it; on any thread.</summary>
    /// <param name="isDelivered">Whether the broker has acknowledged it.</param>
    public void End(bool isDelivered)
    {
        IsDelivered = isDelivered;
        IsUnderWay = false;
    }
}
