using MeterFirmware.Companion.Bills;

namespace MeterFirmware.Companion.Setup;

/// <summary>What the contracts of a household say; all amounts in millionths of a euro with VAT and all else.</summary>
internal sealed record Prices
{
    /// <summary>How electricity is counted: its rates and their hours.</summary>
    public required Tariff Registers { get; init; }

    /// <summary>Per kWh taken, one for each rate, or one for all; what is added to the market's price when that counts.</summary>
    public required long[] Imports { get; init; }

    /// <summary>How the price of what is taken follows the market; null when it does not.</summary>
    public Spot? ImportSpot { get; init; }

    /// <summary>Per kWh given: one for all rates, one for each, or none.</summary>
    public long[] Exports { get; init; } = [];

    /// <summary>How the price of what is given follows the market; null when it does not.</summary>
    public Spot? ExportSpot { get; init; }

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

    /// <summary>The grid; null when it was not named, and has no capacity tariff.</summary>
    public Tariff? Grid { get; init; }

    /// <summary>Of what the all-in prices are made, by rate; empty when they were answered as they are.</summary>
    public IReadOnlyList<(string Rate, List<PricePart> Parts)> Parts { get; init; } = [];

    /// <summary>How many prices of import there are.</summary>
    public static int CountOf(Tariff registers) => Math.Max(1, registers.Hours.Count);

    /// <summary>A price with VAT in millionths.</summary>
    /// <param name="net">EUR without VAT.</param>
    /// <param name="vatPercent">VAT.</param>
    public static long Micro(decimal net, decimal vatPercent) => (long)Math.Round(net * (100 + vatPercent) * 10_000m, MidpointRounding.AwayFromZero);
}

/// <summary>How a price follows the market.</summary>
/// <param name="MicroTimes">By what the market's price is multiplied, millionths, with VAT.</param>
/// <param name="IsHourly">Whether the mean of an hour counts.</param>
internal sealed record Spot(long MicroTimes, bool IsHourly);
