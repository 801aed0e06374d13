using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;

namespace MeterFirmware.Tests.Support;

/// <summary>A schema of this project, by JSON Schema 2020-12.</summary>
internal sealed partial class SchemaFile
{
    private readonly JsonSchema _schema;

    public SchemaFile(string path)
    {
        string text = File.ReadAllText(path);
        Root = JsonElement.Parse(text);
        Assert.True(MetaSchemas.Draft202012.Evaluate(Root).IsValid, path);
        _schema = JsonSchema.FromText(EndSign().Replace(text, @"\\z"));
    }

    public JsonElement Root { get; }

    /// <summary>Whether a text is JSON, and as the schema wants it.</summary>
    public bool Accepts(string json) => Accepts(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Accepts(string)"/>
    public bool Accepts(byte[] json)
    {
        int start = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.AsMemory(start));
            return _schema.Evaluate(document.RootElement).IsValid;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // In JavaScript, whose regular expressions these are, $ is the end and nothing before it.
    [GeneratedRegex(@"\$(?=[|)""])")]
    private static partial Regex EndSign();
}
