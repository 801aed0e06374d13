using MeterFirmware.Companion.Chip;

namespace MeterFirmware.Companion.Service;

/// <summary>A file whose first line is a password, for a program that nobody watches.</summary>
internal static class SecretFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes sure that it has a password, and that only its owner can read it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CommandFailure">Something is wrong with it.</exception>
    public static void Check(string path)
    {
        if (Sources.SmallFile.ReadFirstLine(path).Length == 0)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The first line of {path} is empty; write the password there.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new CommandFailure(ExitCode.BadInput, $"Others on this machine may read the password in {path}; run '{ShellWords.Join(["chmod", "600", path])}'.");
        }
    }
}
