using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The prices in force, ▸ at the active rate.</summary>
internal static class RatesPanel
{
    private const int ColumnsWithUnits = 30;

    /// <summary>Whether there are prices to show, or at least something to say of them.</summary>
    public static bool HasAny(Rates? rates) => rates is null or { HasElectricity: true } or { HasGas: true } or { HasWater: true };

    /// <summary>A price a line.</summary>
    public static List<string> Lines(DashboardModel model, int columns)
    {
        if (model.Now.Rates is not Rates rates)
        {
            return ["[grey]rates are not published[/]"];
        }

        int count = rates.HasElectricity ? rates.Count : 0;
        int label = Enumerable.Range(0, count).Select(rate => rates.Name(rate).Length).Append(5).Max();
        List<string> lines = [];
        for (int rate = 0; rate < count; rate++)
        {
            bool isActive = rates.Name(rate) == model.Now.ActiveRate;
            string taken = $"[{Tone.Taken}]▲{Price(rates.ImportSpot, rates.ImportNanoEuroPerWh(rate)),-7}[/]";
            string given = $"[{Tone.Given}]▼{Price(rates.ExportSpot, rates.ExportNanoEuroPerWh(rate)),-7}[/]";
            if (rates.HasSpot)
            {
                // A formula is long.
                string mark = isActive ? "▸" : " ";
                lines.Add($"{mark} {Markup.Escape(rates.Name(rate).PadRight(label))} {taken}");
                lines.Add($"  {new string(' ', label)} {given}{Unit("€/kWh")}");
                continue;
            }

            lines.Add($"{(isActive ? "[bold]▸ " : "  ")}{Markup.Escape(rates.Name(rate).PadRight(label))} {taken} {given}{(isActive ? "[/]" : "")}{Unit("€/kWh")}");
        }

        if (rates.HasGas)
        {
            Add("Gas", Show.Price(rates.GasNanoEuroPerLitre), "€/m³");
        }

        if (rates.HasWater)
        {
            Add("Water", Show.Price(rates.WaterNanoEuroPerLitre), "€/m³");
        }

        if (rates.Capacity.NanoEuroPerKwYear > 0)
        {
            Add("Peak", Show.Euro(rates.Capacity.NanoEuroPerKwYear), "€/kW a year");
        }

        long fees = rates.ElectricityFeeNanoEuroPerYear + rates.GasFeeNanoEuroPerYear + rates.WaterFeeNanoEuroPerYear;
        if (fees > 0)
        {
            Add("Fees", Show.Euro(fees), "€ a year");
        }

        return lines;

        string Price(SpotFormula? formula, long price) => formula == null ? Show.Price(price) : Show.Formula(formula, price);

        void Add(string name, string price, string unit) => lines.Add($"  {name.PadRight(label)}  {price}{Unit(unit)}");

        string Unit(string unit) => columns >= ColumnsWithUnits ? $" [grey]{unit}[/]" : "";
    }
}
