using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Which rows the costs have, from the rates in force and from what has been used.</summary>
internal static class CostsRows
{
    private const string Plain = "default";
    private const string Active = "green";
    private const string Money = "yellow";
    private const string Sum = "bold yellow";

    public static List<CostsRow> Of(CostsSnapshot costs, string activeRate, CostsDetail detail)
    {
        List<CostsRow> rows = [];
        if (detail == CostsDetail.Sums)
        {
            rows.Add(new("import kWh", Active, (period, _) => Show.Kwh(period.ImportWh)));
            rows.Add(new("export kWh", Plain, (period, _) => Show.Kwh(period.ExportWh)));
        }
        else
        {
            AddRates(rows, costs, activeRate, detail);
        }

        if (detail != CostsDetail.Sums)
        {
            rows.Add(new("electricity €", Money, (period, _) => Show.Euro(period.ElectricityNanoEuro)));
        }

        if (costs.HasGas)
        {
            rows.Add(new("gas m³", Plain, (period, _) => Show.CubicMetres(period.GasLitres)));
            if (detail != CostsDetail.Sums)
            {
                if (costs.GasUnit.Length > 0)
                {
                    rows.Add(new($"gas {costs.GasUnit}", Plain, (period, _) => Converted(period.GasLitres, costs)));
                }

                rows.Add(new("gas €", Money, (period, _) => Show.Euro(period.GasNanoEuro)));
            }
        }

        if (costs.HasWater)
        {
            rows.Add(new("water m³", Plain, (period, _) => Show.CubicMetres(period.WaterLitres)));
            if (detail != CostsDetail.Sums)
            {
                rows.Add(new("water €", Money, (period, _) => Show.Euro(period.WaterNanoEuro)));
            }
        }

        rows.Add(new("total €", Sum, (period, _) => Show.Euro(period.TotalNanoEuro)));
        rows.Add(new("peak kW", "aqua", (period, _) => period.PeakStartUtc == 0 ? "-" : Show.Kw(period.PeakW)));
        if (detail != CostsDetail.Sums)
        {
            rows.Add(new("  began", "grey", (use, period) => use.PeakStartUtc == 0 ? "" : Show.Local(use.PeakStartUtc, WhenIn(period))));
        }

        return rows;
    }

    private static void AddRates(List<CostsRow> rows, CostsSnapshot costs, string activeRate, CostsDetail detail)
    {
        foreach (bool isExport in new[] { false, true })
        {
            for (int rate = 0; rate < costs.RateNames.Count; rate++)
            {
                int at = rate;
                string name = costs.RateNames[rate];
                AddRate(rows, isExport, name.ToLowerInvariant(), name == activeRate, detail, period => period.Rates[at]);
            }

            RateUse former = costs.SinceStart.Former;
            if ((isExport ? former.ExportWh : former.ImportWh) != 0)
            {
                AddRate(rows, isExport, "before", isActive: false, detail, period => period.Former);
            }
        }
    }

    private static void AddRate(List<CostsRow> rows, bool isExport, string name, bool isActive, CostsDetail detail, Func<PeriodSnapshot, RateUse> use)
    {
        rows.Add(new(
            $"{(isExport ? "export" : "import")} {name}",
            isActive ? Active : Plain,
            (period, _) => Show.Kwh(isExport ? use(period).ExportWh : use(period).ImportWh)));
        if (detail == CostsDetail.RatesAndCosts)
        {
            rows.Add(new(
                isExport ? "  earned €" : "  cost €",
                isActive ? Active : "grey",
                (period, _) => Show.Euro(isExport ? use(period).ExportNanoEuro : use(period).ImportNanoEuro)));
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
/// <param name="Label">What it is, with the unit.</param>
/// <param name="Colour">A colour or style of Spectre.Console.</param>
/// <param name="Value">Its text for a period and which one that is.</param>
internal sealed record CostsRow(string Label, string Colour, Func<PeriodSnapshot, CostsPeriod, string> Value);

/// <summary>How much of the costs there is room for.</summary>
internal enum CostsDetail
{
    /// <summary>Import and export in one sum each.</summary>
    Sums,

    /// <summary>Import and export by rate.</summary>
    Rates,

    /// <summary>By rate, with what each came to.</summary>
    RatesAndCosts,
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
