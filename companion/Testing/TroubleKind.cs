namespace MeterFirmware.Companion.Testing;

/// <summary>What can go wrong before the lines of a telegram are looked at.</summary>
internal enum TroubleKind
{
    /// <summary>A telegram that prints no CRC (DSMR 2.2 and 3); it is read all the same, and no error.</summary>
    WithoutCrc,

    /// <summary>A telegram refused because its CRC is wrong or unreadable.</summary>
    WrongCrc,

    /// <summary>A telegram broken off by the next one, or by the end of its file.</summary>
    Cut,

    /// <summary>Bytes between telegrams that are no line ends.</summary>
    Noise,

    /// <summary>A file without any whole telegram, most likely no recording; what is in it counts only here.</summary>
    NoTelegram,

    /// <summary>A file or folder that could not be read.</summary>
    NotReadable,
}
