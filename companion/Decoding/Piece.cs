namespace MeterFirmware.Companion.Decoding;

/// <summary>Bytes of a file for the reader.</summary>
/// <param name="Bytes">Where they are, valid only while they are told.</param>
/// <param name="Offset">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Changes">What was undone in them, when they are one whole telegram.</param>
/// <param name="IsNoise">Whether there is no telegram in them, whatever they look like.</param>
internal readonly record struct Piece(byte[] Bytes, int Offset, int Count, Change Changes, bool IsNoise);
