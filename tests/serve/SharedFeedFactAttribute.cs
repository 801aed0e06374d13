namespace MeterFirmware.Serve.Tests;

/// <summary>A test with PostgreSQL and mosquitto: skipped, saying so, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFeedFactAttribute : FactAttribute
{
    public SharedFeedFactAttribute()
    {
        bool hasBroker = new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin" }.Any(folder => File.Exists(Path.Combine(folder, "mosquitto")));
        Skip = Postgres.SkipReason ?? (hasBroker ? null : "mosquitto is not installed (apt install mosquitto).");
    }
}
