using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary>The bills of <c>docs/rates.md</c>, worked out there by hand, are what the ledger comes to.</summary>
public class WorkedBillTests
{
    private const decimal VatFactor = 1.06m;

    public static TheoryData<string> Titles => [.. RatesDocument.Bills.Keys];

    [Fact]
    public void There_are_five()
    {
        Assert.Equal(
            [
                "Flemish two-rate, a year", "Flemish single-rate with solar, a year", "Walloon two-rate of 2026, a month",
                "Walloon Impact, a month", "A house with gas and water, a year",
            ],
            RatesDocument.Bills.Keys);
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Every_line_is_what_the_ledger_says_to_the_cent(string title)
    {
        WorkedBill bill = RatesDocument.Bills[title];
        BilledMeter house = new(bill);
        Rates rates = TestMeter.Read(bill.RatesJson);
        decimal linesNanoEuro = 0;
        foreach (string[] line in bill.Lines[..^1])
        {
            decimal nanoEuro = OfLedger(line[0], house, rates);
            linesNanoEuro += nanoEuro;
            Assert.Equal((line[0], line[2]), (line[0], InEuro(nanoEuro)));
        }

        decimal totalNanoEuro = house.Account.TotalNanoEuro + house.CapacityNanoEuro;
        Assert.Equal(WorkedBill.Total, bill.Lines[^1][0]);
        Assert.Equal(bill.Lines[^1][2], $"**{InEuro(totalNanoEuro)}**");
        Assert.Equal(totalNanoEuro, linesNanoEuro);
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Every_line_is_what_its_arithmetic_says(string title)
    {
        WorkedBill bill = RatesDocument.Bills[title];
        decimal sum = 0;
        foreach (string[] line in bill.Lines[..^1])
        {
            decimal euro = WorkedBill.Cents(WorkedBill.Evaluate(line[1]));
            Assert.Equal((line[0], WorkedBill.Number(line[2])), (line[0], euro));
            sum += euro;
        }

        Assert.Equal(WorkedBill.Number(bill.Lines[^1][2].Trim('*')), sum);
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Every_price_follows_from_the_contract(string title)
    {
        WorkedBill bill = RatesDocument.Bills[title];
        Rates rates = TestMeter.Read(bill.RatesJson);
        int priced = 0;
        foreach (DocumentTable table in bill.Contract)
        {
            AssertSum(table, table.Rows.Count - 2);
            Assert.Equal(WorkedBill.WithVat, table.Rows[^1][0]);
            for (int column = 1; column < table.Headers.Length; column++)
            {
                decimal withVat = WorkedBill.Number(table.Rows[^1][column]);
                Assert.Equal(WorkedBill.Number(table.Rows[^2][column]) * VatFactor, withVat);
                Assert.Equal((table.Headers[column], withVat), (table.Headers[column], PriceOf(table.Headers[0], table.Headers[column], rates)));
                priced++;
            }
        }

        Assert.True(priced >= 2);
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_sums_of_the_use_are_right(string title)
    {
        DocumentTable use = RatesDocument.Bills[title].Use;
        AssertSum(use, use.Rows.Count - 1);
    }

    [Fact]
    public void Gas_is_shown_in_kWh_as_the_text_says()
    {
        WorkedBill bill = RatesDocument.Bills["A house with gas and water, a year"];
        long litres = new BilledMeter(bill).Account.GasLitres;
        decimal kWh = litres * TestMeter.Read(bill.RatesJson).GasMicroUnitsPerCubicMetre / 1e9m;
        Assert.Contains($"\nWith `cnv` the gas is shown as {kWh:0.000} kWh too.\n", RatesDocument.Page.Text, StringComparison.Ordinal);
    }

    private static decimal OfLedger(string line, BilledMeter house, Rates rates)
    {
        Account account = house.Account;
        return line switch
        {
            "Taken" => account.ImportNanoEuroAt(Rates.Day) + account.ImportNanoEuroAt(Rates.Night),
            "Given" => -account.ExportNanoEuroAt(Rates.Day) - account.ExportNanoEuroAt(Rates.Night),
            "Fee of electricity" => account.ElectricityFeeNanoEuro,
            "Gas" => account.GasNanoEuro,
            "Fee of gas" => account.GasFeeNanoEuro,
            "Water" => account.WaterNanoEuro,
            "Fee of water" => account.WaterFeeNanoEuro,
            "Capacity" => house.CapacityNanoEuro,
            _ => account.ImportNanoEuroAt(PlaceOf(line["Taken, ".Length..], rates)),
        };
    }

    // In EUR, as the contract has it: gas by the kWh.
    private static decimal PriceOf(string unit, string column, Rates rates) => (unit, column) switch
    {
        ("EUR/kWh", "Single" or "Electricity") => Same(rates.ImportNanoEuroPerWh(Rates.Day), rates.ImportNanoEuroPerWh(Rates.Night)) / 1e6m,
        ("EUR/kWh", "Gas") => decimal.Round(rates.GasNanoEuroPerLitre / (decimal)rates.GasMicroUnitsPerCubicMetre, 6),
        ("EUR/kWh", _) => rates.ImportNanoEuroPerWh(PlaceOf(column, rates)) / 1e6m,
        ("EUR/m³", "Water") => rates.WaterNanoEuroPerLitre / 1e6m,
        ("EUR a year", "Fee" or "Electricity") => rates.ElectricityFeeNanoEuroPerYear / 1e9m,
        ("EUR a year", "Gas") => rates.GasFeeNanoEuroPerYear / 1e9m,
        ("EUR a year", "Water") => rates.WaterFeeNanoEuroPerYear / 1e9m,
        ("EUR a year", "Capacity, per kW") => rates.Capacity.NanoEuroPerKwYear / 1e9m,
        _ => throw new ArgumentException($"{unit} of {column} is no price of the file."),
    };

    private static long Same(long one, long other)
    {
        Assert.Equal(one, other);
        return one;
    }

    private static int PlaceOf(string name, Rates rates) => Enumerable.Range(0, rates.Count).Single(rate => rates.Name(rate) == name);

    private static void AssertSum(DocumentTable table, int sumRow)
    {
        Assert.Equal(WorkedBill.Sum, table.Rows[sumRow][0]);
        for (int column = 1; column < table.Headers.Length; column++)
        {
            if (table.Rows[sumRow][column].Length > 0)
            {
                decimal sum = table.Rows[..sumRow].Sum(row => WorkedBill.Number(row[column]));
                Assert.Equal((table.Headers[column], WorkedBill.Number(table.Rows[sumRow][column])), (table.Headers[column], sum));
            }
        }
    }

    private static string InEuro(decimal nanoEuro) => $"{WorkedBill.Cents(nanoEuro / 1e9m):0.00}";
}
