namespace MeterFirmware.Mqtt;

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

    /// <summary>Bytes of a payload that was too long to be kept; 0 when <see cref="Payload"/> is the whole one.</summary>
    public int TooLongBytes { get; private set; }

    /// <summary>A message whose payload was too long to be kept.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="bytes">How long it was.</param>
    /// <returns>The message, without payload.</returns>
    public static InboundMessage TooLong(string topic, int bytes) => new(topic, new byte[0], isRetained: false) { TooLongBytes = bytes };
}
