using MeterFirmware.Tests.Mqtt;

namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary><c>docs/rates.md</c>.</summary>
internal static class RatesDocument
{
    public static Document Page { get; } = new("docs/rates.md");

    /// <summary>The bills by their headings.</summary>
    public static IReadOnlyDictionary<string, WorkedBill> Bills { get; } =
        Document.Sections(Page.Section("Worked bills"), 3).ToDictionary(bill => bill.Heading, bill => new WorkedBill(bill.Text));
}
