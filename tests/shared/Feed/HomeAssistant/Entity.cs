using System.Text.Json;

namespace MeterFirmware.Tests.Feed.HomeAssistant;

/// <summary>An entity as Home Assistant sees it: keys spelled out, and what the device shares filled in.</summary>
internal sealed class Entity
{
    public Entity(string key, JsonElement component, JsonElement config)
    {
        Key = key;
        foreach (JsonProperty member in component.EnumerateObject())
        {
            Members.Add(HomeAssistantRules.FullKey(member.Name), member.Value);
        }

        foreach (string shared in HomeAssistantRules.SharedKeys)
        {
            if (config.TryGetProperty(shared, out JsonElement value))
            {
                Members.TryAdd(shared, value);
            }
        }
    }

    public string Key { get; }

    public Dictionary<string, JsonElement> Members { get; } = [];

    public string Platform => Text("platform");

    public string? DeviceClass => OptionalText("device_class");

    public string? StateClass => OptionalText("state_class");

    public string? Unit => OptionalText("unit_of_measurement");

    public string Text(string member) => Members[member].GetString()!;

    public string? OptionalText(string member) => Members.TryGetValue(member, out JsonElement value) ? value.GetString() : null;

    /// <summary>Topics whose word says whether the entity is available.</summary>
    public List<string> AvailabilityTopics()
    {
        JsonElement availability = Members["availability"];
        JsonElement[] all = availability.ValueKind == JsonValueKind.Array ? [.. availability.EnumerateArray()] : [availability];
        return [.. all.Select(one => one.EnumerateObject().Single(member => HomeAssistantRules.FullKey(member.Name) == "topic").Value.GetString()!)];
    }
}
