using MeterFirmware.Json;

namespace MeterFirmware.Feed;

/// <summary>A topic whose newest payload counts: what it says, its message, and whether it is to be sent.</summary>
public sealed class FeedPart
{
    /// <summary>Makes it.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="payload">What is written when it is sent.</param>
    /// <param name="isRetained">Whether the broker keeps it; then it is sent with every new connection too.</param>
    /// <param name="memory">Remembers what was written, so that the next time only what has changed is; or null.</param>
    public FeedPart(string topic, IPayload payload, bool isRetained = true, JsonMemory? memory = null)
    {
        Message = new FeedMessage(topic, isRetained, memory);
        Payload = payload;
    }

    /// <summary>The message.</summary>
    public FeedMessage Message { get; }

    /// <summary>What it says.</summary>
    public IPayload Payload { get; }

    /// <summary>Whether it is to be sent as soon as possible.</summary>
    public bool IsDue { get; set; }
}
