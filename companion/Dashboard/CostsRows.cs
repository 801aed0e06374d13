using MeterFirmware.Companion.Showing;
using MeterFirmware.Costs;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Which rows the costs have, from the rates in force and from what has been used.</summary>
internal static class CostsRows
{
    private const string Plain = "default";
    private const string Active = "green";
    private const string Money = "yellow";
    private const string Sum = "bold yellow";

    public static List<CostsRow> Of(Meter meter, CostsDetail detail)
    {
        Ledger ledger = meter.Ledger;
        Rates rates = ledger.Rates;
        Account year = ledger.SinceStart;
        bool hasGas = rates.HasGas || year.GasLitres > 0;
        bool hasWater = rates.HasWater || year.WaterLitres > 0;
        List<CostsRow> rows = [];
        if (detail == CostsDetail.Sums)
        {
            rows.Add(new("import kWh", Active, (account, _) => Show.Kwh(account.ImportWh)));
            rows.Add(new("export kWh", Plain, (account, _) => Show.Kwh(account.ExportWh)));
        }
        else
        {
            AddRates(rows, meter, detail);
        }

        if (detail != CostsDetail.Sums)
        {
            rows.Add(new("electricity €", Money, (account, _) => Show.Euro(account.ElectricityNanoEuro)));
        }

        if (hasGas)
        {
            rows.Add(new("gas m³", Plain, (account, _) => Show.CubicMetres(account.GasLitres)));
            if (detail != CostsDetail.Sums)
            {
                if (rates.GasUnit.Length > 0)
                {
                    rows.Add(new($"gas {rates.GasUnit}", Plain, (account, _) => Converted(account.GasLitres, rates)));
                }

                rows.Add(new("gas €", Money, (account, _) => Show.Euro(account.GasNanoEuro + account.GasFeeNanoEuro)));
            }
        }

        if (hasWater)
        {
            rows.Add(new("water m³", Plain, (account, _) => Show.CubicMetres(account.WaterLitres)));
            if (detail != CostsDetail.Sums)
            {
                rows.Add(new("water €", Money, (account, _) => Show.Euro(account.WaterNanoEuro + account.WaterFeeNanoEuro)));
            }
        }

        rows.Add(new("total €", Sum, (account, _) => Show.Euro(account.TotalNanoEuro)));
        rows.Add(new("peak kW", "aqua", (account, _) => account.PeakStartUtc == 0 ? "-" : Show.Kw(account.PeakW)));
        if (detail != CostsDetail.Sums)
        {
            rows.Add(new("  began", "grey", (account, period) => account.PeakStartUtc == 0 ? "" : Show.Local(account.PeakStartUtc, WhenIn(period))));
        }

        return rows;
    }

    private static void AddRates(List<CostsRow> rows, Meter meter, CostsDetail detail)
    {
        Ledger ledger = meter.Ledger;
        int active = ledger.ActiveRate(meter.Reading);
        for (int export = 0; export <= 1; export++)
        {
            bool isExport = export == 1;
            string direction = isExport ? "export" : "import";
            for (int place = 0; place < Account.Places; place++)
            {
                int at = place;
                bool isFormer = place >= ledger.Rates.Count;
                if (isFormer && (isExport ? ledger.SinceStart.ExportWhAt(at) : ledger.SinceStart.ImportWhAt(at)) == 0)
                {
                    continue;
                }

                string name = isFormer ? "before" : ledger.Rates.Name(place).ToLowerInvariant();
                string colour = place == active ? Active : Plain;
                rows.Add(new(
                    $"{direction} {name}",
                    colour,
                    (account, _) => Show.Kwh(isExport ? account.ExportWhAt(at) : account.ImportWhAt(at))));
                if (detail == CostsDetail.RatesAndCosts)
                {
                    rows.Add(new(
                        isExport ? "  earned €" : "  cost €",
                        place == active ? Active : "grey",
                        (account, _) => Show.Euro(isExport ? account.ExportNanoEuroAt(at) : account.ImportNanoEuroAt(at))));
                }
            }
        }
    }

    private static string WhenIn(CostsPeriod period) => period switch
    {
        < CostsPeriod.Week => "HH:mm",
        CostsPeriod.Week => "ddd HH:mm",
        CostsPeriod.Month => "d HH:mm",
        _ => "d MMM",
    };

    private static string Converted(long litres, Rates rates) =>
        (litres * rates.GasMicroUnitsPerCubicMetre / 1_000_000_000m).ToString("0.0", null);
}
