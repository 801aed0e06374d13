using MeterFirmware.Companion.Showing;
using MeterFirmware.Tariffs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The prices in force, the active rate in magenta, the others in cyan.</summary>
internal static class RatesPanel
{
    private const string Active = "magenta";
    private const string Other = "aqua";

    public static IRenderable Draw(DashboardModel model, int height) =>
        Framed.Draw("Rates", Framed.Lines(Lines(model.Meter)), height);

    private static IEnumerable<string> Lines(Meter meter)
    {
        Rates rates = meter.Ledger.Rates;
        int active = meter.Ledger.ActiveRate(meter.Reading);
        if (rates.HasElectricity)
        {
            for (int rate = 0; rate < rates.Count; rate++)
            {
                string colour = rate == active ? Active : Other;
                string name = Markup.Escape(rates.Name(rate));
                yield return $"[{colour}]{name,-7} ▲ {Show.Price(rates.ImportNanoEuroPerWh(rate)),-6} ▼ {Show.Price(rates.ExportNanoEuroPerWh(rate)),-6}[/] [grey]€/kWh[/]";
            }
        }

        if (rates.HasGas)
        {
            yield return $"[{Other}]Gas       {Show.Price(rates.GasNanoEuroPerLitre)}[/] [grey]€/m³[/]";
        }

        if (rates.HasWater)
        {
            yield return $"[{Other}]Water     {Show.Price(rates.WaterNanoEuroPerLitre)}[/] [grey]€/m³[/]";
        }

        Capacity capacity = rates.Capacity;
        if (capacity.NanoEuroPerKwYear > 0)
        {
            yield return $"[{Other}]Capacity  {Show.Euro(capacity.NanoEuroPerKwYear)}[/] [grey]€/kW/year[/]";
        }

        long fees = rates.ElectricityFeeNanoEuroPerYear + rates.GasFeeNanoEuroPerYear + rates.WaterFeeNanoEuroPerYear;
        if (fees > 0)
        {
            yield return $"[{Other}]Fees      {Show.Euro(fees)}[/] [grey]€/year[/]";
        }

        if (!rates.HasElectricity && !rates.HasGas && !rates.HasWater)
        {
            yield return "[grey]no rates.json: costs are 0[/]";
        }
    }
}
