namespace MeterFirmware.Companion.Decoding;

/// <summary>What the CRC of a telegram says.</summary>
internal enum CrcVerdict
{
    /// <summary>The telegram is as it was sent.</summary>
    Right,

    /// <summary>It was changed on the way, or by whoever published it.</summary>
    Wrong,

    /// <summary>It prints none (DSMR 2.2 and 3).</summary>
    Absent,

    /// <summary>It is masked, or cannot be computed because the first line is missing.</summary>
    Unchecked,
}
