namespace MeterFirmware.Feed;

/// <summary>The last part of each topic, and what is published on those that carry a word.</summary>
public static class FeedTopic
{
    /// <summary><see cref="Online"/> or <see cref="Offline"/>: whether the device is there. The broker says offline for it when it is lost.</summary>
    public const string Status = "status";

    /// <summary>All that the last telegram said.</summary>
    public const string State = "state";

    /// <summary>The running quarter of an hour: will it set a new monthly peak?</summary>
    public const string Quarter = "quarter";

    /// <summary>Use and costs by period.</summary>
    public const string Costs = "costs";

    /// <summary>The month's peak, those of the months before, and their mean.</summary>
    public const string Peaks = "peaks";

    /// <summary>What a person would want to be told.</summary>
    public const string Event = "event";

    /// <summary>How the device itself is doing.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>The telegram as it came.</summary>
    public const string Telegram = "telegram";

    /// <summary>Payload of <see cref="Status"/> while the device is connected.</summary>
    public const string Online = "online";

    /// <summary>Payload of <see cref="Status"/> when it is not.</summary>
    public const string Offline = "offline";
}
