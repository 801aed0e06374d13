using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Snapshots;

/// <summary>Prices of import that follow the day-ahead market; nano-euro per Wh.</summary>
internal sealed record PricesSnapshot
{
    /// <summary>The lengths of the cheapest windows that are looked for, hours.</summary>
    public static readonly int[] WindowHours = [1, 2, 4];

    /// <summary>The moment that they are of, UTC seconds; <see cref="MeterTime.None"/> when it is not known.</summary>
    public long TimeUtc { get; init; }

    /// <summary>The days that are known: today and tomorrow.</summary>
    public IReadOnlyList<PriceDaySnapshot> Days { get; init; } = [];

    /// <summary>The price of the running quarter; null when it is not known.</summary>
    public long? Now { get; init; }

    /// <summary>The price of the next quarter; null when it is not known.</summary>
    public long? Next { get; init; }

    /// <summary>When it costs least, from the running quarter on; those that are known.</summary>
    public IReadOnlyList<CheapestSnapshot> Cheapest { get; init; } = [];

    /// <summary>What a ledger knows.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="prices">The day-ahead prices.</param>
    /// <param name="utc">Now, UTC seconds.</param>
    /// <param name="rate">The rate that counts now, as far as no hours decide.</param>
    /// <returns>Null when the price of import does not follow the market.</returns>
    public static PricesSnapshot? Of(Ledger ledger, SpotPrices prices, long utc, int rate)
    {
        if (ledger.Rates.ImportSpot == null || utc == MeterTime.None)
        {
            return null;
        }

        int today = BelgianTime.DayNumber(utc);
        SpotDay?[] days = [prices.Of(utc), prices.Of(BelgianTime.DayStartUtc(today + 1))];
        return new PricesSnapshot
        {
            TimeUtc = utc,
            Days = [.. days.OfType<SpotDay>().Select(day => new PriceDaySnapshot(day.StartUtc, [.. Enumerable.Range(0, day.Quarters).Select(quarter => ledger.ImportPriceAt(day.StartUtc + (quarter * BelgianTime.SecondsPerQuarter), rate))]))],
            Now = Known(ledger.ImportPriceAt(utc, rate)),
            Next = Known(ledger.ImportPriceAt(utc + BelgianTime.SecondsPerQuarter, rate)),
            Cheapest = [.. WindowHours.Select(hours => Window(ledger, utc, hours, rate)).OfType<CheapestSnapshot>()],
        };
    }

    private static CheapestSnapshot? Window(Ledger ledger, long utc, int hours, int rate)
    {
        long startUtc = ledger.CheapestStartUtc(utc, hours * 4, rate, out long price);
        return startUtc == MeterTime.None ? null : new CheapestSnapshot(hours, startUtc, price);
    }

    private static long? Known(long price) => price == SpotFormula.Unknown ? null : price;
}

/// <summary>The prices of a day.</summary>
/// <param name="StartUtc">Its midnight, UTC seconds.</param>
/// <param name="Prices">Of each quarter, nano-euro per Wh.</param>
internal sealed record PriceDaySnapshot(long StartUtc, IReadOnlyList<long> Prices)
{
    /// <summary>When a quarter begins, UTC seconds.</summary>
    public long StartOf(int quarter) => StartUtc + (quarter * BelgianTime.SecondsPerQuarter);
}

/// <summary>Hours on end that cost least.</summary>
/// <param name="Hours">How many.</param>
/// <param name="StartUtc">When they begin, UTC seconds.</param>
/// <param name="Price">Their mean, nano-euro per Wh.</param>
internal sealed record CheapestSnapshot(int Hours, long StartUtc, long Price)
{
    /// <summary>When they end, UTC seconds.</summary>
    public long EndUtc => StartUtc + (Hours * 3600);
}
