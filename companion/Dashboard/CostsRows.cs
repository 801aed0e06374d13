using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Which rows the costs have, from the rates in force and from what has been used.</summary>
internal static class CostsRows
{
    private const string Plain = "default";
    private const string NotPriced = "not priced yet";
    private const string Estimated = "estimated";

    /// <summary>Whether there is anything in money to show.</summary>
    public static bool HavePrices(CostsSnapshot costs, Rates? rates) => costs.SinceStart.TotalNanoEuro != 0
        || rates is { HasElectricity: true } or { HasGas: true } or { HasWater: true };

    /// <summary>What the costs of a period lack.</summary>
    /// <returns>Words without full stop; empty when they are all there.</returns>
    public static string Lacking(PeriodSnapshot use) => string.Join(", ", new[]
    {
        use.UnpricedWh > 0 ? $"without {Show.Kwh(use.UnpricedWh)} kWh {NotPriced}" : "",
        use.EstimatedWh > 0 ? $"{Show.Kwh(use.EstimatedWh)} kWh of it {Estimated}" : "",
    }.Where(part => part.Length > 0));

    /// <summary>All rows, from top to bottom.</summary>
    public static List<CostsRow> Of(CostsSnapshot costs, string activeRate, bool havePrices)
    {
        List<CostsRow> rows = [];
        AddElectricity(rows, costs, activeRate, havePrices, isExport: false);
        AddElectricity(rows, costs, activeRate, havePrices, isExport: true);
        if (havePrices)
        {
            rows.Add(new(Rank.Parts, "electricity €", Plain, (use, _) => Show.Euro(use.ElectricityNanoEuro)));
        }

        if (costs.HasGas)
        {
            rows.Add(new(Rank.Volumes, "gas m³", Plain, (use, _) => Show.CubicMetres(use.GasLitres)));
            if (costs.GasUnit.Length > 0)
            {
                rows.Add(new(Rank.Converted, $"  {costs.GasUnit}", Plain, (use, _) => Converted(use.GasLitres, costs)));
            }

            if (havePrices)
            {
                rows.Add(new(Rank.Parts, "gas €", Plain, (use, _) => Show.Euro(use.GasNanoEuro)));
            }
        }

        if (costs.HasWater)
        {
            rows.Add(new(Rank.Volumes, "water m³", Plain, (use, _) => Show.CubicMetres(use.WaterLitres)));
            if (havePrices)
            {
                rows.Add(new(Rank.Parts, "water €", Plain, (use, _) => Show.Euro(use.WaterNanoEuro)));
            }
        }

        if (havePrices)
        {
            if (costs.SinceStart.FeeNanoEuro != 0)
            {
                rows.Add(new(Rank.Parts, "standing fees €", Plain, (use, _) => Show.Euro(use.FeeNanoEuro)));
            }

            rows.Add(new(Rank.Sums, "total €", "bold", (use, _) => Show.Euro(use.TotalNanoEuro)));
            if (costs.SinceStart.UnpricedWh > 0)
            {
                rows.Add(new(Rank.Peak, $"  without kWh {NotPriced}", "grey", (use, _) => Show.Kwh(use.UnpricedWh)));
            }

            if (costs.SinceStart.EstimatedWh > 0)
            {
                rows.Add(new(Rank.Parts, $"  of it {Estimated}, kWh", "grey", (use, _) => Show.Kwh(use.EstimatedWh)));
            }
        }

        rows.Add(new(Rank.Peak, "peak kW", Plain, (use, _) => use.PeakStartUtc == 0 ? "-" : Show.Kw(use.PeakW)));
        rows.Add(new(Rank.Began, "  began", "grey", (use, period) => use.PeakStartUtc == 0 ? "" : Show.Local(use.PeakStartUtc, WhenIn(period))));
        return rows;
    }

    private static void AddElectricity(List<CostsRow> rows, CostsSnapshot costs, string activeRate, bool havePrices, bool isExport)
    {
        string colour = isExport ? Tone.Given : Tone.Taken;
        rows.Add(new(Rank.Sums, isExport ? "▼ export kWh" : "▲ import kWh", colour, (use, _) => Show.Kwh(isExport ? use.ExportWh : use.ImportWh)));
        for (int rate = 0; rate < costs.RateNames.Count; rate++)
        {
            int at = rate;
            string name = costs.RateNames[rate];
            AddRate(rows, isExport, $"{(name == activeRate ? '▸' : ' ')} {name.ToLowerInvariant()}", havePrices, use => use.Rates[at]);
        }

        RateUse former = costs.SinceStart.Former;
        if ((isExport ? former.ExportWh : former.ImportWh) != 0)
        {
            AddRate(rows, isExport, "  before", havePrices, use => use.Former);
        }
    }

    private static void AddRate(List<CostsRow> rows, bool isExport, string name, bool havePrices, Func<PeriodSnapshot, RateUse> at)
    {
        rows.Add(new(Rank.Rates, name, Plain, (use, _) => Show.Kwh(isExport ? at(use).ExportWh : at(use).ImportWh)));
        if (havePrices)
        {
            rows.Add(new(Rank.RateCosts, isExport ? "    earned €" : "    cost €", "grey", (use, _) => Show.Euro(isExport ? at(use).ExportNanoEuro : at(use).ImportNanoEuro)));
        }
    }

    private static string WhenIn(CostsPeriod period) => period switch
    {
        < CostsPeriod.Week => "HH:mm",
        CostsPeriod.Week => "ddd HH:mm",
        CostsPeriod.Month => "d HH:mm",
        _ => "d MMM",
    };

    private static string Converted(long litres, CostsSnapshot costs) =>
        (litres * costs.GasMicroUnitsPerCubicMetre / 1_000_000_000m).ToString("0.0", null);
}

/// <summary>A row of the costs.</summary>
/// <param name="Rank">How much it matters: those of one rank are shown all or not at all.</param>
/// <param name="Label">What it is, with the unit.</param>
/// <param name="Colour">A colour or style of Spectre.Console.</param>
/// <param name="Value">Its text for a period and which one that is.</param>
internal sealed record CostsRow(Rank Rank, string Label, string Colour, Func<PeriodSnapshot, CostsPeriod, string> Value);

/// <summary>How much a row matters, the most first.</summary>
internal enum Rank
{
    /// <summary>Import, export, and what all comes to.</summary>
    Sums,

    /// <summary>Gas and water.</summary>
    Volumes,

    /// <summary>The highest quarter.</summary>
    Peak,

    /// <summary>What adds up to the total.</summary>
    Parts,

    /// <summary>When the highest quarter began.</summary>
    Began,

    /// <summary>Electricity by rate.</summary>
    Rates,

    /// <summary>Gas in another unit.</summary>
    Converted,

    /// <summary>What each rate came to.</summary>
    RateCosts,
}

/// <summary>A column of the costs.</summary>
internal enum CostsPeriod
{
    /// <summary>The running day.</summary>
    Today,

    /// <summary>The day before.</summary>
    Yesterday,

    /// <summary>Two days before.</summary>
    TwoDaysBack,

    /// <summary>Three days before.</summary>
    ThreeDaysBack,

    /// <summary>From Monday.</summary>
    Week,

    /// <summary>The running month.</summary>
    Month,

    /// <summary>The running year.</summary>
    Year,
}
