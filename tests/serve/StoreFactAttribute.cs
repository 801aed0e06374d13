using MeterFirmware.Serve.Tests;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>A law of every store, here of PostgreSQL: skipped, saying so, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreFactAttribute : FactAttribute
{
    public StoreFactAttribute()
    {
        Skip = Postgres.SkipReason;
    }
}

/// <summary>Likewise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreTheoryAttribute : TheoryAttribute
{
    public StoreTheoryAttribute()
    {
        Skip = Postgres.SkipReason;
    }
}
