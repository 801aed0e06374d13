using System.Text.RegularExpressions;

namespace MeterFirmware.Tests.Feed;

/// <summary>A document of this project: its sections, tables and code, as a reader sees them.</summary>
internal sealed class Document
{
    private readonly string _path;

    public Document(string name)
    {
        _path = Repository.File("docs", name);
        Text = File.ReadAllText(_path).ReplaceLineEndings("\n");
    }

    public string Text { get; private set; }

    /// <summary>A section from its heading to the next.</summary>
    public string Section(string heading)
    {
        Match section = Regex.Match(Text, "^## " + Regex.Escape(heading) + @"\n(.*?)(?=^## |\z)", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(section.Success, "there is no section " + heading);
        return section.Groups[1].Value;
    }

    /// <summary>The rows of all tables whose first column has this heading, each a cell by column; of a link its words.</summary>
    public static Dictionary<string, string>[] Rows(string text, string firstColumn)
    {
        List<Dictionary<string, string>> rows = [];
        string[]? columns = null;
        foreach (string line in text.Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                columns = null;
                continue;
            }

            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => Regex.Replace(cell.Trim(), @"\[([^\]]+)\]\([^)]+\)", "$1"))];
            if (columns == null)
            {
                columns = cells;
            }
            else if (columns[0] == firstColumn && !cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                Assert.Equal(columns.Length, cells.Length);
                rows.Add(columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
            }
        }

        return [.. rows];
    }

    /// <summary>The code of a language, block by block.</summary>
    public static string[] Blocks(string text, string language) =>
        [.. Regex.Matches(text, "^```" + language + @"\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)];

    /// <summary>The words of a cell that are code.</summary>
    public static string[] Codes(string cell) => [.. Regex.Matches(cell, "`([^`]+)`").Select(code => code.Groups[1].Value)];

    /// <summary>The fields that a text tells of, in its tables and its examples.</summary>
    public static HashSet<string> Fields(string text) =>
    [
        .. Rows(text, "Field").SelectMany(row => Codes(row["Field"])),
        .. Rows(text, "Event").SelectMany(row => Codes(row["With"])),
        .. Blocks(text, "json").SelectMany(block => Regex.Matches(block, @"""(\w+)"": ")).Select(member => member.Groups[1].Value),
    ];

    /// <summary>Puts another example into a section.</summary>
    public void ReplaceExample(string heading, string json)
    {
        string section = Section(heading);
        string changed = Regex.Replace(
            section,
            "^```json\n.*?^```$",
            _ => "```json\n" + json + "```",
            RegexOptions.Singleline | RegexOptions.Multiline);
        Text = Text.Replace(section, changed);
        File.WriteAllText(_path, Text);
    }
}
