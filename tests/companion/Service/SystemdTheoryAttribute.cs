using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

/// <summary>A test with shell scripts in the place of systemd's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdTheoryAttribute : TheoryAttribute
{
    public SystemdTheoryAttribute()
    {
        Skip = SkipReason;
    }

    public static string? SkipReason => OperatingSystem.IsLinux() ? null : "systemd is Linux's.";
}
