namespace MeterFirmware.Tests;

/// <summary>
/// Material of others that is not part of this repository: captured telegrams, and the API of the chip's libraries.
/// It stands in <c>../shared</c> beside the repository, or where P1_REFERENCE says.
/// </summary>
internal static class Reference
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("P1_REFERENCE") is { Length: > 0 } folder
            ? folder
            : Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));

    public static string TelegramFolder => Path.Combine(Folder, "telegrams");

    public static string ChipApiFolder => Path.Combine(Folder, "nanoframework-api");

    /// <summary>Null when the material is there, else why a test that needs it is skipped.</summary>
    public static string? SkipReason =>
        Directory.Exists(TelegramFolder) && Directory.Exists(ChipApiFolder)
            ? null
            : "Reference material (telegrams/, nanoframework-api/) is not in " + Folder + "; set P1_REFERENCE to its folder.";

    public static byte[] Telegram(string name) => File.ReadAllBytes(Path.Combine(TelegramFolder, name + ".txt"));
}
