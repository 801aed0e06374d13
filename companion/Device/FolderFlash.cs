using System.Security.Cryptography;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Device;

/// <summary>
/// The chip's storage in a folder of this PC. What it stores only its owner can read. The chip deletes a file of the user's once it is
/// stored; here it stays, and is taken again when it has changed.
/// </summary>
/// <param name="folder">The folder, which must be there.</param>
internal sealed class FolderFlash(string folder) : IFlash
{
    private const string UsersEnd = ".json";
    private const string TakenEnd = ".taken";

    private static readonly string[] UsersEnds = [UsersEnd, TakenEnd, ".pem"];
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMilliseconds(500);

    private readonly FlashFiles _files = new(folder + Path.DirectorySeparatorChar);

    /// <summary>Looks at the user's files: for a pipe the chip's program would wait for ever, and a device it would read for ever.</summary>
    /// <param name="folder">The folder, which must be there.</param>
    /// <exception cref="CommandFailure">One of them is no file.</exception>
    public static void Check(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => UsersEnds.Any(end => path.EndsWith(end, StringComparison.Ordinal))))
        {
            CommandFailure failure = new(ExitCode.BadInput, $"{path} is a pipe or a device; put a file in its place.");

            // What cannot be opened the device tells of.
            _ = Tries(() =>
            {
                using Stream file = SmallFile.Await(() => File.OpenRead(path), OpenPatience, failure.Message);
                return file.CanSeek && (file.Length > 0 || file.ReadByte() < 0) ? true : throw failure;
            });
        }
    }

    public int Length(string name) => IsTaken(name) ? -1 : _files.Length(name);

    public bool Read(string name, int position, byte[] buffer, int count) => _files.Read(name, position, buffer, count);

    public void Create(string name)
    {
        _ = Tries(() =>
        {
            if (!OperatingSystem.IsWindows())
            {
                // One that is there keeps its mode, so this comes before anything is in it.
                using FileStream file = new(PathOf(name), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerFile.OwnerOnly });
                File.SetUnixFileMode(file.SafeFileHandle, OwnerFile.OwnerOnly);
            }

            return true;
        });
        _files.Create(name);
    }

    public void Append(byte[] bytes, int offset, int count) => _files.Append(bytes, offset, count);

    public bool Finish() => _files.Finish();

    public void Delete(string name)
    {
        if (!name.EndsWith(UsersEnd, StringComparison.Ordinal))
        {
            _files.Delete(name);
        }
        else
        {
            _ = Tries(() =>
            {
                if (HashOf(name) is string hash)
                {
                    File.WriteAllText(PathOf(name + TakenEnd), hash);
                }

                return true;
            });
        }
    }

    private bool IsTaken(string name) => name.EndsWith(UsersEnd, StringComparison.Ordinal)
        && Tries(() => File.Exists(PathOf(name + TakenEnd)) && HashOf(name) is string hash && File.ReadAllText(PathOf(name + TakenEnd)) == hash);

    // One that is too long for the device is never taken.
    private string? HashOf(string name)
    {
        FileInfo file = new(PathOf(name));
        return file.Exists && file.Length <= StoredFile.MostBytes ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : null;
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private static bool Tries(Func<bool> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
