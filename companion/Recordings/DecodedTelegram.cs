namespace MeterFirmware.Companion.Recordings;

/// <summary>A telegram in words.</summary>
/// <param name="Identification">The meter's make and type.</param>
/// <param name="Bytes">Length, <c>/</c> to the last CRC digit.</param>
/// <param name="Crc">Whether the CRC is right.</param>
/// <param name="PrintedCrc">The CRC printed, four hexadecimal digits; null without one.</param>
/// <param name="ComputedCrc">The CRC computed, four hexadecimal digits.</param>
/// <param name="Changes">What had been done to it, and what the CRC says with that undone; null when nothing had been.</param>
/// <param name="Lines">The lines.</param>
internal sealed record DecodedTelegram(
    string Identification,
    int Bytes,
    CrcVerdict Crc,
    string? PrintedCrc,
    string ComputedCrc,
    string? Changes,
    List<DecodedLine> Lines);

/// <summary>A line of a telegram in words.</summary>
/// <param name="Number">The line's number in the telegram, from 1.</param>
/// <param name="Obis">The code as printed; empty for a line without one.</param>
/// <param name="Name">Two or three words; empty for an unknown code.</param>
/// <param name="Description">One sentence; empty for an unknown code.</param>
/// <param name="Value">The value with its unit; for a line that was not understood, what stands there.</param>
/// <param name="Problem">Why it was skipped, or null.</param>
/// <param name="Column">Where the trouble is, from 1; 0 when there is none.</param>
internal sealed record DecodedLine(
    int Number,
    string Obis,
    string Name,
    string Description,
    string Value,
    LineProblem? Problem,
    int Column);

/// <summary>Why a line of a telegram was skipped.</summary>
internal enum LineProblem
{
    /// <summary>The line carries an OBIS code that is not in the catalogue.</summary>
    UnknownCode,

    /// <summary>The line does not start with an OBIS code.</summary>
    NoCode,

    /// <summary>The code is known, its value is not written as it should be.</summary>
    BadValue,
}

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
