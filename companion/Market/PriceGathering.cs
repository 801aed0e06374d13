using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Market;

/// <summary>
/// What an answer says, until a day can be made of it. Prices by the quarter and by the hour are kept apart: a day is of the one or of the
/// other.
/// </summary>
internal sealed class PriceGathering
{
    /// <summary>Seconds of an hour.</summary>
    public const int Hour = 3600;

    // Beyond any that the chip takes, and whole in an int.
    private const decimal Most = 1_000_000m;

    // Delivery from then on is by the quarter; an hour is the mean of four then, and the price of none.
    private static readonly int FirstDayByQuarter = CivilDate.DayNumber(2025, 10, 1);

    private readonly Dictionary<long, (int Price, int Rank)> _quarters = [];
    private readonly Dictionary<long, (int Price, int Rank)> _hours = [];

    /// <summary>Adds a price.</summary>
    /// <param name="startUtc">When its quarter or hour begins, UTC seconds.</param>
    /// <param name="seconds">How long it holds, 900 or 3600.</param>
    /// <param name="eurPerMwh">The price.</param>
    /// <param name="rank">Of two for the same time the one of lower rank holds.</param>
    /// <exception cref="PriceException">It contradicts another, or is none.</exception>
    public void Add(long startUtc, long seconds, decimal eurPerMwh, int rank = 0)
    {
        Dictionary<long, (int Price, int Rank)> prices = seconds switch
        {
            BelgianTime.SecondsPerQuarter => _quarters,
            Hour => _hours,
            _ => throw new PriceException($"it has prices for {seconds} s; they were expected for a quarter or an hour"),
        };
        string at = Show.Local(startUtc, "d MMM yyyy HH:mm");
        if (startUtc % seconds != 0)
        {
            throw new PriceException($"the price at {Show.Local(startUtc, "d MMM yyyy HH:mm:ss")} does not begin with a quarter or an hour");
        }

        if (Math.Abs(eurPerMwh) > Most)
        {
            throw new PriceException($"the price at {at} is none: {eurPerMwh}");
        }

        int price = (int)decimal.Round(eurPerMwh * 100, MidpointRounding.AwayFromZero);
        if (!prices.TryGetValue(startUtc, out (int Price, int Rank) before) || rank < before.Rank)
        {
            prices[startUtc] = (price, rank);
        }
        else if (rank == before.Rank && price != before.Price)
        {
            throw new PriceException($"it has two prices at {at}: {DayPrices.Euro(before.Price)} and {DayPrices.Euro(price)} EUR/MWh");
        }
    }

    /// <summary>Makes a day.</summary>
    /// <param name="day">In days since 1970-01-01.</param>
    /// <exception cref="PriceException">The answer does not have all of it.</exception>
    public SpotDay Day(int day)
    {
        long startUtc = BelgianTime.DayStartUtc(day);
        int count = (int)(BelgianTime.DayStartUtc(day + 1) - startUtc) / BelgianTime.SecondsPerQuarter;
        int?[] byQuarter = [.. Enumerable.Range(0, count).Select(i => Find(_quarters, startUtc + (i * BelgianTime.SecondsPerQuarter)))];
        int?[] byHour = [.. Enumerable.Range(0, count / 4).Select(i => Find(_hours, startUtc + (i * Hour)))];
        if (!byQuarter.Contains(null))
        {
            return DayPrices.Of(day, byQuarter.Select(price => price!.Value));
        }

        if (!byHour.Contains(null) && day < FirstDayByQuarter)
        {
            return DayPrices.Of(day, byHour.SelectMany(price => Enumerable.Repeat(price!.Value, 4)));
        }

        int quarters = byQuarter.Count(price => price != null);
        int hours = byHour.Count(price => price != null);
        long missingUtc = startUtc + (Array.IndexOf(byQuarter, null) * BelgianTime.SecondsPerQuarter);
        throw quarters > 0 ? new PriceException($"it has {quarters} of the day's {count} quarters, and none from {Show.Local(missingUtc, "HH:mm")}, which is {DateTimeOffset.FromUnixTimeSeconds(missingUtc):HH:mm} UTC")
            : hours > 0 && day >= FirstDayByQuarter ? new PriceException("it is by the hour; since 1 Oct 2025 the market is by the quarter")
            : hours > 0 ? new PriceException($"it has {hours} of the day's {count / 4} hours")
            : PriceException.NotYet();
    }

    private static int? Find(Dictionary<long, (int Price, int Rank)> prices, long utc) => prices.TryGetValue(utc, out (int Price, int Rank) found) ? found.Price : null;
}
