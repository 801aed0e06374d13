using System.Buffers.Binary;
using System.Reflection;
using System.Text;

namespace MeterFirmware.Companion.Chip;

/// <summary>An assembly of an image.</summary>
/// <param name="Name">Its name; the interpreter finds its native half by it.</param>
/// <param name="Version">For instance 1.17.11.0.</param>
/// <param name="NativeChecksum">What the native half of that name in nanoCLR must have; 0 for an assembly without.</param>
internal sealed record ImageAssembly(string Name, Version Version, uint NativeChecksum);

/// <summary>The firmware that is to be flashed: where it comes from, and what is in it.</summary>
internal static class FirmwareImage
{
    /// <summary>The file's name.</summary>
    public const string FileName = "MeterFirmware.bin";

    // The head of an assembly, as the interpreter reads it (CLR_RECORD_ASSEMBLY of nanoframework/nf-interpreter), little endian.
    private const int ChecksumAt = 20;
    private const int VersionAt = 28;
    private const int NameAt = 36;
    private const int TablesAt = 40;
    private const int StringTable = 11;
    private const int EndOfAssembly = 15;
    private const int HeadLength = 124;
    private const int Alignment = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Built = Path.Combine("firmware", "bin", "Release", "netnano1.0", FileName);

    /// <summary>The version of nanoCLR that belongs to the firmware's packages.</summary>
    public static string NanoClrVersion => BuildFact("NanoClrVersion");

    /// <summary>Where the project lives, or nothing when the build was not told.</summary>
    public static string RepositoryUrl => BuildFact("RepositoryUrl");

    // Each assembly of an image starts with this marker; it is what nanoCLR looks for.
    private static ReadOnlySpan<byte> Marker => "NFMRK1\0\0"u8;

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

    /// <summary>The address of the newest release's firmware.</summary>
    /// <param name="repositoryUrl">Where the project lives.</param>
    public static string NewestUrl(string repositoryUrl) => $"{repositoryUrl.TrimEnd('/')}/releases/latest/download/{FileName}";

    /// <summary>Fetches a release.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="folder">Where it is put.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The file.</returns>
    /// <exception cref="CommandFailure">It could not be had; nothing is left of it.</exception>
    public static async Task<string> DownloadAsync(string url, string folder, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            using HttpClient client = new() { Timeout = Patience };
            byte[] image = await client.GetByteArrayAsync(new Uri(url), cancellation);
            await File.WriteAllBytesAsync(path, image, cancellation);
            return path;
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new CommandFailure(ExitCode.NotReachable, $"{url} cannot be fetched: {error.Message.TrimEnd('.')}; name a file with --image.");
        }
    }

    /// <summary>Reads which assemblies are in an image.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CommandFailure">It cannot be read, is no firmware, or is damaged.</exception>
    public static List<ImageAssembly> Read(string path)
    {
        using MemoryStream copy = new();
        using (Stream file = Sources.SmallFile.Open(path))
        {
            file.CopyTo(copy);
        }

        ReadOnlySpan<byte> image = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        if (!image.StartsWith(Marker))
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} is no firmware for .NET nanoFramework; 'dotnet build firmware -c Release' writes one.");
        }

        List<ImageAssembly> assemblies = [];
        for (int start = 0; start < image.Length;)
        {
            ReadOnlySpan<byte> rest = image[start..];
            int length = LengthOf(rest);
            if (length == 0)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{path} is damaged: no whole assembly stands at byte {start} of {image.Length}; build or fetch it anew.");
            }

            ReadOnlySpan<byte> version = rest[VersionAt..];
            assemblies.Add(new(
                NameOf(rest[..length]) ?? $"assembly {assemblies.Count + 1}",
                new Version(UInt16At(version, 0), UInt16At(version, 2), UInt16At(version, 4), UInt16At(version, 6)),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[ChecksumAt..])));
            start += (length + Alignment - 1) / Alignment * Alignment;
        }

        return assemblies;
    }

    // 0 when no whole assembly stands there.
    private static int LengthOf(ReadOnlySpan<byte> assembly)
    {
        if (assembly.Length < HeadLength || !assembly.StartsWith(Marker))
        {
            return 0;
        }

        uint length = TableStart(assembly, EndOfAssembly);
        return length >= HeadLength && length <= assembly.Length ? (int)length : 0;
    }

    // Null when it is one of the words that stand in nanoCLR itself, other than the two that are names of libraries.
    private static string? NameOf(ReadOnlySpan<byte> assembly)
    {
        int index = UInt16At(assembly, NameAt);
        uint start = TableStart(assembly, StringTable);
        uint end = TableStart(assembly, StringTable + 1);
        if (end <= assembly.Length && start + index < end)
        {
            ReadOnlySpan<byte> text = assembly[(int)(start + index)..(int)end];
            return text.IndexOf((byte)0) is int length and > 0 ? Encoding.UTF8.GetString(text[..length]) : null;
        }

        return index switch { 0xFCD2 => "mscorlib", 0xFE28 => "System.Threading", _ => null };
    }

    private static uint TableStart(ReadOnlySpan<byte> assembly, int table) => BinaryPrimitives.ReadUInt32LittleEndian(assembly[(TablesAt + (table * sizeof(uint)))..]);

    private static int UInt16At(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[position..]);

    private static string BuildFact(string name) =>
        typeof(FirmwareImage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(fact => fact.Key == name)?.Value ?? "";
}
