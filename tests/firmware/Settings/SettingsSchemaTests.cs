using System.Text.Json;
using MeterFirmware.Json;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Settings;

/// <summary><c>docs/settings.schema.json</c> takes and refuses what the reader takes and refuses, but for what no schema can say.</summary>
public class SettingsSchemaTests
{
    private static readonly SchemaFile Schema = new(Repository.File("docs", "settings.schema.json"));

    public static TheoryData<string> Good => [.. SettingsExamples.Good];

    public static TheoryData<string> Bad => [.. SettingsExamples.Bad];

    public static IEnumerable<object[]> BeyondTheSchema =>
        SettingsExamples.BeyondTheSchema.Select(example => new object[] { example.Name, example.Json, example.Problem });

    [Theory]
    [MemberData(nameof(Good))]
    public void Both_take(string json)
    {
        SettingsText.Read(json);
        Assert.True(Schema.Accepts(json));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Both_refuse(string json)
    {
        Assert.Throws<InvalidInputException>(() => SettingsText.Read(json));
        Assert.False(Schema.Accepts(json));
    }

    [Theory]
    [MemberData(nameof(BeyondTheSchema))]
    public void Only_the_reader_refuses(string name, string json, string problem)
    {
        Assert.True(Schema.Accepts(json), name);
        Assert.Contains(problem, SettingsText.ErrorOf(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_defaults_are_those_of_the_file_that_the_documents_show()
    {
        string text = File.ReadAllText(Repository.File("firmware", "README.md"));
        int start = text.IndexOf("```json\n", StringComparison.Ordinal) + 8;
        string shown = text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
        Assert.True(Schema.Accepts(shown));
        using JsonDocument document = JsonDocument.Parse(shown);
        Assert.Equal(Leaves(document.RootElement).Order(), Defaults(Schema.Root).Order());
    }

    private static IEnumerable<string> Leaves(JsonElement value, string path = "") => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().SelectMany(member => Leaves(member.Value, path + "." + member.Name))
        : [$"{path} = {value.GetRawText()}"];

    private static IEnumerable<string> Defaults(JsonElement schema, string path = "") => schema.TryGetProperty("properties", out JsonElement properties)
        ? properties.EnumerateObject().SelectMany(member => Defaults(member.Value, path + "." + member.Name))
        : schema.TryGetProperty("default", out JsonElement value) ? [$"{path} = {value.GetRawText()}"] : [];
}
