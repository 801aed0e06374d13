using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeterFirmware.Companion.Bills;

/// <summary>A supplier's invoice, as a person wrote it down.</summary>
internal sealed record Invoice
{
    private const string Vat = "VAT";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Whether its lines are with VAT: excl or incl.</summary>
    public string Basis { get; init; } = "excl";

    /// <summary>Its lines.</summary>
    public InvoiceLine[] Lines { get; init; } = [];

    /// <summary>What is to be paid, EUR; null when it was not written down.</summary>
    public decimal? TotalEur { get; init; }

    /// <summary>Reads one.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">Where it comes from, for errors.</param>
    /// <exception cref="CommandFailure">Something in it is wrong.</exception>
    public static Invoice Read(byte[] json, string path)
    {
        try
        {
            ReadOnlySpan<byte> bytes = json;
            Invoice invoice = JsonSerializer.Deserialize<Invoice>(bytes.TrimStart("\uFEFF"u8), Options) ?? throw new JsonException("an object with \"lines\" was expected");
            return invoice.Basis is "excl" or "incl" ? invoice : throw new JsonException($"basis is excl or incl, not \"{invoice.Basis}\"");
        }
        catch (JsonException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path}, line {(error.LineNumber ?? 0) + 1}{(error.Path is { Length: > 2 } at ? $", {at[2..]}" : "")}: {error.Message.Split(" Path: ")[0].TrimEnd('.')}.");
        }
    }

    /// <summary>Puts it beside a bill.</summary>
    /// <returns>Line by line: what, the invoice's EUR and the bill's; null for what is only on one of them.</returns>
    public List<(string What, decimal? Invoice, decimal? Here)> Against(Bill bill)
    {
        List<BillLine> left = [.. bill.Lines];
        List<(string What, decimal? Invoice, decimal? Here)> rows = [];
        foreach (InvoiceLine line in Lines.Where(line => line.Eur != null))
        {
            // By its name on the bill, else by the part of the bill that it sums up.
            BillLine[] same = [.. left.Where(other => Is(line.Name, other.Name) && (line.Utility == null || line.Utility == other.Utility))];
            same = same.Length > 0 ? same : [.. left.Where(other => Is(line.Name, other.Group) && other.Utility == (line.Utility ?? "electricity"))];
            left.RemoveAll(same.Contains);
            rows.Add((line.Name, line.Eur, same.Length == 0 || Array.Exists(same, other => other.Eur == null) ? null : Sum(same)));
        }

        rows.AddRange(left.GroupBy(line => line.Name, (name, lines) => (name, (decimal?)null, lines.Any(line => line.Eur == null) ? null : (decimal?)Sum(lines))).Where(row => row.Item3 != 0));
        if (Basis == "excl")
        {
            rows.RemoveAll(row => Is(row.What, Vat));
            rows.Add((Vat, Array.Find(Lines, line => Is(line.Name, Vat))?.Eur, bill.Vat.Sum(vat => vat.Eur)));
        }

        rows.Add(("Total", TotalEur ?? (Lines.Length > 0 && Basis == "incl" ? Lines.Sum(line => line.Eur) : null), bill.TotalEur));
        return rows;
    }

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private decimal Sum(IEnumerable<BillLine> lines) => lines.Sum(line => Basis == "incl" ? Bill.Cents(line.Eur!.Value * (100 + line.VatPercent) / 100) : line.Eur!.Value);
}

/// <summary>A line of an invoice.</summary>
internal sealed record InvoiceLine
{
    /// <summary>A line's name on the bill, or a part of it such as network or levies.</summary>
    public required string Name { get; init; }

    /// <summary>electricity, gas or water; null when the name says it.</summary>
    public string? Utility { get; init; }

    /// <summary>EUR; negative for what is earned; null for what was not written down.</summary>
    public decimal? Eur { get; init; }

    /// <summary>Other fields, such as those that 'meter bill --json' writes, are passed over.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; init; }
}
