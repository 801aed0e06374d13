namespace MeterFirmware.Companion.Testing;

/// <summary>A code of the catalogue that was found and understood.</summary>
/// <param name="Code">The code as printed, with the channel of a sub-meter.</param>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="TelegramCount">In how many telegrams.</param>
/// <param name="LastValue">Its value in the last of them, in words.</param>
internal sealed record FoundField(string Code, string Name, long TelegramCount, string LastValue);
