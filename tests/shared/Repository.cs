namespace MeterFirmware.Tests;

/// <summary>Where the sources of this project are, found upwards from the tests' binaries.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "MeterFirmware.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName
            ?? throw new InvalidOperationException("MeterFirmware.sln is not above " + AppContext.BaseDirectory);
    }
}
