using System.Text;
using System.Text.Json;
using MeterFirmware.Costs;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>Payloads as another program sees them.</summary>
internal static class PayloadText
{
    public static string Of(Action<JsonWriter> write)
    {
        JsonWriter json = new();
        json.Begin([]);
        write(json);
        byte[] buffer = new byte[json.Length];
        json.Begin(buffer);
        write(json);
        Assert.True(json.Fits);
        Assert.Equal(buffer.Length, json.Length);
        return Encoding.UTF8.GetString(buffer);
    }

    public static JsonElement Read(Action<JsonWriter> write) => Read(Of(write));

    /// <summary>What all topics below <c>costs</c> say: a member each, called as the topic's last part.</summary>
    public static JsonElement Costs(Meter meter) =>
        Read("{" + string.Join(',', Enumerable.Range(0, Ledger.Periods).Select(period =>
            $"\"{TopicName.Costs(period)["costs/".Length..]}\":{Of(json => Payload.WriteCosts(json, meter, period))}")) + "}");

    /// <summary>Reads JSON strictly: one value, nothing after it, no name twice in an object.</summary>
    public static JsonElement Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.EndsWith("}", text);
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
