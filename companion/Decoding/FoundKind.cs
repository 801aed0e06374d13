namespace MeterFirmware.Companion.Decoding;

/// <summary>What stands at a place of a stream.</summary>
internal enum FoundKind
{
    /// <summary>A telegram with a right CRC.</summary>
    Telegram,

    /// <summary>A telegram that prints no CRC (DSMR 2.2 and 3).</summary>
    WithoutCrc,

    /// <summary>A telegram whose CRC is wrong or unreadable.</summary>
    WrongCrc,

    /// <summary>A telegram broken off by the next one or by the end of the stream.</summary>
    Cut,

    /// <summary>A byte between telegrams that is no line end.</summary>
    Noise,
}
