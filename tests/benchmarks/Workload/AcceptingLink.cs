using MeterFirmware.Mqtt;

namespace MeterFirmware.Benchmarks.Workload;

/// <summary>A broker that has every message at once.</summary>
internal sealed class AcceptingLink : IBrokerLink
{
    // Fixed header, length of the topic, packet id: what QoS 1 adds to topic and payload of more than 127 bytes together.
    private const int Overhead = 7;
    private const int MostMessages = 32;

    private readonly string[] _topics = new string[MostMessages];
    private int _count;

    public bool IsConnected => true;

    public int ConnectionCount => 1;

    /// <summary>Bytes handed over as MQTT packets.</summary>
    public long Bytes { get; private set; }

    /// <summary>Topics handed over since <see cref="Forget"/>: what stands behind the device in each, with a space behind it.</summary>
    public string Topics => string.Concat(_topics.Take(_count).Select(topic => topic.Split('/', 3)[^1] + " "));

    /// <summary>Forgets the topics.</summary>
    public void Forget() => _count = 0;

    public bool Send(OutboundMessage message)
    {
        Bytes += Overhead + message.Topic.Length + message.Payload.Length;
        _topics[_count++] = message.Topic;
        message.End(isDelivered: true);
        return true;
    }

    public InboundMessage? Receive() => null;
}
