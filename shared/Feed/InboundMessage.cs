namespace MeterFirmware.Feed;

/// <summary>A message that came from the broker.</summary>
public sealed class InboundMessage
{
    /// <summary>Makes it.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="isRetained">Whether the broker had kept it from before.</param>
    public InboundMessage(string topic, byte[] payload, bool isRetained)
    {
        Topic = topic;
        Payload = payload;
        IsRetained = isRetained;
    }

    /// <summary>The whole topic.</summary>
    public string Topic { get; }

    /// <summary>Its bytes; not to be changed.</summary>
    public byte[] Payload { get; }

    /// <summary>Whether the broker had kept it from before.</summary>
    public bool IsRetained { get; }
}
