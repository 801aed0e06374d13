using MeterFirmware.Feed;

namespace MeterFirmware.Companion.Tests.Mqtt;

/// <summary>A broker without network: every message is handed on at once, and acknowledged.</summary>
internal sealed class DirectLink(FeedOptions options, Action<string, byte[]> deliver) : IFeedLink
{
    private readonly int _prefix = options.Topic("").Length;

    public bool IsConnected => true;

    public int ConnectionCount => 1;

    public bool Send(FeedMessage message)
    {
        deliver(message.Topic[_prefix..], [.. message.Payload]);
        message.End(isDelivered: true);
        return true;
    }

    public InboundMessage? Receive() => null;
}
