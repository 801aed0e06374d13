using System.Globalization;
using System.Text.Json;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>A message that is not as the feed writes it.</summary>
/// <param name="message">What is wrong, without full stop.</param>
internal sealed class FeedException(string message) : Exception(message);

/// <summary>A JSON object of the feed. What is there must be as the feed writes it, else <see cref="FeedException"/> says what is not.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it stands, with a point at the end; empty for the whole message.</param>
internal readonly struct FeedObject(JsonElement element, string path)
{
    private const int LongestText = 200;
    private const decimal MostUnits = 1_000_000_000_000_000m;
    private const int FirstYear = 2000;
    private const int LastYear = 2099;

    private static readonly long[] Scales = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Names of the members, in their order.</summary>
    public IEnumerable<string> Names => element.EnumerateObject().Select(member => member.Name);

    /// <summary>Reads a message.</summary>
    /// <param name="payload">UTF-8.</param>
    /// <exception cref="FeedException">It is no JSON object.</exception>
    public static FeedObject Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            JsonElement root = JsonDocument.Parse(payload, Strict).RootElement;
            return root.ValueKind == JsonValueKind.Object ? new FeedObject(root, "") : throw new FeedException("no JSON object");
        }
        catch (JsonException)
        {
            throw new FeedException("no JSON");
        }
    }

    /// <summary>A text without anything that could move the cursor of a terminal.</summary>
    public static string Harmless(string text)
    {
        string cut = text.Length > LongestText ? text[..LongestText] : text;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name) => Find(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether a member is there, and null.</summary>
    public bool IsNull(string name) => Find(name).ValueKind == JsonValueKind.Null;

    /// <summary>A number in its smallest unit, exactly.</summary>
    /// <param name="name">The member, which must be there.</param>
    /// <param name="decimals">Digits behind the point that make up that unit: 3 for Wh in a value of kWh.</param>
    public long Number(string name, int decimals = 0) => Number(Find(name), path + name, decimals);

    /// <summary>A list of numbers in their smallest unit, exactly.</summary>
    /// <param name="name">The member, which must be there.</param>
    /// <param name="decimals">As of <see cref="Number(string, int)"/>.</param>
    public List<long> Numbers(string name, int decimals)
    {
        if (Find(name).ValueKind != JsonValueKind.Array)
        {
            throw new FeedException($"{path}{name} is no list");
        }

        string item = $"{path}{name}[]";
        return [.. Find(name).EnumerateArray().Select(number => Number(number, item, decimals))];
    }

    /// <summary>A whole number that an int can hold.</summary>
    public int Whole(string name)
    {
        long number = Number(name);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new FeedException($"{path}{name} is too large");
    }

    /// <summary>An amount of EUR in nano-euro.</summary>
    public long NanoEuro(string name) => Number(name, 4) * 100_000;

    /// <summary>A number as it stands there.</summary>
    public string Digits(string name)
    {
        _ = Number(name, 6);
        return Find(name).GetRawText();
    }

    /// <summary>True or false.</summary>
    public bool Bool(string name) => Find(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FeedException($"{path}{name} is neither true nor false"),
    };

    /// <summary>A text, cut when very long, without control characters.</summary>
    public string Text(string name) => Find(name).ValueKind == JsonValueKind.String
        ? Harmless(Find(name).GetString()!)
        : throw new FeedException($"{path}{name} is no text");

    /// <summary>A moment.</summary>
    /// <returns>UTC seconds; <see cref="MeterTime.None"/> for null.</returns>
    public long Moment(string name)
    {
        if (IsNull(name))
        {
            return MeterTime.None;
        }

        bool isMoment = DateTimeOffset.TryParseExact(Text(name), "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment);
        return isMoment && moment.Year is >= FirstYear and <= LastYear
            ? moment.ToUnixTimeSeconds()
            : throw new FeedException($"{path}{name} is no time");
    }

    /// <summary>A month.</summary>
    /// <returns>year * 12 + month - 1.</returns>
    public int Month(string name) =>
        DateOnly.TryParseExact(Text(name), "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly month) && month.Year is >= FirstYear and <= LastYear
            ? (month.Year * 12) + month.Month - 1
            : throw new FeedException($"{path}{name} is no month");

    /// <summary>The JSON of an object inside, as it stands there.</summary>
    public string Json(string name)
    {
        _ = Object(name);
        return Find(name).GetRawText();
    }

    /// <summary>An object inside.</summary>
    public FeedObject Object(string name) => Find(name).ValueKind == JsonValueKind.Object
        ? new FeedObject(Find(name), $"{path}{Harmless(name)}.")
        : throw new FeedException($"{path}{name} is no object");

    /// <summary>A list of objects inside.</summary>
    public List<FeedObject> Objects(string name)
    {
        if (Find(name).ValueKind != JsonValueKind.Array)
        {
            throw new FeedException($"{path}{name} is no list");
        }

        List<FeedObject> objects = [];
        foreach (JsonElement one in Find(name).EnumerateArray())
        {
            objects.Add(one.ValueKind == JsonValueKind.Object
                ? new FeedObject(one, $"{path}{name}[{objects.Count}].")
                : throw new FeedException($"{path}{name}[{objects.Count}] is no object"));
        }

        return objects;
    }

    private static long Number(JsonElement element, string name, int decimals)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDecimal(out decimal value) || Math.Abs(value) > MostUnits / Scales[decimals])
        {
            throw new FeedException($"{name} is no number");
        }

        decimal units = value * Scales[decimals];
        return decimal.IsInteger(units) ? (long)units : throw new FeedException($"{name} has more than {decimals} decimals");
    }

    private JsonElement Find(string name) => element.TryGetProperty(name, out JsonElement member) ? member : default;
}
