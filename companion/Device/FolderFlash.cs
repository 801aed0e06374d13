using System.Security.Cryptography;
using MeterFirmware.Companion.Flashing;
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

    private readonly FlashFiles _files = new(folder + Path.DirectorySeparatorChar);

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
