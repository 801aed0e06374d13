using System.Globalization;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Market;

/// <summary>Reads answers in JSON; what is not as expected is said by its name.</summary>
internal static class AnswerJson
{
    private const int ShownBytes = 60;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="PriceException">It is no JSON object.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new PriceException("its answer is no JSON object");
        }
        catch (JsonException)
        {
            throw new PriceException($"its answer is no JSON, or not all of it: {Quote.Of(Encoding.Latin1.GetString(body, 0, Math.Min(ShownBytes, body.Length)))}");
        }
    }

    public static JsonElement Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
        ? member
        : throw new PriceException($"\"{name}\" is missing");

    public static JsonElement.ArrayEnumerator List(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray()
        : throw new PriceException($"\"{name}\" is no list");

    public static string Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : throw new PriceException($"\"{name}\" is no text");

    public static decimal Number(JsonElement element, string name) => element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out decimal number)
        ? number
        : throw new PriceException($"\"{name}\" has {Quote.Of(element.GetRawText())} where a number was expected");

    /// <summary>A moment such as 2026-12-01T23:00:00Z.</summary>
    /// <returns>UTC seconds.</returns>
    public static long Moment(JsonElement element, string name) => Moment(Text(element, name), name);

    /// <summary>A moment such as 2026-12-01T23:00Z.</summary>
    /// <returns>UTC seconds.</returns>
    public static long Moment(string text, string name)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment.ToUnixTimeSeconds()
            : throw new PriceException($"\"{name}\" has {Quote.Of(text)} where a time in UTC was expected");
    }
}
