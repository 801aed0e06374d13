using System.Globalization;
using System.Text.RegularExpressions;
using MeterFirmware.Tests.Mqtt;

namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary>A bill of <c>docs/rates.md</c>: what the contract says, the file, the use, and what it comes to.</summary>
internal sealed partial class WorkedBill
{
    public const string Sum = "Sum";
    public const string Total = "**Total**";
    public const string WithVat = "with 6 % VAT";

    public WorkedBill(string text)
    {
        RatesJson = Assert.Single(Document.Blocks(text, "json"));
        List<DocumentTable> tables = Document.Tables(text);
        Contract = tables.FindAll(table => table.Headers[0].StartsWith("EUR", StringComparison.Ordinal));
        Use = tables.Single(table => table.Rows[^1][0] == Sum && !Contract.Contains(table));
        Lines = tables.Single(table => table.Headers[0] == "Bill").Rows;
    }

    /// <summary>The file of rates.</summary>
    public string RatesJson { get; }

    /// <summary>The parts of the prices without VAT, their sum, and the price with VAT.</summary>
    public List<DocumentTable> Contract { get; }

    /// <summary>What is used, by month or by the hours of a day; the last row is the sum.</summary>
    public DocumentTable Use { get; }

    /// <summary>What is billed, the arithmetic, and EUR; the last row is the total.</summary>
    public List<string[]> Lines { get; }

    /// <summary>A number, 0 for an empty cell.</summary>
    public static decimal Number(string cell) => cell.Length == 0 ? 0 : decimal.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>Works out products and quotients from left to right; units are passed over.</summary>
    public static decimal Evaluate(string arithmetic)
    {
        decimal value = 1;
        string operation = "×";
        foreach (Match token in NumberOrSign().Matches(arithmetic))
        {
            if (token.Value is "×" or "/")
            {
                operation = token.Value;
            }
            else
            {
                value = operation == "/" ? value / Number(token.Value) : value * Number(token.Value);
            }
        }

        return value;
    }

    public static decimal Cents(decimal euro) => decimal.Round(euro, 2, MidpointRounding.AwayFromZero);

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?|[×/]")]
    private static partial Regex NumberOrSign();
}
