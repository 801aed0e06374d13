using System.Text;
using System.Text.Json;
using MeterFirmware.Feed;
using MeterFirmware.Json;

namespace MeterFirmware.Tests.Feed;

/// <summary>Payloads as another program sees them.</summary>
internal static class PayloadText
{
    public static string Of(IPayload payload)
    {
        JsonWriter json = new();
        byte[] buffer = new byte[16384];
        json.Begin(buffer);
        payload.Write(json);
        Assert.True(json.Fits);
        return Encoding.UTF8.GetString(buffer, 0, json.Length);
    }

    public static JsonElement Read(IPayload payload) => Read(Of(payload));

    /// <summary>Reads JSON strictly: one value, nothing but spaces after it, no name twice in an object.</summary>
    public static JsonElement Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal(text.TrimEnd(' ').Length, text.LastIndexOf('}') + 1);
        CheckNames(document.RootElement);
        return document.RootElement.Clone();
    }

    private static void CheckNames(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            string[] names = [.. element.EnumerateObject().Select(member => member.Name)];
            Assert.Equal(names.Distinct(), names);
            foreach (JsonProperty member in element.EnumerateObject())
            {
                CheckNames(member.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                CheckNames(item);
            }
        }
    }
}
