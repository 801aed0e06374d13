namespace MeterFirmware.Companion.Setup;

/// <summary>Writes <c>rates.json</c> as a person would, to be changed by hand later.</summary>
internal static class RatesJson
{
    public static string Write(Prices prices)
    {
        List<string> utilities = [Electricity(prices)];
        if (prices.GasPerCubicMetre is long gas)
        {
            utilities.Add($"\"Gas\": {{ \"+\": {Amount.Write(gas)}, \"cnv\": [\"kWh\", {Amount.Write(prices.GasKwhPerCubicMetre)}]{Fee(prices.GasFee)} }}");
        }

        if (prices.WaterPerCubicMetre is long water)
        {
            utilities.Add($"\"Water\": {{ \"+\": {Amount.Write(water)}{Fee(prices.WaterFee)} }}");
        }

        if (prices.Area.MicroEuroPerKwYear > 0)
        {
            utilities.Add($"\"Capacity\": {{ \"perKwYear\": {Amount.Write(prices.Area.MicroEuroPerKwYear)}, \"floorKw\": 2.5, \"floorOn\": \"month\" }}");
        }

        return "{\n  " + string.Join(",\n  ", utilities) + "\n}\n";
    }

    private static string Electricity(Prices prices)
    {
        ContractKind contract = prices.Contract;
        List<string> lines = [];
        if (contract.Hours.Length > 0)
        {
            IEnumerable<string> bands = contract.Rates.Zip(contract.Hours, (rate, hours) => $"\"{rate}\": [{string.Join(", ", hours.Select(span => $"\"{span}\""))}]");
            lines.Add($"\"bands\": {{ {string.Join(", ", bands)} }}");
        }

        lines.Add($"\"+\": {PerRate(contract, prices.Imports)}");
        if (prices.Exports.Length > 0)
        {
            lines.Add($"\"-\": {PerRate(contract, prices.Exports)}");
        }

        if (prices.ElectricityFee > 0)
        {
            lines.Add(Fee(prices.ElectricityFee)[2..]);
        }

        return "\"Electricity\": {\n    " + string.Join(",\n    ", lines) + "\n  }";
    }

    private static string PerRate(ContractKind contract, long[] prices) => prices.Length == 1
        ? Amount.Write(prices[0])
        : $"{{ {string.Join(", ", contract.Rates.Zip(prices, (rate, price) => $"\"{rate}\": {Amount.Write(price)}"))} }}";

    private static string Fee(long fee) => fee > 0 ? $", \"feePerYear\": {Amount.Write(fee)}" : "";
}
