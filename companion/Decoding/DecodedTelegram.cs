namespace MeterFirmware.Companion.Decoding;

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
