namespace MeterFirmware.Feed;

/// <summary>Whoever wants to know of messages that came from the broker.</summary>
public interface IFeedListener
{
    /// <summary>Takes a message.</summary>
    /// <param name="message">The message.</param>
    void Take(InboundMessage message);
}
