namespace MeterFirmware.Companion.Flashing;

/// <summary>Finds the firmware that is to be flashed.</summary>
internal static class FirmwareImage
{
    /// <summary>The file's name.</summary>
    public const string FileName = "MeterFirmware.bin";

    private static readonly string Built = Path.Combine("firmware", "bin", "Release", "netnano1.0", FileName);

    /// <summary>Looks beside this program, then where 'dotnet build firmware -c Release' puts it.</summary>
    /// <param name="programFolder">Where this program is.</param>
    /// <param name="currentFolder">Where the user is: in a clone of the repository, or in a folder of it.</param>
    /// <returns>Null when it is in neither.</returns>
    public static string? Find(string programFolder, string currentFolder)
    {
        string beside = Path.Combine(programFolder, FileName);
        if (File.Exists(beside))
        {
            return beside;
        }

        for (DirectoryInfo? folder = new(currentFolder); folder != null; folder = folder.Parent)
        {
            string built = Path.Combine(folder.FullName, Built);
            if (File.Exists(built))
            {
                return built;
            }
        }

        return null;
    }

    /// <summary>Makes sure that a file can be firmware.</summary>
    /// <exception cref="CommandFailure">It is not there, or is none.</exception>
    public static void Check(string path)
    {
        // Each assembly of an image starts with this marker; it is what nanoCLR looks for.
        byte[] marker = new byte[Marker.Length];
        using Stream image = Sources.FileSource.Open(path);
        if (image.ReadAtLeast(marker, marker.Length, throwOnEndOfStream: false) < marker.Length || !marker.AsSpan().SequenceEqual(Marker))
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} is no firmware for .NET nanoFramework; 'dotnet build firmware -c Release' writes one.");
        }
    }

    private static ReadOnlySpan<byte> Marker => "NFMRK1"u8;
}
