using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using MeterFirmware.Feed;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Feed;

/// <summary>docs/mqtt.md says what the code writes: every topic and field, and none besides.</summary>
public class FeedDocumentTests
{
    private const int LineLength = 110;

    private static readonly Document Page = new("mqtt.md");

    private static readonly string[] Periods =
        ["today", "yesterday", "twoDaysAgo", "threeDaysAgo", "week", "month", "year", "sinceStart"];

    public static TheoryData<string> Topics => ["state", "quarter", "costs", "peaks", "event", "diagnostics"];

    [Fact]
    public void The_table_of_topics_is_that_of_the_code()
    {
        Dictionary<string, string>[] rows = Document.Rows(Page.Text, "Topic");
        string[] names =
        [
            .. typeof(FeedTopic).GetFields().Select(field => (string)field.GetRawConstantValue()!)
                .Where(name => name is not (FeedTopic.Online or FeedTopic.Offline)),
        ];
        Assert.Equal(names.Select(name => "`" + name + "`"), rows.Select(row => row["Topic"]));

        FeedRun run = new(FeedHouse.Now, new FeedOptions { DeviceId = "home", Telegrams = true });
        run.Link.Connect();
        run.Feed.TellStart("power on");
        run.Seconds(2);
        foreach (Dictionary<string, string> row in rows)
        {
            FakeLink.Sent[] sent = [.. run.Link.Log.Where(one => "`" + one.Name + "`" == row["Topic"])];
            Assert.NotEmpty(sent);
            Assert.All(sent, one => Assert.Equal(row["Retained"] == "yes", one.IsRetained));
            Assert.Equal("1", row["QoS"]);
        }

        FeedOptions options = new();
        AssertEvery(FeedTopic.State, options.StateSeconds);
        AssertEvery(FeedTopic.Quarter, options.QuarterSeconds);
        AssertEvery(FeedTopic.Costs, options.CostsSeconds);
        AssertEvery(FeedTopic.Diagnostics, options.DiagnosticsSeconds);
        Assert.Equal(4, rows.Count(row => row["Every"].Length > 0));
        Assert.False(options.Telegrams);

        void AssertEvery(string topic, int seconds) =>
            Assert.StartsWith(seconds + " s", rows.Single(row => row["Topic"] == "`" + topic + "`")["Every"]);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_field_is_in_the_table_of_its_topic_with_its_unit_and_type(string topic)
    {
        Dictionary<string, Dictionary<string, string>> rows =
            Document.Rows(Page.Section("`" + topic + "`"), "Field").ToDictionary(row => row["Field"].Trim('`'));
        Dictionary<string, List<JsonElement>> seen = [];
        Dictionary<string, int> parents = [];
        foreach (JsonElement payload in Payloads(topic))
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

    [Theory]
    [InlineData("state")]
    [InlineData("quarter")]
    public void OBIS_codes_are_those_of_the_catalogue(string topic)
    {
        Dictionary<string, string>[] rows = Document.Rows(Page.Section("`" + topic + "`"), "Field");
        int numbers = 0;
        foreach (Dictionary<string, string> row in rows.Where(row => row["OBIS"].Length > 0))
        {
            int entry = ObisCatalogue.IndexOf(row["OBIS"].Replace("-n:", "-1:"));
            Assert.True(entry >= 0);
            Field field = ObisCatalogue.FieldOf(entry);
            if (field != Field.Count && StateField.Name(field).Length > 0 && row["Field"] != "`monthPeakEnd`")
            {
                Assert.Equal(row["Field"], "`" + StateField.Name(field) + "`");
                numbers++;
            }
        }

        Assert.Equal(topic == "state" ? (int)Field.Count - 5 : 3, numbers);
    }

    [Fact]
    public void Every_kind_of_event_is_told_of()
    {
        string[] names = [.. Enum.GetValues<FeedEventKind>().Select(FeedEvent.Name)];
        Assert.Equal(names.Select(name => "`" + name + "`"), Document.Rows(Page.Section("`event`"), "Event").Select(row => row["Event"]));
    }

    [Fact]
    public void The_settings_are_the_options_of_the_code_with_their_defaults()
    {
        FeedOptions defaults = new();
        List<string> expected = [];
        foreach (PropertyInfo property in typeof(FeedOptions).GetProperties().Where(property => property.Name != nameof(FeedOptions.DeviceId)))
        {
            object value = property.GetValue(defaults)!;
            string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..].Replace("Seconds", "");
            string text = value is string word ? word.Length == 0 ? "" : "`" + word + "`" : value.ToString()!.ToLowerInvariant();
            expected.Add($"`{name}` {text}");
        }

        Assert.Equal(expected, Document.Rows(Page.Text, "Setting of `feed`").Select(row => row["Setting of `feed`"] + " " + row["Default"]));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_example_is_what_the_code_writes(string topic)
    {
        JsonElement payload = Payloads(topic).First();
        string expected = Wrapped(payload, topic == "costs" ? ["time", "since", "yesterday"] : null);
        string example = Assert.Single(Document.Blocks(Page.Section("`" + topic + "`"), "json"));
        if (example != expected && Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            Page.ReplaceExample("`" + topic + "`", expected);
            return;
        }

        Assert.Equal(expected, example);
    }

    // Everything that a topic may carry; the first one is the example.
    private static IEnumerable<JsonElement> Payloads(string topic)
    {
        House[] houses = [FeedHouse.Full(), FeedHouse.Small(), FeedHouse.Bare()];
        House others = FeedHouse.Bare();
        others.Telegram.MonthPeakW = 0;
        others.Telegram.History = [new("260101000000W", "632525252525W", 0)];
        others.Telegram.MoreLines.AddRange("0-2:24.1.0(009)", "0-2:24.2.1(632525252525W)(00001.000*m3)", "0-3:96.1.0(4142)");
        others.Send();
        House ahead = FeedHouse.Full();
        ahead.Telegram.MoreLines.RemoveAll(line => line.StartsWith("0-0:17") || line.StartsWith("1-0:31.4"));
        ahead.Telegram.MoreLines.AddRange("0-0:17.0.0(09.200*kW)", "1-0:31.4.0(040.00*A)");
        ahead.Telegram.ImportW = null;
        ahead.Telegram.ExportW = null;
        ahead.Meter.UseRates(House.Read(House.SeedRates.Replace("Day", "Peak").Replace("\"Electricity\": {", "\"Electricity\": {\"bands\": {\"Peak\": [\"7-22\"], \"Night\": [\"22-7\"]}, ")));
        ahead.SendAt(FeedHouse.Now + 60);
        House timeless = FeedHouse.Full();
        timeless.Telegram.Utc = null;
        timeless.Send();
        House[] all = [.. houses, others, ahead, timeless, FeedHouse.Mute()];
        return topic switch
        {
            "state" => all.Select(house => PayloadText.Read(new StatePayload(house.Meter))),
            "quarter" => all.Where(house => house.Quarter.IsKnown).Select(house => PayloadText.Read(new QuarterPayload(house.Meter))),
            "costs" => all.Select(house => PayloadText.Read(new CostsPayload(house.Meter))),
            "peaks" => all.Select(house => PayloadText.Read(new PeaksPayload(house.Meter))),
            "event" => Events(),
            _ => Diagnostics(),
        };
    }

    private static IEnumerable<JsonElement> Events()
    {
        EventQueue queue = new();
        foreach (FeedEventKind kind in new[] { FeedEventKind.PeakAlarmBegan }.Concat(Enum.GetValues<FeedEventKind>()))
        {
            FeedEvent told = queue.Add(kind, kind == FeedEventKind.Started ? 0 : FeedHouse.Now);
            told.PowerW = 4788;
            told.ThresholdW = 3064;
            told.NanoEuro = 7633050000;
            told.Text = kind == FeedEventKind.Started ? "power on" : "1SAG9900000099";
            yield return PayloadText.Read(told);
        }
    }

    private static IEnumerable<JsonElement> Diagnostics()
    {
        FeedRun run = new(FeedHouse.Now, new FeedOptions { DeviceId = "home" });
        run.Seconds(1);
        run.Status.SignalDbm = -61;
        run.Status.FreeBytes = 51200;
        run.Status.UptimeSeconds = 86400;
        run.Status.StorageWrites = 24;
        run.Link.Connect();
        run.Second();
        yield return run.Link.Take("diagnostics")[0].Json;

        FeedRun silent = new(FeedHouse.Now);
        silent.Link.Connect();
        silent.Silence(1);
        yield return silent.Link.Take("diagnostics")[0].Json;
    }

    // Rows stand for all periods, rates and channels.
    private static string Row(string path)
    {
        string row = Regex.Replace(path, "^channel[1-8]", "channel<n>");
        row = Regex.Replace(row, "^(" + string.Join('|', Periods) + @")\.", "<period>.");
        return Regex.Replace(row, @"^(<period>\.rates)\.[^.]+", "$1.<rate>");
    }

    private static void Collect(JsonElement element, string path, Dictionary<string, List<JsonElement>> seen, Dictionary<string, int> parents)
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
            if (member.Value.ValueKind == JsonValueKind.Object)
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

        // What stands for all periods has each of them as a parent.
        if (Periods.Contains(path))
        {
            parents["<period>"] = parents.GetValueOrDefault("<period>") + 1;
        }
    }

    private static string UnitOf(string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        (string Suffix, string Unit)[] units =
        [
            ("Kwh", "kWh"), ("M3", "m³"), ("m3", "m³"), ("Gj", "GJ"), ("Eur", "EUR"), ("EurPerYear", "EUR"), ("Seconds", "s"),
            ("Dbm", "dBm"), ("freeBytes", "bytes"), ("W", "W"), ("V", "V"), ("A", "A"), ("grid", "V"), ("ToBreach", "s"),
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
