namespace MeterFirmware.Companion.Houses;

/// <summary>Use and costs of every period.</summary>
internal sealed record CostsSnapshot
{
    /// <summary>The local day that is today, in days since 1970-01-01.</summary>
    public int TodayNumber { get; init; }

    /// <summary>Names of the rates, in the order of <see cref="PeriodSnapshot.Rates"/>.</summary>
    public required IReadOnlyList<string> RateNames { get; init; }

    /// <summary>Whether there is gas to show.</summary>
    public bool HasGas { get; init; }

    /// <summary>Whether there is water to show.</summary>
    public bool HasWater { get; init; }

    /// <summary>Unit to which gas is converted; empty for none.</summary>
    public string GasUnit { get; init; } = "";

    /// <summary>Millionths of that unit per m³.</summary>
    public long GasMicroUnitsPerCubicMetre { get; init; }

    /// <summary>Today and the three days before.</summary>
    public required IReadOnlyList<PeriodSnapshot> Days { get; init; }

    /// <summary>From Monday.</summary>
    public required PeriodSnapshot Week { get; init; }

    /// <summary>The running month.</summary>
    public required PeriodSnapshot Month { get; init; }

    /// <summary>The running year.</summary>
    public required PeriodSnapshot Year { get; init; }

    /// <summary>Since counting started.</summary>
    public required PeriodSnapshot SinceStart { get; init; }
}
