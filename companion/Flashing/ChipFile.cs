using System.Text.Json.Nodes;

namespace MeterFirmware.Companion.Flashing;

/// <summary>A file that goes onto the chip.</summary>
/// <param name="NameOnChip">Without folder, for instance <c>rates.json</c>.</param>
/// <param name="Path">Where it is on this machine.</param>
internal sealed record ChipFile(string NameOnChip, string Path)
{
    private const string InternalFlash = @"I:\";

    /// <summary>The file that nanoff reads.</summary>
    /// <param name="port">Serial port of the chip.</param>
    /// <param name="files">What goes onto the chip.</param>
    public static string ToJson(string port, IEnumerable<ChipFile> files) => new JsonObject
    {
        ["serialport"] = port,
        ["files"] = new JsonArray([.. files.Select(file => new JsonObject
        {
            ["DestinationFilePath"] = InternalFlash + file.NameOnChip,
            ["SourceFilePath"] = System.IO.Path.GetFullPath(file.Path),
        })]),
    }.ToJsonString(WifiCredentials.Indented);
}
