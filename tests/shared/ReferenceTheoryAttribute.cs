namespace MeterFirmware.Tests;

/// <summary>A theory that is skipped, and says so, where the reference material is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceTheoryAttribute : TheoryAttribute
{
    public ReferenceTheoryAttribute()
    {
        Skip = Reference.SkipReason;
    }
}
