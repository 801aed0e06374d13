namespace MeterFirmware.Companion.Snapshots;

/// <summary>A meter that is shown: one that is read here, or one that a device elsewhere publishes.</summary>
internal interface IShownMeter
{
    /// <summary>Where it is known from, in a few words, for the header.</summary>
    string Source { get; }

    /// <summary>How old it is, in a few words; empty when it is as new as can be.</summary>
    string Age { get; }

    /// <summary>Why what is known may be old, in a few words; empty when nothing is wrong.</summary>
    string Trouble { get; }

    /// <summary>Its recent past, as it was seen here.</summary>
    RecentPast Past { get; }

    /// <summary>All that is known of it now.</summary>
    MeterSnapshot Snapshot();

    /// <summary>What the meter said last, line by line.</summary>
    TelegramSnapshot Telegram();
}
