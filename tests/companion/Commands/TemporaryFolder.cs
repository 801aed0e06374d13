using System.Diagnostics;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>Tests with a folder of their own.</summary>
public abstract class TemporaryFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("meter").FullName;

    internal static void MakePipe(string path)
    {
        using Process make = Process.Start(new ProcessStartInfo("mkfifo", [path]) { WorkingDirectory = Path.GetDirectoryName(path) })!;
        make.WaitForExit();
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
