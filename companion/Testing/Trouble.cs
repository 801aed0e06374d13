namespace MeterFirmware.Companion.Testing;

/// <summary>A kind of thing that goes wrong with telegrams or files.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How often; of noise, how many bytes.</param>
/// <param name="First">Where first, or null when never. A telegram's place is its <c>/</c>.</param>
/// <param name="Text">What stands there, or null when never.</param>
internal sealed record Trouble(TroubleKind Kind, long Count, Place? First, string? Text);
