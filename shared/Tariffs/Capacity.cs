namespace MeterFirmware.Tariffs;

/// <summary>
/// The capacity tariff (Flanders): a yearly rate times the mean of the last twelve month peaks, with a floor.
/// </summary>
public sealed class Capacity
{
    /// <summary>The floor in force since 2023, W.</summary>
    public const int DefaultFloorW = 2500;

    /// <summary>Price of a kW a year in nano-euro; 0 when the rates name no capacity tariff.</summary>
    public long NanoEuroPerKwYear { get; internal set; }

    /// <summary>What is billed at the least, W.</summary>
    public int FloorW { get; internal set; } = DefaultFloorW;

    /// <summary>False when every month counts for at least the floor, true when only their mean does.</summary>
    public bool FloorOnMean { get; internal set; }

    /// <summary>The ceiling of the network's cost, nano-euro per Wh taken in a year; 0 when the rates name none.</summary>
    public long CeilingNanoEuroPerWh { get; internal set; }

    /// <summary>What of that ceiling the network's price per kWh takes up, nano-euro per Wh.</summary>
    public long NetworkNanoEuroPerWh { get; internal set; }

    /// <summary>What is taken in a year, Wh; 0 for what the ledger has counted in the last twelve months.</summary>
    public long YearWh { get; internal set; }

    /// <summary>More than which the tariff does not cost, as little is taken: the ceiling less what the network's price per kWh comes to, but at
    /// least the floor.</summary>
    /// <param name="countedWh">What was taken in the last twelve months, Wh; 0 when that is not known.</param>
    /// <returns>Nano-euro a year; the highest number when there is no ceiling, or no year is known.</returns>
    public long CeilingNanoEuroPerYear(long countedWh)
    {
        long yearWh = YearWh > 0 ? YearWh : countedWh;
        if (CeilingNanoEuroPerWh == 0 || yearWh == 0)
        {
            return long.MaxValue;
        }

        // At most 1e9 nano-euro per Wh, and 1e9 Wh: 1e18.
        long ceiling = (CeilingNanoEuroPerWh - NetworkNanoEuroPerWh) * yearWh;
        long floor = NanoEuroPerKwYear / 1000 * FloorW;
        return ceiling > floor ? ceiling : floor;
    }

    /// <summary>The cost of a mean of month peaks.</summary>
    /// <param name="sumW">Sum of the months' peaks, W, each already raised to the floor when that goes by month.</param>
    /// <param name="months">How many months, 1 or more.</param>
    /// <returns>Nano-euro a year, rounded down.</returns>
    public long NanoEuroPerYear(long sumW, int months)
    {
        // 1000 EUR/kW x 12 months x 100 kW is 1.2e15 nano-euro.
        long floorSumW = (long)FloorW * months;
        long billedW = sumW > floorSumW ? sumW : floorSumW;
        return NanoEuroPerKwYear / 1000 * billedW / months;
    }

    /// <summary>What a higher month peak costs over the coming year, in which it counts twelve times for a twelfth.</summary>
    /// <param name="fromW">The month's peak that would be billed otherwise, W.</param>
    /// <param name="toW">The new peak, W.</param>
    /// <param name="otherMonthsW">Sum of the peaks of the other months that count with it, W.</param>
    /// <param name="otherMonths">How many those are, 0 to 11.</param>
    /// <returns>Nano-euro, 0 or more.</returns>
    public long NanoEuroOfBreach(int fromW, int toW, long otherMonthsW, int otherMonths)
    {
        // Where only the mean has a floor, the low peaks of other months leave more room below it.
        long coveredW = ((long)FloorW * (otherMonths + 1)) - otherMonthsW;
        long from = coveredW > fromW ? coveredW : fromW;
        return toW > from ? NanoEuroPerKwYear / 1000 * (toW - from) / 12 : 0;
    }
}
