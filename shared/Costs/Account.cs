using MeterFirmware.Tariffs;

namespace MeterFirmware.Costs;

/// <summary>Use and cost over one period: a day, a week, a month, a year, or all time.</summary>
/// <remarks>
/// Electricity is kept by rate, at the rate's index in <see cref="Rates"/>. What was used at rates that the present rates no
/// longer have is kept at <see cref="FormerRates"/>, so that every sum stays whole.
/// </remarks>
public sealed class Account
{
    /// <summary>The place, after those of the rates in force, of use at rates that are no longer.</summary>
    public const int FormerRates = Rates.MostRates;

    /// <summary>Places of electricity: the rates and <see cref="FormerRates"/>.</summary>
    public const int Places = Rates.MostRates + 1;

    internal readonly long[] ImportWhs = new long[Places];
    internal readonly long[] ExportWhs = new long[Places];
    internal readonly long[] ImportCosts = new long[Places];
    internal readonly long[] ExportEarnings = new long[Places];

    /// <summary>Gas used, litres.</summary>
    public long GasLitres { get; internal set; }

    /// <summary>Cost of the gas, nano-euro, without fee.</summary>
    public long GasNanoEuro { get; internal set; }

    /// <summary>Water used, litres.</summary>
    public long WaterLitres { get; internal set; }

    /// <summary>Cost of the water, nano-euro, without fee.</summary>
    public long WaterNanoEuro { get; internal set; }

    /// <summary>Energy, taken and given together, that is counted and has no price yet: that of its quarter has not come; Wh.</summary>
    public long UnpricedWh { get; internal set; }

    /// <summary>Energy, taken and given together, that is booked at the fallback price, as that of its quarter is not known; Wh.</summary>
    public long EstimatedWh { get; internal set; }

    /// <summary>Fixed fee of electricity for the quarters begun, nano-euro.</summary>
    public long ElectricityFeeNanoEuro { get; internal set; }

    /// <summary>Fixed fee of gas for the quarters begun, nano-euro.</summary>
    public long GasFeeNanoEuro { get; internal set; }

    /// <summary>Fixed fee of water for the quarters begun, nano-euro.</summary>
    public long WaterFeeNanoEuro { get; internal set; }

    /// <summary>The highest quarter, W; 0 when none has been completed.</summary>
    public int PeakW { get; internal set; }

    /// <summary>When the highest quarter began, UTC seconds; 0 when none has been completed.</summary>
    public long PeakStartUtc { get; internal set; }

    /// <summary>Energy taken from the grid, Wh.</summary>
    public long ImportWh => Sum(ImportWhs);

    /// <summary>Energy given to the grid, Wh.</summary>
    public long ExportWh => Sum(ExportWhs);

    /// <summary>Electricity in all: import less export and the fee, nano-euro; negative when export earned more.</summary>
    public long ElectricityNanoEuro => Sum(ImportCosts) - Sum(ExportEarnings) + ElectricityFeeNanoEuro;

    /// <summary>All utilities with their fees, nano-euro.</summary>
    public long TotalNanoEuro =>
        ElectricityNanoEuro + GasNanoEuro + GasFeeNanoEuro + WaterNanoEuro + WaterFeeNanoEuro;

    /// <summary>Energy taken at a rate.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    /// <returns>Wh.</returns>
    public long ImportWhAt(int place) => ImportWhs[place];

    /// <summary>Energy given at a rate.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    /// <returns>Wh.</returns>
    public long ExportWhAt(int place) => ExportWhs[place];

    /// <summary>Cost of the energy taken at a rate.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    /// <returns>Nano-euro.</returns>
    public long ImportNanoEuroAt(int place) => ImportCosts[place];

    /// <summary>What the energy given at a rate earned.</summary>
    /// <param name="place">0 to <see cref="Places"/> - 1.</param>
    /// <returns>Nano-euro.</returns>
    public long ExportNanoEuroAt(int place) => ExportEarnings[place];

    internal void Clear()
    {
        for (int i = 0; i < Places; i++)
        {
            ImportWhs[i] = 0;
            ExportWhs[i] = 0;
            ImportCosts[i] = 0;
            ExportEarnings[i] = 0;
        }

        GasLitres = 0;
        GasNanoEuro = 0;
        WaterLitres = 0;
        WaterNanoEuro = 0;
        ElectricityFeeNanoEuro = 0;
        GasFeeNanoEuro = 0;
        WaterFeeNanoEuro = 0;
        PeakW = 0;
        PeakStartUtc = 0;
        UnpricedWh = 0;
        EstimatedWh = 0;
    }

    // Price in nano-euro per Wh, unknown as long as that of the quarter has not come. At most 1e9 Wh at 2e9 nano-euro, 2e18: four such jumps are
    // what a sum can hold, 9.2e9 EUR.
    internal void Add(int place, int useWh, bool isExport, long price, bool isEstimated)
    {
        (isExport ? ExportWhs : ImportWhs)[place] += useWh;
        if (price == SpotFormula.Unknown)
        {
            UnpricedWh += useWh;
            return;
        }

        (isExport ? ExportEarnings : ImportCosts)[place] += useWh * price;
        if (isEstimated)
        {
            EstimatedWh += useWh;
        }
    }

    // Of use that was added without price. After a clock that was far ahead there may be none of it here.
    internal void TakePrice(int place, int useWh, bool isExport, long price, bool isEstimated)
    {
        int wh = UnpricedWh < useWh ? (int)UnpricedWh : useWh;
        UnpricedWh -= wh;
        EstimatedWh += isEstimated ? wh : 0;
        (isExport ? ExportEarnings : ImportCosts)[place] += wh * price;
    }

    internal void TakePeak(long quarterStartUtc, int demandW)
    {
        if (demandW > PeakW)
        {
            PeakW = demandW;
            PeakStartUtc = quarterStartUtc;
        }
    }

    // newPlaces[i] is where the use at place i belongs from now on.
    internal void MoveRates(int[] newPlaces)
    {
        Move(ImportWhs, newPlaces);
        Move(ExportWhs, newPlaces);
        Move(ImportCosts, newPlaces);
        Move(ExportEarnings, newPlaces);
    }

    private static void Move(long[] values, int[] newPlaces)
    {
        long[] moved = new long[Places];
        for (int i = 0; i < Places; i++)
        {
            moved[newPlaces[i]] += values[i];
        }

        for (int i = 0; i < Places; i++)
        {
            values[i] = moved[i];
        }
    }

    private static long Sum(long[] values)
    {
        long sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
