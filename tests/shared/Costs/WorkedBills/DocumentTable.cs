namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary>A table of a Markdown document: cells without the spaces around them.</summary>
internal sealed class DocumentTable
{
    private DocumentTable(string[] headers, List<string[]> rows)
    {
        Headers = headers;
        Rows = rows;
    }

    public string[] Headers { get; }

    public List<string[]> Rows { get; }

    /// <summary>The tables of a part of a document, in their order.</summary>
    public static List<DocumentTable> In(IEnumerable<string> lines)
    {
        List<DocumentTable> tables = [];
        DocumentTable? open = null;
        foreach (string line in lines)
        {
            if (!line.StartsWith('|'))
            {
                open = null;
            }
            else if (open == null)
            {
                open = new DocumentTable(Cells(line), []);
                tables.Add(open);
            }
            else if (!line.StartsWith("| ---", StringComparison.Ordinal))
            {
                string[] cells = Cells(line);
                Assert.True(cells.Length == open.Headers.Length, "A row has other columns than its table: " + line);
                open.Rows.Add(cells);
            }
        }

        return tables;
    }

    public int Column(string header) => Array.IndexOf(Headers, header);

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
