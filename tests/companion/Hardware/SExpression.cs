using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>A list of atoms and lists in brackets, as KiCad writes its files; read as JSON, from which only brackets, quotes and commas differ.</summary>
internal sealed partial class SExpression(JsonElement list)
{
    /// <summary>The lists in it that begin with a word.</summary>
    public IEnumerable<SExpression> All(string name) => list.EnumerateArray()
        .Where(part => part.ValueKind == JsonValueKind.Array && part[0].GetString() == name)
        .Select(part => new SExpression(part));

    /// <summary>The list in it that begins with a word.</summary>
    public SExpression One(string name) => All(name).Single();

    /// <summary>An atom.</summary>
    public string Text(int index) => list[index].GetString()!;

    /// <summary>A length in mm as whole micrometres, or an angle as thousandths of a degree.</summary>
    public int Thousandths(int index) => (int)(decimal.Parse(Text(index), CultureInfo.InvariantCulture) * 1000);

    public static SExpression Parse(string text)
    {
        string json = Token().Replace(text, token => token.Value switch
        {
            "(" => "[",
            ")" => "],",
            ['"', ..] => token.Value + ",",
            _ => $"\"{token.Value}\",",
        });
        return new SExpression(JsonDocument.Parse(json.TrimEnd().TrimEnd(','), new JsonDocumentOptions { AllowTrailingCommas = true }).RootElement);
    }

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|[()]|[^\s()""]+")]
    private static partial Regex Token();
}
