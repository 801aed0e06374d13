using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Json;
using MeterFirmware.Settings;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Chip;

/// <summary>Reads a file of settings as the chip does.</summary>
internal static class SettingsFile
{
    /// <summary>The file's name, here and on the chip.</summary>
    public const string DefaultName = "settings.json";

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="CommandFailure">It cannot be read, or something in it is wrong.</exception>
    public static DeviceSettings Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        try
        {
            return DeviceSettingsReader.Read(bytes, bytes.Length);
        }
        catch (InvalidInputException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path}: {Sentence.Ended(error.Message)}");
        }
    }

    /// <summary>Reads a file that goes onto the chip.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="CommandFailure">It cannot be read, or is too large for the chip.</exception>
    public static byte[] ReadBytes(string path)
    {
        byte[] bytes = SmallFile.ReadJson(path);
        return bytes.Length <= StoredFile.MostBytes
            ? bytes
            : throw new CommandFailure(ExitCode.BadInput, $"{path} has {bytes.Length} bytes and the chip takes {StoredFile.MostBytes}; make it shorter.");
    }
}
