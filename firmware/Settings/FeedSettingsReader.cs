using System.Text;
using MeterFirmware.Json;

namespace MeterFirmware.Settings;

/// <summary>Reads the <c>feed</c> of <c>settings.json</c>: what is published, where, and how often.</summary>
/// <remarks>
/// <code>
/// "feed": { "prefix": "",                          of every topic, up to 64 bytes; "" for meter/ and the device's id
///           "state": 10, "quarter": 5,             seconds between two, 1 to 3600; 0 to 900
///           "costs": 60, "diagnostics": 60,        0 to 900; 10 to 3600
///           "telegrams": false,                    whether each telegram is published as it came
///           "homeAssistant": true, "homeAssistantPrefix": "homeassistant" }
/// </code>
/// </remarks>
internal sealed class FeedSettingsReader
{
    private const int LongestTopic = 64;

    // Topics of other software that reads the same meter.
    private const string OthersTopic = "dsmr";

    private static readonly string[] Names =
    {
        "prefix", "state", "quarter", "costs", "diagnostics", "telegrams", "homeAssistant", "homeAssistantPrefix",
    };

    private readonly JsonReader _json;
    private readonly DeviceSettings _settings;

    /// <summary>Reads from where a text stands.</summary>
    /// <param name="json">The text.</param>
    /// <param name="settings">Takes what it says.</param>
    internal FeedSettingsReader(JsonReader json, DeviceSettings settings)
    {
        _json = json;
        _settings = settings;
    }

    /// <summary>Reads the object.</summary>
    /// <exception cref="InvalidInputException">Something is not as it should be.</exception>
    internal void Read()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "prefix":
                    _settings.FeedPrefix = ReadPrefix();
                    break;
                case "state":
                    _settings.StateSeconds = (int)_json.ReadDecimal(0, 1, 3600);
                    break;
                case "quarter":
                    _settings.QuarterSeconds = (int)_json.ReadDecimal(0, 0, 900);
                    break;
                case "costs":
                    _settings.CostsSeconds = (int)_json.ReadDecimal(0, 0, 900);
                    break;
                case "diagnostics":
                    _settings.DiagnosticsSeconds = (int)_json.ReadDecimal(0, 10, 3600);
                    break;
                case "telegrams":
                    _settings.Telegrams = _json.ReadBoolean();
                    break;
                case "homeAssistant":
                    _settings.HomeAssistant = _json.ReadBoolean();
                    break;
                case "homeAssistantPrefix":
                    _settings.HomeAssistantPrefix = ReadTopic(false);
                    break;
                default:
                    throw _json.UnknownName(name, Names);
            }
        }
    }

    private string ReadPrefix()
    {
        int position = _json.Position;
        string prefix = ReadTopic(true);
        if (prefix == OthersTopic || prefix.StartsWith(OthersTopic + "/"))
        {
            throw _json.ErrorAt(position, "another prefix was expected, dsmr belongs to other software that reads meters");
        }

        return prefix;
    }

    private string ReadTopic(bool canBeEmpty)
    {
        int position = _json.Position;
        string topic = _json.ReadText();
        string? problem = topic.Length == 0
            ? canBeEmpty ? null : "a topic was expected, found \"\""
            : Problem(topic);
        if (problem != null)
        {
            throw _json.ErrorAt(position, problem);
        }

        return topic;
    }

    private static string? Problem(string topic)
    {
        if (Encoding.UTF8.GetBytes(topic).Length > LongestTopic)
        {
            return "a topic of at most " + LongestTopic.ToString() + " bytes was expected";
        }

        if (topic[0] == '/' || topic[topic.Length - 1] == '/')
        {
            return "a topic without slash at its beginning or end was expected, found \"" + topic + "\"";
        }

        if (topic[0] == '$')
        {
            return "another topic was expected, those with $ belong to the broker, found \"" + topic + "\"";
        }

        for (int i = 0; i < topic.Length; i++)
        {
            char c = topic[i];
            if (c == '+' || c == '#')
            {
                return "a topic without + and # was expected, those are for subscribing, found \"" + topic + "\"";
            }

            if (c < ' ' || (c >= '\u007F' && c < '\u00A0'))
            {
                return "a topic without control characters was expected";
            }
        }

        return null;
    }
}
