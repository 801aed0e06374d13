using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.Tests.Schemas;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

/// <summary><c>docs/rates.schema.json</c> takes and refuses what the reader takes and refuses, but for what no schema can say.</summary>
public class RatesSchemaTests
{
    private static readonly SchemaFile Schema = new(Repository.File("docs", "rates.schema.json"));

    // "+" as it is, for the reader knows no escape by number.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What someone may write in a wrong place.
    private static readonly string[] Scraps =
    [
        "0.3", "-1", "1001", "100001", "2.5", "\"7-11\"", "\"0-24\"", "\"kWh\"", "\"mean\"", "\"2027-01-01\"", "\"\"", "true", "null", "{}", "[]",
        "{\"+\": 1}", "{\"Day\": 0.3, \"Night\": 0.2}", "[\"0-24\"]", "[\"kWh\", 11.5]", "{\"All\": [\"0-24\"]}", "{\"perKwYear\": 53}",
        "{\"Spot\": {\"times\": 1}}", "{\"times\": 1.1, \"plus\": 0.2}",
    ];

    private static readonly string[] Names =
    [
        "Electricity", "Gas", "Water", "Capacity", "from", "+", "-", "bands", "feePerYear", "cnv", "per", "Day", "Night", "All", "perKwYear", "floorKw", "floorOn", "Sun",
        "Spot", "times", "plus", "step", "fallback", "ceilingPerKwh", "networkPerKwh", "kwhPerYear",
    ];

    public static TheoryData<string> Good => [.. RatesExamples.Good];

    public static TheoryData<string> Bad => [.. RatesExamples.Bad];

    public static IEnumerable<object[]> BeyondTheSchema =>
        RatesExamples.BeyondTheSchema.Select(example => new object[] { example.Name, example.Json, example.Problem });

    [Theory]
    [MemberData(nameof(Good))]
    public void Both_take(string json)
    {
        Assert.Null(ProblemOf(json));
        Assert.True(Schema.Accepts(json));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Both_refuse(string json)
    {
        Assert.NotNull(ProblemOf(json));
        Assert.False(Schema.Accepts(json));
    }

    [Theory]
    [MemberData(nameof(BeyondTheSchema))]
    public void Only_the_reader_refuses(string name, string json, string problem)
    {
        Assert.True(Schema.Accepts(json), name);
        Assert.Contains(problem, ProblemOf(json), StringComparison.Ordinal);
    }

    [Fact]
    public void However_a_file_is_spoilt_the_schema_refuses_nothing_that_the_reader_takes_and_takes_only_what_it_cannot_tell()
    {
        string[] files = [.. RatesExamples.Good.Where(json => json[0] == '{')];
        int taken = 0;
        int refused = 0;
        Gen.Int[0, int.MaxValue].Array[4, 12].Sample(
            choices =>
            {
                string json = Spoilt(files[choices[0] % files.Length], choices[1..]);
                string? problem = ProblemOf(json);
                bool accepted = Schema.Accepts(json);
                taken += problem == null ? 1 : 0;
                refused += accepted ? 0 : 1;
                bool beyond = problem != null && RatesExamples.BeyondTheSchema.Any(example => problem.Contains(example.Problem, StringComparison.Ordinal));
                Assert.True(accepted ? problem == null || beyond : problem != null, $"{json}: {problem ?? "taken by the reader"}");
            },
            iter: 5000,
            threads: 1);

        Assert.True(taken > 300 && refused > 300, $"{taken} taken, {refused} refused");
    }

    [Fact]
    public void The_projects_own_file_names_the_schema_and_keeps_to_it()
    {
        byte[] file = File.ReadAllBytes(Repository.File("rates.json"));
        Assert.True(Schema.Accepts(file));
        using JsonDocument document = JsonDocument.Parse(file);
        string schema = document.RootElement.GetProperty("$schema").GetString()!;
        Assert.True(File.Exists(Repository.File(schema.Split('/'))));
    }

    [Fact]
    public void Every_example_in_the_schema_keeps_to_it()
    {
        List<string> files = [];
        foreach (JsonProperty field in Schema.Root.GetProperty("properties").GetProperty("Electricity").GetProperty("properties").EnumerateObject())
        {
            if (field.Value.TryGetProperty("examples", out JsonElement examples))
            {
                files.AddRange(examples.EnumerateArray().Select(example =>
                    field.Name == "+" ? $$"""{"Electricity": {"+": {{example}} } }""" : $$"""{"Electricity": {"+": 0.3, "{{field.Name}}": {{example}} } }"""));
            }
        }

        Assert.Equal(4, files.Count);
        Assert.All(files, Both_take);
    }

    private static string? ProblemOf(string json)
    {
        try
        {
            TestMeter.Read(json);
            return null;
        }
        catch (InvalidInputException error)
        {
            return error.Problem;
        }
    }

    // Puts scraps in the place of values, under other names, and takes members away.
    private static string Spoilt(string json, int[] choices)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int i = 0; i + 2 < choices.Length; i += 3)
        {
            List<JsonObject> objects = [.. ObjectsIn(root)];
            JsonObject target = objects[choices[i] % objects.Count];
            string name = (choices[i + 1] & 1) == 0 || target.Count == 0
                ? Names[choices[i + 1] / 2 % Names.Length]
                : target.ElementAt(choices[i + 1] / 2 % target.Count).Key;
            if (choices[i + 2] % 4 == 0)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = JsonNode.Parse(Scraps[choices[i + 2] / 4 % Scraps.Length]);
            }
        }

        return root.ToJsonString(Plain);
    }

    private static IEnumerable<JsonObject> ObjectsIn(JsonNode? node)
    {
        if (node is JsonObject found)
        {
            yield return found;
            foreach (JsonObject inner in found.SelectMany(member => ObjectsIn(member.Value)))
            {
                yield return inner;
            }
        }
    }
}
