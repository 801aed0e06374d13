using MeterFirmware.Json;

namespace MeterFirmware.Feed;

/// <summary>A topic whose newest payload counts: what it says, its message, and whether it is to be sent.</summary>
internal sealed class FeedPart
{
    public FeedPart(string topic, IPayload payload, JsonMemory? memory = null)
    {
        Message = new FeedMessage(topic, isRetained: true, memory);
        Payload = payload;
    }

    public FeedMessage Message { get; }

    public IPayload Payload { get; }

    public bool IsDue { get; set; }
}
