namespace MeterFirmware.Companion.Flashing;

/// <summary>One run of nanoff.</summary>
/// <param name="Part">What it puts on the chip; null for the look at which chip it is.</param>
/// <param name="Title">What it does, for the user.</param>
/// <param name="Arguments">Its words; never a secret, since every user of the machine can read them.</param>
/// <param name="FileName">The file that it reads from the private folder, or null.</param>
/// <param name="Json">What is in that file.</param>
internal sealed record FlashStep(FlashPart? Part, string Title, IReadOnlyList<string> Arguments, string? FileName = null, string? Json = null);
