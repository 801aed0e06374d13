using MeterFirmware.Tariffs;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Terminal;

/// <summary>Rates as a table that a person can compare with a bill.</summary>
internal static class RatesTable
{
    private const string Electricity = "Electricity";
    private const string Gas = "Gas";
    private const string Water = "Water";
    private const string Peak = "Capacity";

    /// <summary>The table of some rates.</summary>
    public static Table Of(Rates rates)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("", "Rate", "Hours");
        table.AddColumn(new TableColumn("Price").RightAligned().NoWrap());
        table.AddColumn("Unit");
        string group = "";
        foreach (RatesRow row in Rows(rates))
        {
            table.AddRow(Heading(row, ref group), Markup.Escape(row.Name), row.Hours, row.Price, Markup.Escape(row.Unit));
        }

        return table;
    }

    /// <summary>What some rates change of others, side by side.</summary>
    /// <param name="before">Those in force.</param>
    /// <param name="after">Those that are to be.</param>
    public static Table Difference(Rates before, Rates after)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("", "Rate");
        table.AddColumn(new TableColumn("In force").RightAligned());
        table.AddColumn(new TableColumn("New").RightAligned());
        table.AddColumn("Unit");
        List<RatesRow> old = [.. Rows(before)];
        List<RatesRow> all = [.. Rows(after)];
        all.AddRange(old.Where(row => !all.Exists(row.IsSameRow)));
        string group = "";
        foreach (RatesRow row in all)
        {
            string was = old.Find(row.IsSameRow)?.Value ?? "-";
            string becomes = Rows(after).FirstOrDefault(row.IsSameRow)?.Value ?? "-";
            table.AddRow(
                Heading(row, ref group),
                Markup.Escape(row.Name),
                was,
                was == becomes ? becomes : $"[bold yellow]{becomes}[/]",
                Markup.Escape(row.Unit));
        }

        return table;
    }

    /// <summary>What a kWh of gas costs, when the rates say how many are in a m³.</summary>
    /// <returns>Millionths of a euro per kWh, or null.</returns>
    public static long? GasPerKwh(Rates rates) => rates is { HasGas: true, GasUnit: "kWh", GasMicroUnitsPerCubicMetre: > 0 }
        ? (long)decimal.Round(rates.GasNanoEuroPerLitre * 1_000_000m / rates.GasMicroUnitsPerCubicMetre)
        : null;

    private static string Heading(RatesRow row, ref string group)
    {
        bool isFirst = row.Group != group;
        group = row.Group;
        return isFirst ? $"[yellow]{row.Group}[/]" : "";
    }

    private static IEnumerable<RatesRow> Rows(Rates rates)
    {
        // A formula in one cell would not fit 80 columns: a row has what the market's price is multiplied by, the rates what they add.
        foreach (bool isTaken in new[] { true, false })
        {
            string way = isTaken ? "taken" : "given";
            SpotFormula? formula = isTaken ? rates.ImportSpot : rates.ExportSpot;
            if (formula != null)
            {
                yield return new(Electricity, $"market, {way}", formula.IsHourly ? "by the hour" : "by the quarter", $"× {Show.Price(formula.MillionthTimes)}", "");
            }

            for (int rate = 0; rates.HasElectricity && rate < rates.Count; rate++)
            {
                string hours = !isTaken ? "" : rates.Bands == null ? "by the meter" : Hours(rates.Bands, rate);
                yield return new(Electricity, $"{rates.Name(rate)}, {way}", hours, Price(formula, isTaken ? rates.ImportNanoEuroPerWh(rate) : rates.ExportNanoEuroPerWh(rate)), "€/kWh");
            }

            if (formula != null)
            {
                yield return new(Electricity, $"no market, {way}", "", formula.FallbackNanoEuroPerWh == SpotFormula.Unknown ? "not priced" : Show.Price(formula.FallbackNanoEuroPerWh), "€/kWh");
            }
        }

        if (rates.ElectricityFeeNanoEuroPerYear > 0)
        {
            yield return Fee(Electricity, rates.ElectricityFeeNanoEuroPerYear);
        }

        if (rates.HasGas)
        {
            yield return new(Gas, "taken", "", Show.Price(rates.GasNanoEuroPerLitre), "€/m³");
            if (rates.GasUnit.Length > 0)
            {
                if (GasPerKwh(rates) is long perKwh)
                {
                    yield return new(Gas, "that is", "", Show.Price(perKwh), "€/kWh");
                }

                yield return new(Gas, "1 m³ is", "", Show.Price(rates.GasMicroUnitsPerCubicMetre), rates.GasUnit);
            }

            if (rates.GasFeeNanoEuroPerYear > 0)
            {
                yield return Fee(Gas, rates.GasFeeNanoEuroPerYear);
            }
        }

        if (rates.HasWater)
        {
            yield return new(Water, "taken", "", Show.Price(rates.WaterNanoEuroPerLitre), "€/m³");
            if (rates.WaterFeeNanoEuroPerYear > 0)
            {
                yield return Fee(Water, rates.WaterFeeNanoEuroPerYear);
            }
        }

        Capacity capacity = rates.Capacity;
        if (capacity.NanoEuroPerKwYear > 0)
        {
            yield return new(Peak, "mean of 12 peaks", "", Show.Price(capacity.NanoEuroPerKwYear / 1000), "€/kW a year");
            yield return new(Peak, capacity.FloorOnMean ? "the mean at least" : "a month at least", "", Show.Kw(capacity.FloorW), "kW");
            if (capacity.CeilingNanoEuroPerWh > 0)
            {
                yield return new(Peak, "ceiling per kWh", "", Show.Price(capacity.CeilingNanoEuroPerWh), "€/kWh");
                yield return new(Peak, "network per kWh", "", Show.Price(capacity.NetworkNanoEuroPerWh), "€/kWh");
            }
        }
    }

    private static string Price(SpotFormula? formula, long price) =>
        formula == null ? Show.Price(price) : $"{(price < 0 ? '-' : '+')} {Show.Price(Math.Abs(price))}";

    private static RatesRow Fee(string group, long nanoEuroPerYear) => new(group, "Fee", "", Show.Euro(nanoEuroPerYear), "€ a year");

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

    /// <summary>A row of <see cref="RatesTable"/>.</summary>
    /// <param name="Group">The utility.</param>
    /// <param name="Name">The rate.</param>
    /// <param name="Hours">When it counts; empty for always.</param>
    /// <param name="Price">Its price.</param>
    /// <param name="Unit">The price's unit.</param>
    private sealed record RatesRow(string Group, string Name, string Hours, string Price, string Unit)
    {
        /// <summary>The price, and the hours where the clock decides.</summary>
        public string Value => Hours.Length == 0 || !char.IsAsciiDigit(Hours[0]) ? Price : $"{Price} ({Hours})";

        /// <summary>Whether two rows tell of the same thing.</summary>
        public bool IsSameRow(RatesRow other) => other.Group == Group && other.Name == Name && other.Unit == Unit;
    }
}
