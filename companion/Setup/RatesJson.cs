namespace MeterFirmware.Companion.Setup;

/// <summary>Writes <c>rates.json</c>, to be changed by hand later.</summary>
internal static class RatesJson
{
    public static string Write(Prices prices)
    {
        ContractKind contract = prices.Contract;
        Dictionary<string, object> electricity = [];
        if (contract.Hours.Length > 0)
        {
            electricity["bands"] = contract.Rates.Zip(contract.Hours).ToDictionary();
        }

        electricity["+"] = PerRate(contract, prices.Imports);
        if (prices.Exports.Length > 0)
        {
            electricity["-"] = PerRate(contract, prices.Exports);
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

        if (prices.Area.MicroEuroPerKwYear > 0)
        {
            utilities["Capacity"] = new { perKwYear = Units(prices.Area.MicroEuroPerKwYear), floorKw = 2.5m, floorOn = "month" };
        }

        return SettingsJson.Serialize(utilities);
    }

    private static object PerRate(ContractKind contract, long[] prices) =>
        prices.Length == 1 ? Units(prices[0]) : contract.Rates.Zip(prices.Select(Units)).ToDictionary();

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
