using MeterFirmware.Companion.Showing;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary>Rates as a table that a person can compare with a bill.</summary>
internal static class RatesTable
{
    /// <summary>The table of some rates.</summary>
    public static Table Of(Rates rates)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("", "Rate", "Hours");
        table.AddColumn(new TableColumn("Price").RightAligned());
        table.AddColumn("Unit");
        if (rates.HasElectricity)
        {
            for (int rate = 0; rate < rates.Count; rate++)
            {
                table.AddRow(
                    rate == 0 ? "[yellow]Electricity[/]" : "",
                    Markup.Escape($"{rates.Name(rate)}, taken"),
                    rates.Bands == null ? "by the meter" : Hours(rates.Bands, rate),
                    Show.Price(rates.ImportNanoEuroPerWh(rate)),
                    "€/kWh");
            }

            for (int rate = 0; rate < rates.Count; rate++)
            {
                table.AddRow("", Markup.Escape($"{rates.Name(rate)}, given"), "", Show.Price(rates.ExportNanoEuroPerWh(rate)), "€/kWh");
            }

            AddFee(table, rates.ElectricityFeeNanoEuroPerYear);
        }

        if (rates.HasGas)
        {
            table.AddRow("[yellow]Gas[/]", "", "", Show.Price(rates.GasNanoEuroPerLitre), "€/m³");
            if (rates.GasUnit.Length > 0)
            {
                table.AddRow("", "1 m³ is", "", Show.Price(rates.GasMicroUnitsPerCubicMetre), Markup.Escape(rates.GasUnit));
            }

            AddFee(table, rates.GasFeeNanoEuroPerYear);
        }

        if (rates.HasWater)
        {
            table.AddRow("[yellow]Water[/]", "", "", Show.Price(rates.WaterNanoEuroPerLitre), "€/m³");
            AddFee(table, rates.WaterFeeNanoEuroPerYear);
        }

        Capacity capacity = rates.Capacity;
        if (capacity.NanoEuroPerKwYear > 0)
        {
            table.AddRow("[yellow]Capacity[/]", "mean of 12 month peaks", "", Show.Price(capacity.NanoEuroPerKwYear / 1000), "€/kW a year");
            table.AddRow("", capacity.FloorOnMean ? "the mean at least" : "each month at least", "", Show.Kw(capacity.FloorW), "kW");
        }

        return table;
    }

    private static void AddFee(Table table, long nanoEuroPerYear)
    {
        if (nanoEuroPerYear > 0)
        {
            table.AddRow("", "Fee", "", Show.Euro(nanoEuroPerYear), "€ a year");
        }
    }

    private static string Hours(TimeBands bands, int rate)
    {
        List<string> spans = [];
        int quarter = 0;
        while (quarter < BelgianTime.QuartersPerDay)
        {
            int end = quarter;
            while (end < BelgianTime.QuartersPerDay && bands.RateOf(end) == bands.RateOf(quarter))
            {
                end++;
            }

            if (bands.RateOf(quarter) == rate)
            {
                spans.Add($"{Clock(quarter)}-{Clock(end)}");
            }

            quarter = end;
        }

        return string.Join(", ", spans);
    }

    private static string Clock(int quarter) => $"{quarter / 4:00}:{quarter % 4 * 15:00}";
}
