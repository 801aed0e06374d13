using System.Runtime.InteropServices;

namespace MeterFirmware.Companion.Chip;

/// <summary>A folder for files with secrets: only its owner can enter it, and it goes when it is disposed of or the program ends.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly EventHandler _removal;
    private readonly PosixSignalRegistration _terminalClosed;

    public PrivateFolder()
    {
        // 0700 where there are such rights; elsewhere the folder for temporary files is the user's own.
        Path = Directory.CreateTempSubdirectory("meter-").FullName;
        _removal = (_, _) => Remove();
        AppDomain.CurrentDomain.ProcessExit += _removal;
        _terminalClosed = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Remove());
    }

    public string Path { get; }

    /// <summary>Writes a file that only its owner can read.</summary>
    /// <param name="name">Without folder.</param>
    /// <param name="text">UTF-8 is written.</param>
    public void Write(string name, string text) => OwnerFile.Create(System.IO.Path.Combine(Path, name), text, isSecret: true);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= _removal;
        _terminalClosed.Dispose();
        Remove();
    }

    private void Remove()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Removed before.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{Path} could not be removed and may have the Wi-Fi password in it; delete it.");
        }
    }
}
