namespace MeterFirmware.Tests;

/// <summary>A test that is skipped, and says so, where the reference material is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        Skip = Reference.SkipReason;
    }
}
