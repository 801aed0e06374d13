using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Mqtt;

// Prices that follow the day-ahead market.
public static partial class Payload
{
    private const int PriceDecimals = 6;

    // Of a list, which ends at what is beyond any price, so that a hundred of them have room.
    private const int ListDecimals = 4;
    private const long HighestListed = 99000000;

    private static readonly string[] Windows = { "cheapest1h", "cheapest2h", "cheapest4h" };

    /// <summary><c>prices</c>: what a kWh costs now and next, and when it costs least.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    public static void WritePrices(JsonWriter json, Meter meter)
    {
        Ledger ledger = meter.Ledger;
        long utc = meter.Reading.TimeUtc;
        int rate = ledger.ActiveRate(meter.Reading);
        SpotDay? day = meter.Prices.Of(utc);
        SpotDay? taken = meter.Prices.LastTaken;
        json.BeginObject();
        json.Moment("time", utc);
        json.Moment("day", day == null ? MeterTime.None : day.StartUtc);
        json.Number("quarters", day == null ? 0 : day.Quarters);
        json.Bool("tomorrow", day != null && meter.Prices.Of(day.EndUtc) != null);
        Price(json, "nowEurPerKwh", ledger.ImportPriceAt(utc, rate));
        Price(json, "nextEurPerKwh", ledger.ImportPriceAt(utc + BelgianTime.SecondsPerQuarter, rate));
        Price(json, "exportNowEurPerKwh", ledger.ExportPriceAt(utc, rate));
        WriteRange(json, ledger, day, rate);
        for (int i = 0; i < Windows.Length; i++)
        {
            int quarters = 4 << i;
            long startUtc = ledger.CheapestStartUtc(utc, quarters, rate, out long price);
            json.BeginObject(Windows[i]);
            json.Moment("start", startUtc);
            Price(json, "eurPerKwh", price);
            json.EndObject();
        }

        json.Moment("taken", taken == null ? MeterTime.None : taken.StartUtc);
        json.EndObject();
    }

    /// <summary><c>prices/today</c> and <c>prices/tomorrow</c>: what a kWh costs in each quarter of the day.</summary>
    /// <param name="json">At the beginning of a text.</param>
    /// <param name="meter">What is told of.</param>
    /// <param name="ahead">0 today, 1 tomorrow.</param>
    public static void WriteDayPrices(JsonWriter json, Meter meter, int ahead)
    {
        long utc = meter.Reading.TimeUtc;
        long startUtc = BelgianTime.DayStartUtc(BelgianTime.DayNumber(utc) + ahead);
        SpotDay? day = meter.Prices.Of(startUtc);
        int rate = meter.Ledger.ActiveRate(meter.Reading);
        json.BeginObject();
        json.Moment("start", startUtc);
        json.BeginList("eurPerKwh");
        for (int i = 0; day != null && i < day.Quarters; i++)
        {
            long price = meter.Ledger.ImportPriceAt(startUtc + (i * BelgianTime.SecondsPerQuarter), rate);
            price = price > HighestListed ? HighestListed : price < -HighestListed ? -HighestListed : price;
            json.Number(null, FixedPoint.Round(price, PriceDecimals - ListDecimals), ListDecimals);
        }

        json.EndList();
        json.EndObject();
    }

    private static void WriteRange(JsonWriter json, Ledger ledger, SpotDay? day, int rate)
    {
        long lowest = SpotFormula.Unknown;
        long highest = SpotFormula.Unknown;
        long sum = 0;
        for (int i = 0; day != null && i < day.Quarters; i++)
        {
            long price = ledger.ImportPriceAt(day.StartUtc + (i * BelgianTime.SecondsPerQuarter), rate);
            lowest = i == 0 || price < lowest ? price : lowest;
            highest = price > highest ? price : highest;
            sum += price;
        }

        Price(json, "meanEurPerKwh", day == null ? SpotFormula.Unknown : sum / day.Quarters);
        Price(json, "lowestEurPerKwh", lowest);
        Price(json, "highestEurPerKwh", highest);
    }

    private static void Price(JsonWriter json, string name, long nanoEuroPerWh)
    {
        if (nanoEuroPerWh == SpotFormula.Unknown)
        {
            json.Null(name);
        }
        else
        {
            json.Number(name, nanoEuroPerWh, PriceDecimals);
        }
    }
}
