using System.Text.Json;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

/// <summary>An entity as Home Assistant sees it: keys spelled out, and the base topic put in.</summary>
internal sealed class Entity
{
    private readonly string _base;

    public Entity(string key, string platform, JsonElement config)
    {
        Key = key;
        Platform = platform;
        _base = config.GetProperty("~").GetString()!;
        foreach (JsonProperty member in config.EnumerateObject().Where(member => member.Name != "~"))
        {
            Members.Add(HomeAssistantRules.FullKey(member.Name), member.Value);
        }

        foreach (JsonProperty member in Members["device"].EnumerateObject())
        {
            Device.Add(HomeAssistantRules.FullDeviceKey(member.Name), member.Value.GetString()!);
        }
    }

    public string Key { get; }

    /// <summary>The component that the topic names.</summary>
    public string Platform { get; }

    public Dictionary<string, JsonElement> Members { get; } = [];

    public Dictionary<string, string> Device { get; } = [];

    public string? DeviceClass => OptionalText("device_class");

    public string? StateClass => OptionalText("state_class");

    public string? Unit => OptionalText("unit_of_measurement");

    public string Text(string member) => OptionalText(member) ?? throw new InvalidOperationException($"{Key} has no {member}");

    /// <summary>A text; of a topic, the whole one, as mqtt/discovery.py makes it.</summary>
    public string? OptionalText(string member) =>
        Members.TryGetValue(member, out JsonElement value) ? member.EndsWith("topic", StringComparison.Ordinal) ? Whole(value.GetString()!) : value.GetString() : null;

    /// <summary>Topics whose word says whether the entity is available.</summary>
    public List<string> AvailabilityTopics() =>
        [.. Members["availability"].EnumerateArray().Select(one => Whole(one.EnumerateObject().Single(member => HomeAssistantRules.FullKey(member.Name) == "topic").Value.GetString()!))];

    private string Whole(string topic) => topic.StartsWith('~') ? _base + topic[1..] : topic;
}
