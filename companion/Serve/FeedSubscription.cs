using System.Threading.Channels;

namespace MeterFirmware.Companion.Serve;

/// <summary>A message of the feed, as docs/mqtt.md tells of them.</summary>
/// <param name="Topic">The last part of its topic, see <see cref="MeterFirmware.Mqtt.TopicName"/>.</param>
/// <param name="Payload">Its bytes; not to be changed.</param>
internal sealed record FeedMessage(string Topic, byte[] Payload);

/// <summary>What one reader still has to be told. One that does not keep up is dropped: the meter waits for nobody.</summary>
/// <param name="capacity">Messages that can wait.</param>
/// <param name="wants">Which topics.</param>
internal sealed class FeedSubscription(int capacity, Func<string, bool> wants)
{
    private readonly Channel<FeedMessage> _waiting = Channel.CreateBounded<FeedMessage>(capacity);
    private readonly CancellationTokenSource _dropped = new();

    /// <summary>What has come; completes when the reader is dropped.</summary>
    public ChannelReader<FeedMessage> Messages => _waiting.Reader;

    /// <summary>Is cancelled when the reader is dropped, for whoever waits for its network.</summary>
    public CancellationToken Dropped => _dropped.Token;

    /// <summary>Hands a message on.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False when there is no room: the reader is dropped then.</returns>
    public bool Offer(FeedMessage message)
    {
        if (!wants(message.Topic) || _waiting.Writer.TryWrite(message))
        {
            return true;
        }

        _waiting.Writer.TryComplete();
        _dropped.Cancel();
        return false;
    }
}
