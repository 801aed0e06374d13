using MeterFirmware.Time;

namespace MeterFirmware.Tariffs;

/// <summary>What energy and water cost: the contents of <c>rates.json</c>, read by <see cref="RatesReader"/>. It never changes.</summary>
/// <remarks>
/// Electricity has one to four rates, with one price for import and one for export each. They are Day and Night, chosen by the
/// register of the meter that counts, or time bands chosen by the clock.
/// </remarks>
public sealed class Rates
{
    /// <summary>The most rates that electricity can have.</summary>
    public const int MostRates = 4;

    /// <summary>Index of the day rate when the meter's registers decide.</summary>
    public const int Day = 0;

    /// <summary>Index of the night rate when the meter's registers decide.</summary>
    public const int Night = 1;

    internal readonly string[] Names = new string[MostRates];
    internal readonly long[] Imports = new long[MostRates];
    internal readonly long[] Exports = new long[MostRates];

    /// <summary>Makes rates by which everything is free: Day and Night, and no price.</summary>
    public Rates()
    {
        Count = 2;
        Names[Day] = "Day";
        Names[Night] = "Night";
    }

    /// <summary>The local day from which they are meant to be in force, in days since 1970-01-01; 0 when the file names none.</summary>
    public int FromDay { get; internal set; }

    /// <summary>How many rates electricity has, 1 to 4.</summary>
    public int Count { get; internal set; }

    /// <summary>The hours of the rates, or null when the meter's registers decide between day and night.</summary>
    public TimeBands? Bands { get; internal set; }

    /// <summary>Whether the file prices electricity.</summary>
    public bool HasElectricity { get; internal set; }

    /// <summary>Whether the file prices gas.</summary>
    public bool HasGas { get; internal set; }

    /// <summary>Whether the file prices water.</summary>
    public bool HasWater { get; internal set; }

    /// <summary>Price of gas in nano-euro per litre (EUR/m3 times a million).</summary>
    public long GasNanoEuroPerLitre { get; internal set; }

    /// <summary>Unit to which gas is converted for display, for instance kWh; empty when the file gives none.</summary>
    public string GasUnit { get; internal set; } = "";

    /// <summary>Millionths of <see cref="GasUnit"/> per m3: 11510000 for 11.51 kWh/m3.</summary>
    public long GasMicroUnitsPerCubicMetre { get; internal set; }

    /// <summary>Price of water in nano-euro per litre (EUR/m3 times a million).</summary>
    public long WaterNanoEuroPerLitre { get; internal set; }

    /// <summary>Fixed fee for electricity in nano-euro a year.</summary>
    public long ElectricityFeeNanoEuroPerYear { get; internal set; }

    /// <summary>Fixed fee for gas in nano-euro a year.</summary>
    public long GasFeeNanoEuroPerYear { get; internal set; }

    /// <summary>Fixed fee for water in nano-euro a year.</summary>
    public long WaterFeeNanoEuroPerYear { get; internal set; }

    /// <summary>The capacity tariff.</summary>
    public Capacity Capacity { get; } = new Capacity();

    /// <summary>The name of a rate.</summary>
    /// <param name="rate">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Day, Night, or the name of a time band.</returns>
    public string Name(int rate) => Names[rate];

    /// <summary>How the price of import follows the market; null when it is fixed.</summary>
    public SpotFormula? ImportSpot { get; internal set; }

    /// <summary>How the price of export follows the market; null when it is fixed.</summary>
    public SpotFormula? ExportSpot { get; internal set; }

    /// <summary>Whether import or export follows the market.</summary>
    public bool HasSpot => ImportSpot != null || ExportSpot != null;

    /// <summary>Price of import, or what <see cref="ImportSpot"/> adds to the market's part of it.</summary>
    /// <param name="rate">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Nano-euro per Wh (EUR/kWh times a million).</returns>
    public long ImportNanoEuroPerWh(int rate) => Imports[rate];

    /// <summary>What export earns, or what <see cref="ExportSpot"/> adds to the market's part of it.</summary>
    /// <param name="rate">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Nano-euro per Wh (EUR/kWh times a million); negative when export costs.</returns>
    public long ExportNanoEuroPerWh(int rate) => Exports[rate];
}

/// <summary>Which rate counts at which quarter of the day, for contracts that go by the clock (Wallonia).</summary>
public sealed class TimeBands
{
    internal const int Unset = 255;

    private readonly byte[] _rateOfQuarter = new byte[BelgianTime.QuartersPerDay];

    internal TimeBands()
    {
        for (int i = 0; i < _rateOfQuarter.Length; i++)
        {
            _rateOfQuarter[i] = Unset;
        }
    }

    /// <summary>The rate of a quarter of the day.</summary>
    /// <param name="quarterOfDay">0 (00:00) to 95 (23:45), local time.</param>
    /// <returns>The rate's index in <see cref="Rates"/>.</returns>
    public int RateOf(int quarterOfDay) => _rateOfQuarter[quarterOfDay];

    internal void Set(int quarterOfDay, int rate) => _rateOfQuarter[quarterOfDay] = (byte)rate;
}
