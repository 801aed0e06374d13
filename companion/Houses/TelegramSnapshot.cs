using MeterFirmware.Companion.Decoding;

namespace MeterFirmware.Companion.Houses;

/// <summary>What the meter said last.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Lines">Line by line.</param>
internal sealed record TelegramSnapshot(string Title, List<DecodedLine> Lines);
