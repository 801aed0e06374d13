namespace MeterFirmware.Companion.Houses;

/// <summary>Someone who knows how it is with a house: a meter that is read here, or the feed of a device elsewhere.</summary>
internal interface IHouse
{
    /// <summary>Where it is known from, in a few words, for the header.</summary>
    string Source { get; }

    /// <summary>How old it is, in a few words; empty when it is as new as can be.</summary>
    string Age { get; }

    /// <summary>Why what is known may be old, in a few words; empty when nothing is wrong.</summary>
    string Trouble { get; }

    /// <summary>How it is now.</summary>
    HouseSnapshot Look();

    /// <summary>What the meter said last, line by line.</summary>
    TelegramSnapshot Telegram();
}
