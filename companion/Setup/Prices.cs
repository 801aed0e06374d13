namespace MeterFirmware.Companion.Setup;

/// <summary>What the contracts of a household say; all amounts in millionths of a euro with VAT and all else.</summary>
internal sealed record Prices
{
    /// <summary>How electricity is priced.</summary>
    public required ContractKind Contract { get; init; }

    /// <summary>Per kWh taken, one for each rate of the contract.</summary>
    public required long[] Imports { get; init; }

    /// <summary>Per kWh given: one for all rates, one for each, or none.</summary>
    public long[] Exports { get; init; } = [];

    /// <summary>Fees for electricity a year.</summary>
    public long ElectricityFee { get; init; }

    /// <summary>Gas per kWh, or null for no gas.</summary>
    public long? GasPerKwh { get; init; }

    /// <summary>Millionths of a kWh in a m³ of gas.</summary>
    public long GasKwhPerCubicMetre { get; init; }

    /// <summary>Fees for gas a year.</summary>
    public long GasFee { get; init; }

    /// <summary>Water per m³, or null to leave it out.</summary>
    public long? WaterPerCubicMetre { get; init; }

    /// <summary>Fees for water a year.</summary>
    public long WaterFee { get; init; }

    /// <summary>Where the house is.</summary>
    public GridArea Area { get; init; } = GridArea.None;
}
