using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>A test in a shell that may not be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        Shell = shell;
        Skip = OperatingSystem.IsWindows() ? "The shim that stands for meter is a POSIX script."
            : Find(shell) == null ? $"{shell} is not installed here."
            : null;
    }

    public string Shell { get; }

    /// <summary>Where a shell is, or null.</summary>
    public static string? Find(string shell) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, shell))
        .FirstOrDefault(File.Exists);
}
