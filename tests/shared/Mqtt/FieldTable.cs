using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>The table and the example of a topic in docs/mqtt.md, against what the code writes.</summary>
/// <param name="page">The document.</param>
/// <param name="topic">The topic, which is the section's heading.</param>
internal sealed class FieldTable(Document page, string topic)
{
    // The section that says what holds for the fields of all topics.
    private const string Reading = "How to read the fields";

    private const int LineLength = 110;

    /// <summary>Objects whose members are told of elsewhere.</summary>
    public string[] Closed { get; init; } = [];

    /// <summary>Fields that may be missing, of which another table says when.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>
    /// Every field stands in the example or in the table, and none besides. The table says which may be missing or null, the example what
    /// each looks like; what it does not show is a number with a unit in its name, or a text.
    /// </summary>
    /// <param name="payloads">Everything that the topic may carry.</param>
    public void Check(IEnumerable<JsonElement> payloads)
    {
        Dictionary<string, List<JsonElement>> seen = [];
        Dictionary<string, int> parents = [];
        foreach (JsonElement payload in payloads)
        {
            Collect(payload, "", seen, parents);
        }

        Dictionary<string, List<JsonElement>> shown = [];
        Collect(JsonElement.Parse(Assert.Single(Document.Blocks(page.Section("`" + topic + "`"), "json"))), "", shown, []);
        Dictionary<string, (string Obis, string Meaning)> rows = Rows(seen.Keys);
        string[] inNames = Document.Codes(Regex.Match(page.Section(Reading), "Names carry their unit: ([^.]+)").Value);
        Assert.Equal(seen.Keys.Order(StringComparer.Ordinal), shown.Keys.Union(rows.Keys).Union(Others).Order(StringComparer.Ordinal));
        foreach ((string path, List<JsonElement> values) in seen)
        {
            (string obis, string meaning) = rows.GetValueOrDefault(path, ("", ""));
            string parent = path.Contains('.') ? path[..path.LastIndexOf('.')] : "";
            bool isAlways = path.EndsWith('>') || values.Count == parents[parent];
            bool canBeMissing = obis.Length > 0 || Others.Contains(path) || Regex.IsMatch(meaning, @"\bmissing\b");
            Assert.Equal((path, !isAlways), (path, canBeMissing));
            Assert.Equal((path, values.Any(IsNull)), (path, Regex.IsMatch(meaning, @"\bnull\b")));

            (string? suffix, string? unit) = UnitOf(path);
            Assert.True(unit == null || inNames.Contains(suffix) || Regex.IsMatch(meaning, $@"(?<!\w){unit}(?!\w)"), path + " is in " + unit);
            string? kind = shown.GetValueOrDefault(path, []).Where(value => !IsNull(value)).Select(KindOf).FirstOrDefault();
            string expected = kind ?? (path.EndsWith('>') ? "object" : unit != null ? "number" : "text");
            Assert.All(values.Where(value => !IsNull(value)), value => Assert.Equal((path, expected), (path, KindOf(value))));
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
                foreach (JsonElement item in member.Value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
                {
                    Collect(item, at + "[]", seen, parents);
                }
            }
        }
    }

    // Those of the topic's own table, and those of all topics that it has.
    private Dictionary<string, (string Obis, string Meaning)> Rows(ICollection<string> seen) =>
        Document.Rows(page.Section("`" + topic + "`"), "Field").SelectMany(Fields)
            .Concat(Document.Rows(page.Section(Reading), "Field").SelectMany(Fields).Where(row => seen.Contains(row.Field)))
            .ToDictionary(row => row.Field, row => (row.Obis, row.Meaning));

    private static IEnumerable<(string Field, string Obis, string Meaning)> Fields(Dictionary<string, string> row) =>
        Document.Codes(row["Field"]).Select(field => (field, row.GetValueOrDefault("OBIS", ""), row["Meaning"]));

    private static (string Suffix, string Unit) UnitOf(string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        (string Suffix, string Unit)[] units =
        [
            ("urPerKwh", "EUR/kWh"), ("Kwh", "kWh"), ("M3", "m³"), ("m3", "m³"), ("Gj", "GJ"), ("gj", "GJ"), ("Eur", "EUR"), ("EurPerYear", "EUR"), ("Seconds", "seconds"),
            ("Bytes", "bytes"), ("W", "W"), ("V", "V"), ("A", "A"), ("grid", "V"), ("ToBreach", "seconds"),
        ];
        return units.FirstOrDefault(unit => name.EndsWith(unit.Suffix, StringComparison.Ordinal));
    }

    private static bool IsNull(JsonElement value) => value.ValueKind == JsonValueKind.Null;

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when Regex.IsMatch(value.GetString()!, "^[0-9]{4}-[0-9]{2}$") => "month",
        JsonValueKind.String when DateTimeOffset.TryParseExact(
            value.GetString(), "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "time",
        JsonValueKind.String => "text",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind kind => kind.ToString().ToLowerInvariant(),
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
