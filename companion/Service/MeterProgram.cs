using System.Runtime.InteropServices;

namespace MeterFirmware.Companion.Service;

/// <summary>How this program is started again by a path that stays.</summary>
/// <param name="Words">The program, and where <c>dotnet</c> runs it, its assembly.</param>
/// <param name="DotnetRoot">Where .NET is, for a program that has to look for it; null when it need not.</param>
internal sealed record MeterProgram(IReadOnlyList<string> Words, string? DotnetRoot)
{
    private const string RuntimeName = "Microsoft.NETCore.App";

    /// <summary>The one that runs now.</summary>
    public static MeterProgram Current { get; } = Of(
        Environment.ProcessPath!,
        Path.Combine(AppContext.BaseDirectory, "meter.dll"),
        RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>Whether the next build replaces it, as when <c>dotnet run</c> started it.</summary>
    public bool IsInBuildFolder => Words[^1].Contains("/bin/Debug/", StringComparison.Ordinal) || Words[^1].Contains("/bin/Release/", StringComparison.Ordinal);

    /// <summary>Decides.</summary>
    /// <param name="processPath">What the system started: <c>dotnet</c>, the program of a build or of a published folder, or an installed tool's, which stays when the tool is updated.</param>
    /// <param name="assembly">This program's assembly.</param>
    /// <param name="runtimeFolder">Where the running .NET is.</param>
    public static MeterProgram Of(string processPath, string assembly, string runtimeFolder) =>
        Path.GetFileNameWithoutExtension(processPath) == "dotnet"
            ? new([processPath, assembly], null)
            : new([processPath], RootOf(runtimeFolder));

    // <root>/shared/Microsoft.NETCore.App/<version>; a self-contained program has its runtime beside it.
    private static string? RootOf(string runtimeFolder)
    {
        DirectoryInfo? framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(runtimeFolder)).Parent;
        return framework?.Name == RuntimeName && framework.Parent?.Name == "shared" ? framework.Parent.Parent?.FullName : null;
    }
}
