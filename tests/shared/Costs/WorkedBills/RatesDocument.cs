namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary><c>docs/rates.md</c>, read as a reader does: headings, tables, and files in JSON.</summary>
internal static class RatesDocument
{
    private const string BillsHeading = "## Worked bills";

    public static string[] Lines { get; } = File.ReadAllLines(Repository.File("docs", "rates.md"));

    /// <summary>The bills by their headings.</summary>
    public static IReadOnlyDictionary<string, WorkedBill> Bills { get; } = ReadBills();

    /// <summary>The text of every block of JSON in a document.</summary>
    public static List<string> JsonBlocks(IEnumerable<string> lines)
    {
        List<string> blocks = [];
        List<string>? open = null;
        foreach (string line in lines)
        {
            if (open == null)
            {
                open = line == "```json" ? [] : null;
            }
            else if (line == "```")
            {
                blocks.Add(string.Join('\n', open));
                open = null;
            }
            else
            {
                open.Add(line);
            }
        }

        return blocks;
    }

    private static Dictionary<string, WorkedBill> ReadBills()
    {
        Dictionary<string, WorkedBill> bills = [];
        int heading = Array.FindIndex(Lines, Array.IndexOf(Lines, BillsHeading), IsBill);
        while (heading >= 0)
        {
            int next = Array.FindIndex(Lines, heading + 1, IsBill);
            bills.Add(Lines[heading][4..], new WorkedBill(Lines[(heading + 1)..(next < 0 ? Lines.Length : next)]));
            heading = next;
        }

        return bills;
    }

    private static bool IsBill(string line) => line.StartsWith("### ", StringComparison.Ordinal);
}
