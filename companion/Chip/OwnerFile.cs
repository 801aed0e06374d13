using System.Text;

namespace MeterFirmware.Companion.Chip;

/// <summary>Writes files that may have a secret in them.</summary>
internal static class OwnerFile
{
    /// <summary>Only the owner may read and write.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a new file; one of that name must not be there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">UTF-8 is written.</param>
    /// <param name="isSecret">Whether only its owner may read it.</param>
    public static void Create(string path, string text, bool isSecret)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using FileStream file = new(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Puts a file in place whole: who reads meanwhile finds the old or the new.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">UTF-8 is written.</param>
    /// <param name="isSecret">Whether only its owner may read it.</param>
    /// <exception cref="CommandFailure">It cannot be written; what was there still is.</exception>
    public static void Replace(string path, string text, bool isSecret)
    {
        string next = path + ".new";
        try
        {
            File.Delete(next);
            Create(next, text, isSecret);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be written: {error.Message.TrimEnd('.')}; choose another folder.");
        }
    }
}
