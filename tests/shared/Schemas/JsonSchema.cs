using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeterFirmware.Tests.Schemas;

/// <summary>A schema by JSON Schema 2020-12, with the keywords that this project's schemas use; any other is an error.</summary>
internal sealed partial class JsonSchema
{
    // The messages are those that editors on VS Code's JSON service show in place of their own.
    private static readonly string[] Annotations =
    [
        "$schema", "$defs", "title", "description", "default", "examples", "errorMessage", "patternErrorMessage",
    ];

    private readonly JsonElement _root;

    public JsonSchema(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        _root = document.RootElement.Clone();
        Check(_root);
    }

    public JsonElement Root => _root;

    /// <summary>Whether a text is JSON, and as the schema wants it.</summary>
    public bool Accepts(string json) => Accepts(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Accepts(string)"/>
    public bool Accepts(byte[] json)
    {
        byte[] mark = Encoding.UTF8.Preamble.ToArray();
        int start = json.AsSpan().StartsWith(mark) ? mark.Length : 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.AsMemory(start));
            return Accepts(_root, document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Accepts(JsonElement schema, JsonElement value) => schema.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => schema.EnumerateObject().All(keyword => Accepts(schema, keyword, value)),
    };

    private bool Accepts(JsonElement schema, JsonProperty keyword, JsonElement value)
    {
        JsonElement wanted = keyword.Value;
        return keyword.Name switch
        {
            "$ref" => Accepts(Definition(wanted.GetString()!), value),
            "type" => wanted.ValueKind == JsonValueKind.Array ? wanted.EnumerateArray().Any(type => IsOf(type, value)) : IsOf(wanted, value),
            "enum" => wanted.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)),
            "const" => JsonElement.DeepEquals(wanted, value),
            "not" => !Accepts(wanted, value),
            "allOf" => wanted.EnumerateArray().All(part => Accepts(part, value)),
            "anyOf" => wanted.EnumerateArray().Any(part => Accepts(part, value)),
            "if" => AcceptsBranch(schema, Accepts(wanted, value) ? "then" : "else", value),
            "minimum" => !IsNumber(value) || value.GetDouble() >= wanted.GetDouble(),
            "maximum" => !IsNumber(value) || value.GetDouble() <= wanted.GetDouble(),
            "minLength" => !IsText(value) || Length(value) >= wanted.GetInt32(),
            "maxLength" => !IsText(value) || Length(value) <= wanted.GetInt32(),
            "pattern" => !IsText(value) || Pattern(wanted).IsMatch(value.GetString()!),
            "minItems" => !IsList(value) || value.GetArrayLength() >= wanted.GetInt32(),
            "maxItems" => !IsList(value) || value.GetArrayLength() <= wanted.GetInt32(),
            "prefixItems" => !IsList(value) || value.EnumerateArray().Zip(wanted.EnumerateArray()).All(pair => Accepts(pair.Second, pair.First)),
            "items" => !IsList(value) || value.EnumerateArray().All(item => Accepts(wanted, item)),
            "minProperties" => !IsObject(value) || value.EnumerateObject().Count() >= wanted.GetInt32(),
            "maxProperties" => !IsObject(value) || value.EnumerateObject().Count() <= wanted.GetInt32(),
            "required" => !IsObject(value) || wanted.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "properties" => !IsObject(value) || value.EnumerateObject().All(member => !wanted.TryGetProperty(member.Name, out JsonElement part) || Accepts(part, member.Value)),
            "additionalProperties" => !IsObject(value) || value.EnumerateObject().All(member => IsNamedIn(schema, member.Name) || Accepts(wanted, member.Value)),
            "propertyNames" => !IsObject(value) || value.EnumerateObject().All(member => Accepts(wanted, JsonSerializer.SerializeToElement(member.Name))),
            _ => true,
        };
    }

    private bool AcceptsBranch(JsonElement schema, string branch, JsonElement value) =>
        !schema.TryGetProperty(branch, out JsonElement part) || Accepts(part, value);

    private static bool IsNamedIn(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out _);

    private JsonElement Definition(string reference)
    {
        const string Place = "#/$defs/";
        Assert.StartsWith(Place, reference, StringComparison.Ordinal);
        return _root.GetProperty("$defs").GetProperty(reference[Place.Length..]);
    }

    // A keyword that is not evaluated above would let everything pass.
    private void Check(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Check(Definition(keyword.Value.GetString()!));
                    break;
                case "properties" or "$defs":
                    foreach (JsonProperty part in keyword.Value.EnumerateObject())
                    {
                        Check(part.Value);
                    }

                    break;
                case "allOf" or "anyOf" or "prefixItems":
                    foreach (JsonElement part in keyword.Value.EnumerateArray())
                    {
                        Check(part);
                    }

                    break;
                case "not" or "if" or "then" or "else" or "additionalProperties" or "propertyNames":
                    Check(keyword.Value);
                    break;
                case "items":
                    // With prefixItems it would begin behind them.
                    Assert.False(schema.TryGetProperty("prefixItems", out _));
                    Check(keyword.Value);
                    break;
                case "type" or "enum" or "const" or "minimum" or "maximum" or "minLength" or "maxLength" or "pattern":
                case "minItems" or "maxItems" or "minProperties" or "maxProperties" or "required":
                    break;
                default:
                    Assert.Contains(keyword.Name, Annotations);
                    break;
            }
        }
    }

    private static bool IsOf(JsonElement type, JsonElement value) => type.GetString() switch
    {
        "object" => IsObject(value),
        "array" => IsList(value),
        "string" => IsText(value),
        "number" => IsNumber(value),
        "integer" => IsNumber(value) && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException(type.GetRawText()),
    };

    private static bool IsObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    private static int Length(JsonElement text) => text.GetString()!.EnumerateRunes().Count();

    // In JavaScript, whose regular expressions these are, $ is the end and nothing before it.
    private static Regex Pattern(JsonElement pattern) => new(EndSign().Replace(pattern.GetString()!, @"\z"), RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\$(?=$|\||\))")]
    private static partial Regex EndSign();
}
