using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeterFirmware.Tests.Feed;

/// <summary>The table and the example of a topic in docs/mqtt.md, against what the code writes.</summary>
/// <param name="page">The document.</param>
/// <param name="topic">The topic, which is the section's heading.</param>
internal sealed class FieldTable(Document page, string topic)
{
    private const int LineLength = 110;

    /// <summary>Units that no name ends in, by field.</summary>
    public Dictionary<string, string> Units { get; init; } = [];

    /// <summary>Objects whose members are told of elsewhere.</summary>
    public string[] Closed { get; init; } = [];

    /// <summary>Every field is in the table with its unit and type, and none besides.</summary>
    /// <param name="payloads">Everything that the topic may carry.</param>
    public void Check(IEnumerable<JsonElement> payloads)
    {
        Dictionary<string, Dictionary<string, string>> rows =
            Document.Rows(page.Section("`" + topic + "`"), "Field").ToDictionary(row => row["Field"].Trim('`'));
        Dictionary<string, List<JsonElement>> seen = [];
        Dictionary<string, int> parents = [];
        foreach (JsonElement payload in payloads)
        {
            Collect(payload, "", seen, parents);
        }

        Assert.Equal(seen.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach ((string path, Dictionary<string, string> row) in rows)
        {
            string parent = path.Contains('.') ? path[..path.LastIndexOf('.')] : "";
            bool isAlways = seen[path].Count == parents[parent];
            bool isSpecial = path.EndsWith('>');
            Assert.True(isSpecial || isAlways == (row["Not there"].Length == 0), path + " is there " + (isAlways ? "always" : "sometimes"));
            Assert.Equal((path, UnitOf(path)), (path, row["Unit"]));

            bool hasNull = seen[path].Any(value => value.ValueKind == JsonValueKind.Null);
            string type = row["Type"].EndsWith(" or null", StringComparison.Ordinal) ? row["Type"][..^8] : row["Type"];
            Assert.Equal((path, hasNull), (path, type != row["Type"]));
            Assert.All(
                seen[path].Where(value => value.ValueKind != JsonValueKind.Null),
                value => Assert.True(IsOf(value, type), path + " is no " + type + ": " + value.GetRawText()));
        }
    }

    /// <summary>The example is what the code writes.</summary>
    /// <param name="payload">What it writes.</param>
    /// <param name="members">Those members of it that the example shows; null for all.</param>
    public void CheckExample(JsonElement payload, string[]? members = null)
    {
        string expected = Wrapped(payload, members);
        string example = Assert.Single(Document.Blocks(page.Section("`" + topic + "`"), "json"));
        if (example != expected && Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            page.ReplaceExample("`" + topic + "`", expected);
            return;
        }

        Assert.Equal(expected, example);
    }

    // A row stands for all rates of a period.
    private string Row(string path) => topic.StartsWith("costs/", StringComparison.Ordinal) ? Regex.Replace(path, @"^rates\.[^.]+", "rates.<rate>") : path;

    private void Collect(JsonElement element, string path, Dictionary<string, List<JsonElement>> seen, Dictionary<string, int> parents)
    {
        parents[Row(path)] = parents.GetValueOrDefault(Row(path)) + 1;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string at = path.Length == 0 ? member.Name : path + "." + member.Name;
            if (!seen.TryGetValue(Row(at), out List<JsonElement>? values))
            {
                seen[Row(at)] = values = [];
            }

            values.Add(member.Value);
            if (member.Value.ValueKind == JsonValueKind.Object && !Closed.Contains(at))
            {
                Collect(member.Value, at, seen, parents);
            }
            else if (member.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in member.Value.EnumerateArray())
                {
                    Collect(item, at + "[]", seen, parents);
                }
            }
        }
    }

    private string UnitOf(string path)
    {
        if (Units.TryGetValue(path, out string? known))
        {
            return known;
        }

        string name = path[(path.LastIndexOf('.') + 1)..];
        (string Suffix, string Unit)[] units =
        [
            ("Kwh", "kWh"), ("M3", "m³"), ("m3", "m³"), ("Gj", "GJ"), ("gj", "GJ"), ("Eur", "EUR"), ("EurPerYear", "EUR"), ("Seconds", "s"),
            ("freeBytes", "bytes"), ("W", "W"), ("V", "V"), ("A", "A"), ("grid", "V"), ("ToBreach", "s"),
        ];
        return units.FirstOrDefault(unit => name.EndsWith(unit.Suffix, StringComparison.Ordinal)).Unit ?? "";
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "list" => value.ValueKind == JsonValueKind.Array,
        "month" => Regex.IsMatch(value.GetString()!, "^[0-9]{4}-[0-9]{2}$"),
        "time" => DateTimeOffset.TryParseExact(
            value.GetString(), "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "text" => value.ValueKind == JsonValueKind.String,
        _ => false,
    };

    private static string Wrapped(JsonElement payload, string[]? members)
    {
        IEnumerable<string> shown = payload.EnumerateObject()
            .Where(member => members == null || members.Contains(member.Name)).Select(member => Shown(member, "  "));
        return "{\n" + Packed(shown, "  ") + "\n}\n";
    }

    // In one line when it fits there.
    private static string Shown(JsonProperty member, string indent)
    {
        string inLine = Spaced(member.ToString());
        return member.Value.ValueKind == JsonValueKind.Object && indent.Length + inLine.Length > LineLength
            ? $"\"{member.Name}\": {{\n" + Packed(member.Value.EnumerateObject().Select(inner => Shown(inner, indent + "  ")), indent + "  ") + $"\n{indent}}}"
            : member.Value.ValueKind == JsonValueKind.Array && indent.Length + inLine.Length > LineLength
            ? $"\"{member.Name}\": [\n" + Packed(member.Value.EnumerateArray().Select(item => Spaced(item.GetRawText())), indent + "  ") + $"\n{indent}]"
            : inLine;
    }

    // As many in a line as fit; what has lines of its own stands alone.
    private static string Packed(IEnumerable<string> parts, string indent)
    {
        List<string> lines = [];
        bool isClosed = true;
        foreach (string part in parts)
        {
            if (lines.Count > 0)
            {
                lines[^1] += ",";
            }

            if (isClosed || part.Contains('\n') || lines[^1].Length + 1 + part.Length >= LineLength)
            {
                lines.Add(indent + part);
            }
            else
            {
                lines[^1] += " " + part;
            }

            isClosed = part.Contains('\n');
        }

        return string.Join('\n', lines);
    }

    private static string Spaced(string json) =>
        Regex.Replace(json, "\"(?:\\\\.|[^\"\\\\])*\"|[:,]", match => match.Value is ":" or "," ? match.Value + " " : match.Value);
}
