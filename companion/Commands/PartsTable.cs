using System.Globalization;
using MeterFirmware.Companion.Bills;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary>Of what a price is made, as a table.</summary>
internal static class PartsTable
{
    /// <summary>The table.</summary>
    /// <param name="title">Of what.</param>
    /// <param name="parts">Its parts.</param>
    public static Table Of(string title, IReadOnlyList<PricePart> parts)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns(Markup.Escape(title), "").AddColumn(new TableColumn("EUR").RightAligned()).AddColumn(new TableColumn("VAT").RightAligned()).AddColumn(new TableColumn("with VAT").RightAligned());
        string group = "";
        foreach (PricePart part in parts.OrderBy(part => Array.IndexOf(Charge.Groups, part.Group)))
        {
            table.AddRow(part.Group == group ? "" : $"[yellow]{part.Group}[/]", Markup.Escape(part.Name), (part.IsAbout ? "about " : "") + Number(part.Eur), part.VatPercent == 0 ? "" : $"{part.VatPercent:0.##} %", Number(part.WithVat));
            group = part.Group;
        }

        return table.AddRow("[bold]all in[/]", "", Number(parts.Sum(part => part.Eur)), "", $"[bold]{Number(parts.Sum(part => part.WithVat))}[/]");
    }

    private static string Number(decimal number) => number.ToString("0.00####", CultureInfo.InvariantCulture);
}
