namespace MeterFirmware.Companion.Testing;

/// <summary>A text in which telegrams differ: the meter's identification, the version it follows.</summary>
/// <param name="Text">The text.</param>
/// <param name="TelegramCount">How many telegrams have it.</param>
internal sealed record Variant(string Text, long TelegramCount);
