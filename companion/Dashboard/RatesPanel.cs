using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The prices in force, the active rate in magenta, the others in cyan.</summary>
internal static class RatesPanel
{
    private const string Active = "magenta";
    private const string Other = "aqua";
    private const int ColumnsWithUnits = 34;
    private const int ShortestLabel = 6;
    private const int LongestNarrowName = 6;

    public static IRenderable Draw(DashboardModel model, int width, int height) =>
        Framed.Draw("Rates", Framed.Lines(Lines(model.Now.Rates, model.Now.ActiveRate, width >= ColumnsWithUnits)), height);

    private static IEnumerable<string> Lines(Rates? rates, string activeRate, bool withUnits)
    {
        string Unit(string unit) => withUnits ? $" [grey]{unit}[/]" : "";

        if (rates == null)
        {
            yield return "[grey]rates are not published[/]";
            yield break;
        }

        // In a narrow panel a name is cut before a price is.
        string[] names = [.. Enumerable.Range(0, rates.HasElectricity ? rates.Count : 0).Select(rates.Name).Select(name => withUnits ? name : OneLine.Cut(name, LongestNarrowName))];
        int label = Math.Max(ShortestLabel, names.Select(name => name.Length + 1).DefaultIfEmpty().Max());
        string Label(string name) => Markup.Escape(name.PadRight(label + 1));

        if (rates.HasElectricity)
        {
            for (int rate = 0; rate < rates.Count; rate++)
            {
                string colour = rates.Name(rate) == activeRate ? Active : Other;
                yield return $"[{colour}]{Markup.Escape(names[rate].PadRight(label))}▲{Show.Price(rates.ImportNanoEuroPerWh(rate)),-6} ▼{Show.Price(rates.ExportNanoEuroPerWh(rate))}[/]{Unit("€/kWh")}";
            }
        }

        if (rates.HasGas)
        {
            yield return $"[{Other}]{Label("Gas")}{Show.Price(rates.GasNanoEuroPerLitre)}[/]{Unit("€/m³")}";
        }

        if (rates.HasWater)
        {
            yield return $"[{Other}]{Label("Water")}{Show.Price(rates.WaterNanoEuroPerLitre)}[/]{Unit("€/m³")}";
        }

        Capacity capacity = rates.Capacity;
        if (capacity.NanoEuroPerKwYear > 0)
        {
            yield return $"[{Other}]{Label("Peak")}{Show.Euro(capacity.NanoEuroPerKwYear)}[/]{Unit("€/kW a year")}";
        }

        long fees = rates.ElectricityFeeNanoEuroPerYear + rates.GasFeeNanoEuroPerYear + rates.WaterFeeNanoEuroPerYear;
        if (fees > 0)
        {
            yield return $"[{Other}]{Label("Fees")}{Show.Euro(fees)}[/]{Unit("€ a year")}";
        }

        if (!rates.HasElectricity && !rates.HasGas && !rates.HasWater)
        {
            yield return "[grey]no rates.json:[/]";
            yield return "[grey]costs are 0[/]";
        }
    }
}
