using MeterFirmware.Companion.Bills;

namespace MeterFirmware.Companion.Setup;

/// <summary>Writes <c>rates.json</c>, to be changed by hand later.</summary>
internal static class RatesJson
{
    /// <summary>VAT on electricity for households, percent, in the capacity tariff's prices.</summary>
    private const int VatPercent = 6;

    public static string Write(Prices prices)
    {
        Tariff registers = prices.Registers;
        Dictionary<string, object> electricity = [];
        if (registers.Hours.Values.Any(hours => hours.Length > 0))
        {
            electricity["bands"] = registers.Hours;
        }

        electricity["+"] = PerRate(registers, prices.Imports, prices.ImportSpot);
        if (prices.Exports.Length > 0)
        {
            electricity["-"] = PerRate(registers, prices.Exports, prices.ExportSpot);
        }

        Dictionary<string, object> utilities = new() { ["Electricity"] = WithFee(electricity, prices.ElectricityFee) };
        if (prices.GasPerKwh is long gas)
        {
            utilities["Gas"] = WithFee(new() { ["+"] = Units(gas), ["per"] = "kWh", ["cnv"] = new object[] { "kWh", Units(prices.GasKwhPerCubicMetre) } }, prices.GasFee);
        }

        if (prices.WaterPerCubicMetre is long water)
        {
            utilities["Water"] = WithFee(new() { ["+"] = Units(water) }, prices.WaterFee);
        }

        if (CapacityOf(prices.Grid) is Charge capacity)
        {
            utilities["Capacity"] = new
            {
                perKwYear = Units(MicroEuroPerKwYear(prices.Grid!)),
                floorKw = capacity.FloorKw,
                floorOn = "month",
                ceilingPerKwh = Units(Prices.Micro(capacity.CeilingPerKwh ?? 0, VatPercent)),
                networkPerKwh = Units(Prices.Micro(prices.Grid!.Charges.Where(charge => charge is { Group: "network", Of: "import", Rates: null }).Sum(charge => charge.Price ?? 0), VatPercent)),
            };
        }

        return SettingsJson.Serialize(utilities);
    }

    /// <summary>The capacity tariff of a grid; null when it has none.</summary>
    public static Charge? CapacityOf(Tariff? grid) => grid?.Charges.FirstOrDefault(charge => charge.Per == "kW year");

    /// <summary>Millionths of a euro per kW a year, with VAT; 0 for no capacity tariff.</summary>
    public static long MicroEuroPerKwYear(Tariff? grid) => CapacityOf(grid) is { Price: decimal price } ? Prices.Micro(price, VatPercent) : 0;

    private static object PerRate(Tariff registers, long[] prices, Spot? spot)
    {
        object price = prices.Length == 1 ? Units(prices[0]) : registers.Hours.Keys.Zip(prices.Select(Units)).ToDictionary();
        return spot == null ? price : new { Spot = new { times = Units(spot.MicroTimes), plus = price, step = spot.IsHourly ? "hour" : "quarter" } };
    }

    private static Dictionary<string, object> WithFee(Dictionary<string, object> utility, long fee)
    {
        if (fee > 0)
        {
            utility["feePerYear"] = Units(fee);
        }

        return utility;
    }

    private static decimal Units(long micro) => micro / 1_000_000m;
}
