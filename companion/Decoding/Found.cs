namespace MeterFirmware.Companion.Decoding;

/// <summary>Something that a <see cref="TelegramScan"/> came upon.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Byte">Where it starts in the stream, from 0.</param>
/// <param name="Line">The line of the stream in which it starts, from 1.</param>
/// <param name="Text">Its bytes from index 0, valid only while it is told; of a very long telegram, the beginning.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="BodyLength">How many of them the CRC covers.</param>
internal readonly record struct Found(FoundKind Kind, long Byte, long Line, byte[] Text, int Length, int BodyLength);
