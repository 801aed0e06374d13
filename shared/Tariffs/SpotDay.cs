using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Time;

namespace MeterFirmware.Tariffs;

/// <summary>The day-ahead prices of a day, by the quarter of an hour. They never change.</summary>
public sealed class SpotDay
{
    // Beyond any limit that the market ever had, and what a Wh costs at a hundred times that is still 1e9 nano-euro.
    private const long Highest = 1000000;

    // The longest day has 25 hours.
    private const int MostQuarters = 100;

    private static readonly string[] Names = { "day", "prices" };

    private readonly int[] _prices;

    private SpotDay(int day)
    {
        Day = day;
        StartUtc = BelgianTime.DayStartUtc(day);
        _prices = new int[(int)(BelgianTime.DayStartUtc(day + 1) - StartUtc) / BelgianTime.SecondsPerQuarter];
    }

    /// <summary>The local day, in days since 1970-01-01.</summary>
    public int Day { get; }

    /// <summary>When it begins, UTC seconds.</summary>
    public long StartUtc { get; }

    /// <summary>When the next one begins, UTC seconds.</summary>
    public long EndUtc => StartUtc + (_prices.Length * BelgianTime.SecondsPerQuarter);

    /// <summary>How many quarters it has: 96, 92 or 100.</summary>
    public int Quarters => _prices.Length;

    /// <summary>Reads a day's prices: <c>{"day": "2026-12-01", "prices": [84.2, 79.95, ...]}</c>, in EUR/MWh, of each quarter from midnight on.</summary>
    /// <param name="json">UTF-8.</param>
    /// <returns>The prices.</returns>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what.</exception>
    public static SpotDay Read(ByteSource json)
    {
        JsonReader reader = new(json);
        SpotDay? day = null;
        int start = reader.Position;
        int[]? prices = null;
        int count = 0;
        int listAt = 0;
        reader.BeginObject();
        for (string? name = reader.NextName(); name != null; name = reader.NextName())
        {
            if (name == Names[0])
            {
                day = new SpotDay(RatesReader.ReadDay(reader));
            }
            else if (name == Names[1])
            {
                listAt = reader.Position;
                prices = new int[MostQuarters];
                count = ReadPrices(reader, prices);
            }
            else
            {
                throw reader.UnknownName(name, Names);
            }
        }

        reader.End();
        if (day == null || prices == null)
        {
            throw reader.ErrorAt(start, "\"" + Names[day == null ? 0 : 1] + "\" is missing");
        }

        if (count != day.Quarters)
        {
            throw reader.ErrorAt(listAt, Names[1], "this day has " + day.Quarters.ToString() + " quarters, found " + count.ToString() + " prices");
        }

        for (int i = 0; i < count; i++)
        {
            day._prices[i] = prices[i];
        }

        return day;
    }

    /// <summary>Whether a moment is of this day.</summary>
    /// <param name="utc">UTC seconds.</param>
    public bool Holds(long utc) => utc >= StartUtc && utc < EndUtc;

    /// <summary>The quarter of a moment of this day.</summary>
    /// <param name="utc">UTC seconds, see <see cref="Holds"/>.</param>
    /// <returns>0 to <see cref="Quarters"/> - 1.</returns>
    public int QuarterOf(long utc) => (int)(utc - StartUtc) / BelgianTime.SecondsPerQuarter;

    /// <summary>The price of a quarter.</summary>
    /// <param name="quarter">0 to <see cref="Quarters"/> - 1.</param>
    /// <returns>Hundredths of EUR/MWh, -1 000 000 to 1 000 000.</returns>
    public int At(int quarter) => _prices[quarter];

    /// <summary>The prices of an hour together.</summary>
    /// <param name="quarter">Any of its quarters.</param>
    /// <returns>Hundredths of EUR/MWh.</returns>
    public int SumOfHour(int quarter)
    {
        int first = quarter & ~3;
        return _prices[first] + _prices[first + 1] + _prices[first + 2] + _prices[first + 3];
    }

    internal void Save(StateWriter state)
    {
        state.Int(Day);
        for (int i = 0; i < _prices.Length; i++)
        {
            state.Int(_prices[i]);
        }
    }

    internal static SpotDay? Load(StateReader state)
    {
        int number = state.Int();
        if (number <= 0)
        {
            return null;
        }

        SpotDay day = new(number);
        for (int i = 0; i < day._prices.Length; i++)
        {
            day._prices[i] = state.Int();
        }

        return day;
    }

    private static int ReadPrices(JsonReader reader, int[] prices)
    {
        int count = 0;
        reader.BeginList();
        while (reader.NextItem())
        {
            if (count == prices.Length)
            {
                throw reader.Expected("no day has more than 100 quarters");
            }

            prices[count++] = (int)reader.ReadDecimal(2, -Highest, Highest);
        }

        return count;
    }
}
