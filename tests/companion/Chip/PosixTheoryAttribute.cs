using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

/// <summary>Several of <see cref="PosixFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PosixTheoryAttribute : TheoryAttribute
{
    public static readonly string? SkipReason = OperatingSystem.IsWindows() ? "A POSIX shell script stands in for nanoff; Windows cannot run it." : null;

    public PosixTheoryAttribute()
    {
        Skip = SkipReason;
    }
}
