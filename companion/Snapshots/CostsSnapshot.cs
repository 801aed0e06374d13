namespace MeterFirmware.Companion.Snapshots;

/// <summary>Use and costs of every period.</summary>
internal sealed record CostsSnapshot
{
    /// <summary>The local day that is today, in days since 1970-01-01.</summary>
    public int TodayNumber { get; init; }

    /// <summary>When counting started, UTC seconds, or <see cref="Time.MeterTime.None"/>.</summary>
    public long StartedUtc { get; init; }

    /// <summary>Wh taken in the last twelve whole months; 0 when not known.</summary>
    public long LastYearWh { get; init; }

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

/// <summary>Use and costs of one period; money in nano-euro.</summary>
internal sealed record PeriodSnapshot
{
    /// <summary>Wh from the grid.</summary>
    public long ImportWh { get; init; }

    /// <summary>Wh to the grid.</summary>
    public long ExportWh { get; init; }

    /// <summary>Import less export, without the fee.</summary>
    public long ElectricityNanoEuro { get; init; }

    /// <summary>Litres of gas.</summary>
    public long GasLitres { get; init; }

    /// <summary>Gas without its fee.</summary>
    public long GasNanoEuro { get; init; }

    /// <summary>Litres of water.</summary>
    public long WaterLitres { get; init; }

    /// <summary>Water without its fee.</summary>
    public long WaterNanoEuro { get; init; }

    /// <summary>The fixed fees of all three.</summary>
    public long FeeNanoEuro { get; init; }

    /// <summary>All of it.</summary>
    public long TotalNanoEuro { get; init; }

    /// <summary>Energy that has no price yet, as the market's of its quarter has not come; Wh.</summary>
    public long UnpricedWh { get; init; }

    /// <summary>Energy at the fallback price, as the market's never came; Wh.</summary>
    public long EstimatedWh { get; init; }

    /// <summary>The highest quarter, W.</summary>
    public int PeakW { get; init; }

    /// <summary>When it began, UTC seconds; <see cref="Time.MeterTime.None"/> when no quarter has been completed.</summary>
    public long PeakStartUtc { get; init; }

    /// <summary>Electricity by rate.</summary>
    public required IReadOnlyList<RateUse> Rates { get; init; }

    /// <summary>Electricity at rates that are no longer.</summary>
    public RateUse Former { get; init; } = RateUse.None;
}

/// <summary>Electricity at one rate; money in nano-euro.</summary>
/// <param name="ImportWh">Wh from the grid.</param>
/// <param name="ImportNanoEuro">What it cost.</param>
/// <param name="ExportWh">Wh to the grid.</param>
/// <param name="ExportNanoEuro">What it earned.</param>
internal sealed record RateUse(long ImportWh, long ImportNanoEuro, long ExportWh, long ExportNanoEuro)
{
    /// <summary>No use.</summary>
    public static RateUse None { get; } = new(0, 0, 0, 0);
}
