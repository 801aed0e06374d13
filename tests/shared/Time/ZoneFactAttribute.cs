namespace MeterFirmware.Tests.Time;

/// <summary>A test against the machine's own rules for Brussels; skipped, and says so, where the machine has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZoneFactAttribute : FactAttribute
{
    public const string Zone = "Europe/Brussels";

    public ZoneFactAttribute()
    {
        Skip = TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _) ? null : "This machine does not know " + Zone + ".";
    }
}
