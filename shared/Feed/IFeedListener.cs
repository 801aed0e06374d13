namespace MeterFirmware.Feed;

/// <summary>Whoever takes messages from the broker, and answers along with the feed.</summary>
public interface IFeedListener
{
    /// <summary>The topics that it listens to.</summary>
    string[] Topics { get; }

    /// <summary>What it publishes: sent when it is due, and what is retained with every new connection too.</summary>
    FeedPart[] Parts { get; }

    /// <summary>Takes a message.</summary>
    /// <param name="message">Of any topic.</param>
    void Take(InboundMessage message);
}
