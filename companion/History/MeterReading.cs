using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>
/// What is known of a meter at the boundary of a quarter of an hour: facts, from which rows are derived. Each part comes by itself, and each may be
/// missing.
/// </summary>
/// <remarks>
/// Two of the same boundary make one, see <see cref="With"/>, and it does not matter in which order, how often, or by how many collectors they came:
/// of each part the better one stays.
/// </remarks>
/// <param name="BoundaryUtc">The boundary, UTC seconds, a multiple of 900.</param>
internal sealed record MeterReading(long BoundaryUtc)
{
    /// <summary>Seconds after the boundary until which a telegram says what the registers were there.</summary>
    public const int LongestDelay = 60;

    /// <summary>The electricity registers; the telegram nearest to the boundary stays.</summary>
    public ElectricityRegisters? Electricity { get; init; }

    /// <summary>The gas register; the latest up to the boundary stays.</summary>
    public VolumeRegister? Gas { get; init; }

    /// <summary>The water register, likewise.</summary>
    public VolumeRegister? Water { get; init; }

    /// <summary>What a ledger had booked; the one nearest to the boundary stays.</summary>
    public BookedMoney? Money { get; init; }

    /// <summary>The demand of the quarter that ends here; the one that saw most of it stays.</summary>
    public QuarterDemandSeen? Demand { get; init; }

    /// <summary>What electricity cost in the quarter that ends here; what is known and exact stays.</summary>
    public QuarterPrices? Prices { get; init; }

    /// <summary>The boundary that a moment is at: the last one before it.</summary>
    /// <param name="utc">UTC seconds.</param>
    /// <param name="delay">Seconds since then.</param>
    /// <returns>Whether it is near enough to tell of the boundary.</returns>
    public static bool IsAtBoundary(long utc, out int delay)
    {
        delay = (int)(utc % BelgianTime.SecondsPerQuarter);
        return delay <= LongestDelay;
    }

    /// <summary>This and another of the same boundary.</summary>
    /// <param name="other">The other.</param>
    /// <returns>What both know; the same, whichever of them is this one.</returns>
    public MeterReading With(MeterReading other) => this with
    {
        Electricity = Better(Electricity, other.Electricity, value => -value.DelaySeconds),
        Gas = Better(Gas, other.Gas, value => value.ReadUtc),
        Water = Better(Water, other.Water, value => value.ReadUtc),
        Money = Better(Money, other.Money, value => -value.DelaySeconds),
        Demand = Better(Demand, other.Demand, value => value.SeenSeconds),
        Prices = other.Prices == null ? Prices : Prices?.With(other.Prices) ?? other.Prices,
    };

    // Of two that are as good, which should not be, one is taken by what it says, so that the order does not count.
    private static T? Better<T>(T? one, T? other, Func<T, long> goodness)
        where T : class
    {
        if (one == null || other == null || one.Equals(other))
        {
            return one ?? other;
        }

        long first = goodness(one);
        long second = goodness(other);
        return first != second ? (first > second ? one : other) : string.CompareOrdinal(one.ToString(), other.ToString()) > 0 ? one : other;
    }
}

/// <summary>Electricity registers, Wh; null what the meter does not send.</summary>
/// <param name="DelaySeconds">How long after the boundary the telegram came, 0 to <see cref="MeterReading.LongestDelay"/>.</param>
/// <param name="ImportDayWh">Taken by day.</param>
/// <param name="ImportNightWh">Taken by night.</param>
/// <param name="ExportDayWh">Given by day.</param>
/// <param name="ExportNightWh">Given by night.</param>
internal sealed record ElectricityRegisters(int DelaySeconds, int? ImportDayWh, int? ImportNightWh, int? ExportDayWh, int? ExportNightWh)
{
    /// <summary>The meter's serial number; null when not known.</summary>
    public string? Serial { get; init; }
}

/// <summary>A gas or water register.</summary>
/// <param name="Litres">Litres.</param>
/// <param name="ReadUtc">When it was read, UTC seconds.</param>
/// <param name="Serial">The meter's serial number; null when not known.</param>
internal sealed record VolumeRegister(int Litres, long ReadUtc, string? Serial = null);

/// <summary>What a ledger had booked since it started, nano-euro.</summary>
/// <param name="DelaySeconds">As of <see cref="ElectricityRegisters"/>.</param>
/// <param name="EpochUtc">When it started: amounts of one epoch can be subtracted.</param>
/// <param name="Import">For what was taken.</param>
/// <param name="Export">For what was given.</param>
/// <param name="Gas">For gas.</param>
/// <param name="Water">For water.</param>
/// <param name="Fee">Fixed fees of all three.</param>
internal sealed record BookedMoney(int DelaySeconds, long EpochUtc, long Import, long Export, long Gas, long Water, long Fee)
{
    /// <summary>Wh that it had booked without a price, which comes later.</summary>
    public long UnpricedWh { get; init; }

    /// <summary>Wh that it had booked at the fallback price.</summary>
    public long EstimatedWh { get; init; }
}

/// <summary>The demand of a quarter that has ended.</summary>
/// <param name="W">Its average, W.</param>
/// <param name="SeenSeconds">Until when it was seen, 0 to 900.</param>
internal sealed record QuarterDemandSeen(int W, int SeenSeconds);

/// <summary>What electricity cost in a quarter, nano-euro per Wh; null what is not known.</summary>
/// <param name="Import">What was taken, by day, or by the hours of the contract.</param>
/// <param name="Export">What was given, likewise.</param>
internal sealed record QuarterPrices(long? Import, long? Export)
{
    /// <summary>What was taken by the night register, where that differs.</summary>
    public long? ImportNight { get; init; }

    /// <summary>What was given by the night register, where that differs.</summary>
    public long? ExportNight { get; init; }

    /// <summary>Whether the price of import follows the market, so that a quarter costs its energy times its price.</summary>
    public bool IsImportAtMarket { get; init; }

    /// <summary>Whether the price of export does.</summary>
    public bool IsExportAtMarket { get; init; }

    /// <summary>Whether the price of import comes with few decimals, and is of no use beside another.</summary>
    public bool IsRounded { get; init; }

    /// <summary>These and others of the same quarter.</summary>
    /// <param name="other">The others.</param>
    /// <returns>What both know; the same, whichever of them are these.</returns>
    public QuarterPrices With(QuarterPrices other)
    {
        QuarterPrices import = (Import != null, !IsRounded, Import, ImportNight).CompareTo((other.Import != null, !other.IsRounded, other.Import, other.ImportNight)) >= 0 ? this : other;
        QuarterPrices export = (Export != null, Export, ExportNight).CompareTo((other.Export != null, other.Export, other.ExportNight)) >= 0 ? this : other;
        return new QuarterPrices(import.Import, export.Export)
        {
            ImportNight = import.ImportNight,
            ExportNight = export.ExportNight,
            IsRounded = import.IsRounded,
            IsImportAtMarket = IsImportAtMarket || other.IsImportAtMarket,
            IsExportAtMarket = IsExportAtMarket || other.IsExportAtMarket,
        };
    }
}
