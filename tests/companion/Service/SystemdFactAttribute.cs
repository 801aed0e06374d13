using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

/// <summary>A test with shell scripts in the place of systemd's programs, or with one of them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    private bool _asRoot;

    public SystemdFactAttribute(string? program = null)
    {
        Skip = SystemdTheoryAttribute.SkipReason
            ?? (program != null && ShellTheoryAttribute.Find(program) == null ? $"{program} is not installed here." : null);
    }

    /// <summary>Whether it takes the rights of root.</summary>
    public bool AsRoot
    {
        get => _asRoot;
        set
        {
            _asRoot = value;
            Skip ??= value && !Environment.IsPrivilegedProcess ? "Only root can look like sudo." : null;
        }
    }
}
