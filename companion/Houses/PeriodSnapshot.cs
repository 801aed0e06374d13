namespace MeterFirmware.Companion.Houses;

/// <summary>Use and costs of one period; money in nano-euro.</summary>
internal sealed record PeriodSnapshot
{
    /// <summary>Wh from the grid.</summary>
    public long ImportWh { get; init; }

    /// <summary>Wh to the grid.</summary>
    public long ExportWh { get; init; }

    /// <summary>Import less export, with the fee.</summary>
    public long ElectricityNanoEuro { get; init; }

    /// <summary>Litres of gas.</summary>
    public long GasLitres { get; init; }

    /// <summary>Gas with its fee.</summary>
    public long GasNanoEuro { get; init; }

    /// <summary>Litres of water.</summary>
    public long WaterLitres { get; init; }

    /// <summary>Water with its fee.</summary>
    public long WaterNanoEuro { get; init; }

    /// <summary>All of it.</summary>
    public long TotalNanoEuro { get; init; }

    /// <summary>The highest quarter, W.</summary>
    public int PeakW { get; init; }

    /// <summary>When it began, UTC seconds; <see cref="Time.MeterTime.None"/> when no quarter has been completed.</summary>
    public long PeakStartUtc { get; init; }

    /// <summary>Electricity by rate.</summary>
    public required IReadOnlyList<RateUse> Rates { get; init; }

    /// <summary>Electricity at rates that are no longer.</summary>
    public RateUse Former { get; init; } = RateUse.None;
}
