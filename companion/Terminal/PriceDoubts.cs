using System.Globalization;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Terminal;

/// <summary>Says which prices can hardly be right: cents for euro, a price per kWh where one per m³ is asked, or a market's factor for another unit. Prices are in millionths of a euro.</summary>
internal static class PriceDoubts
{
    private const long Euro = 1_000_000;

    // No contract has ever asked as much, or as little. A m³ of gas is some 11 kWh.
    private const long MostPerKwh = 2 * Euro;
    private const long LeastPerGasKwh = Euro / 50;
    private const long MostPerGasKwh = Euro / 2;
    private const long LeastPerGasCubicMetre = Euro / 5;
    private const long MostPerGasCubicMetre = 6 * Euro;
    private const long LeastPerWaterCubicMetre = Euro / 2;
    private const long MostPerWaterCubicMetre = 30 * Euro;

    // Millionths. A card's formula takes some 0.8 to 1.3 of the market's price; one in ct/kWh from EUR/MWh has a tenth of that.
    private const int LeastSpotTimes = 300_000;
    private const int MostSpotTimes = 3_000_000;

    private const string InEuro = "prices are in euro";

    /// <summary>Warns of each price that can hardly be right.</summary>
    /// <param name="rates">The prices.</param>
    public static void Tell(Rates rates)
    {
        foreach (string doubt in Of(rates))
        {
            Console.Error.WriteLine($"Warning: {doubt}.");
        }
    }

    /// <summary>Which prices can hardly be right.</summary>
    /// <param name="rates">The prices.</param>
    /// <returns>A sentence each, without full stop.</returns>
    public static IEnumerable<string> Of(Rates rates)
    {
        // A nano-euro per Wh is a millionth of a euro per kWh, one per litre a millionth of a euro per m³.
        IEnumerable<string?> electricity = Enumerable.Range(0, rates.HasElectricity ? rates.Count : 0)
            .SelectMany(rate => new[] { rates.ImportNanoEuroPerWh(rate), rates.ExportNanoEuroPerWh(rate) })
            .Distinct()
            .Select(price => Electricity(price) is string doubt ? $"{doubt}; {InEuro}" : null);
        string? gas = rates.HasGas ? Gas(rates) : null;
        string? water = rates.HasWater && Water(rates.WaterNanoEuroPerLitre) is string ofWater ? $"{ofWater}; {InEuro}" : null;
        IEnumerable<string?> spot = new[] { rates.ImportSpot, rates.ExportSpot }.OfType<SpotFormula>().Select(formula => Times(formula.MillionthTimes)).Distinct();
        return electricity.Concat(spot).Append(gas).Append(water).OfType<string>();
    }

    /// <summary>What a kWh of electricity comes to when it is dear.</summary>
    /// <param name="price">Of a kWh.</param>
    /// <returns>Words without full stop; null when it can well be right.</returns>
    public static string? Electricity(long price) => price > MostPerKwh ? InCents(price, "EUR/kWh") : null;

    /// <summary>What a kWh of gas comes to when it is dear or cheap.</summary>
    /// <inheritdoc cref="Electricity"/>
    public static string? GasPerKwh(long price) => price is (> 0 and < LeastPerGasKwh) or > MostPerGasKwh ? InCents(price, "EUR/kWh for gas") : null;

    /// <summary>What a m³ of water comes to when it is dear or cheap.</summary>
    /// <param name="price">Of a m³.</param>
    /// <returns>As of <see cref="Electricity"/>.</returns>
    public static string? Water(long price) => price is (> 0 and < LeastPerWaterCubicMetre) or > MostPerWaterCubicMetre ? InCents(price, "EUR/m³ for water") : null;

    private static string? Times(long millionths)
    {
        string ofMarket = $"\"times\": {Write(millionths)} is {(millionths * 100m / Euro).ToString("0.##", CultureInfo.InvariantCulture)} % of the market's price";
        return millionths is > 0 and < LeastSpotTimes
            ? $"{ofMarket}; if the card has it for ct/kWh from EUR/MWh, it is {Write(millionths * 10)} here"
            : millionths > MostSpotTimes ? $"{ofMarket}; it multiplies EUR/kWh, and gives EUR/kWh" : null;
    }

    // The likeliest mistake is the bill's price, which is per kWh, without saying so.
    private static string? Gas(Rates rates)
    {
        long price = rates.GasNanoEuroPerLitre;
        string? doubt = RatesTable.GasPerKwh(rates) is long perKwh ? GasPerKwh(perKwh)
            : price is (> 0 and < LeastPerGasCubicMetre) or > MostPerGasCubicMetre ? InCents(price, "EUR/m³ for gas")
            : null;
        string remedy = price < LeastPerGasCubicMetre
            ? $"if {Write(price)} is a price per kWh, add \"per\": \"kWh\"{(rates.GasUnit == "kWh" ? "" : " and \"cnv\"")}"
            : InEuro;
        return doubt == null ? null : $"{doubt}; {remedy}";
    }

    private static string InCents(long price, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Write(price)} {unit} is {price * 100m / Euro:0.##} cents");

    private static string Write(long price) => (price / (decimal)Euro).ToString("0.######", CultureInfo.InvariantCulture);
}
