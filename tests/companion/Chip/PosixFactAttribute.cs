using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

/// <summary>A test with a shell script in nanoff's place, or with a POSIX system's rights and signals.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute()
    {
        Skip = PosixTheoryAttribute.SkipReason;
    }

    /// <summary>Whether it is left to those who ask for all, as <see cref="LongFactAttribute"/> is.</summary>
    public bool IsLong
    {
        get;
        init
        {
            field = value;
            Skip ??= value && !Effort.IsLong ? Effort.SkipReason : null;
        }
    }
}
