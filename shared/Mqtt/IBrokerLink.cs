namespace MeterFirmware.Mqtt;

/// <summary>The way to the broker. Nothing here waits for the network.</summary>
public interface IBrokerLink
{
    /// <summary>Whether the broker has accepted a connection that still stands.</summary>
    bool IsConnected { get; }

    /// <summary>Connections made since the start. The feed starts over when it has risen.</summary>
    int ConnectionCount { get; }

    /// <summary>
    /// Hands a message over, to be sent at least once (QoS 1) after those before it. The link calls <see cref="OutboundMessage.End"/> when
    /// the broker has acknowledged it, or when the connection ends before.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <returns>False when it cannot be taken now; nothing has changed then.</returns>
    bool Send(OutboundMessage message);

    /// <summary>Takes the next message that came.</summary>
    /// <returns>The message, or null when there is none.</returns>
    InboundMessage? Receive();
}
