namespace MeterFirmware.Companion.Watching;

/// <summary>What came from the broker: a message, or that the connection is gone or back.</summary>
/// <param name="Topic">The whole topic; empty when the connection is meant.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="IsRetained">Whether the broker had kept it from before.</param>
/// <param name="IsConnected">Whether the connection stands.</param>
internal sealed record FeedNews(string Topic, byte[] Payload, bool IsRetained, bool IsConnected)
{
    /// <summary>The connection is gone.</summary>
    public static FeedNews Lost { get; } = new("", [], IsRetained: false, IsConnected: false);

    /// <summary>The connection is there again.</summary>
    public static FeedNews Back { get; } = new("", [], IsRetained: false, IsConnected: true);
}
