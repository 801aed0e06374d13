using System.Globalization;
using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Json;

namespace MeterFirmware.Companion.Remote;

/// <summary>Makes the message that changes one setting, from a key such as display.brightness and a value as a person types it.</summary>
internal static class SettingsChange
{
    /// <summary>Settings that are not published, because they are secret; they are asked for or read from a file.</summary>
    public static readonly string[] Secrets = ["broker.password", "wifi.password"];

    /// <summary>Makes it.</summary>
    /// <param name="key">Names with points between.</param>
    /// <param name="value">The value.</param>
    /// <param name="published">The settings as the device publishes them.</param>
    /// <returns>JSON with that one setting.</returns>
    /// <exception cref="CommandFailure">There is no such setting, or the value is of another kind.</exception>
    public static byte[] Make(string key, string value, byte[] published)
    {
        if (key == "secret")
        {
            throw new CommandFailure(ExitCode.WrongUsage, "The secret can be changed over the cable only: 'meter setup', then 'meter flash --only files'.");
        }

        using JsonDocument document = Parse(published);
        Dictionary<string, JsonValueKind> known = [];
        foreach ((string path, JsonElement setting) in All(document.RootElement, ""))
        {
            known[path] = setting.ValueKind;
        }

        foreach (string secret in Secrets)
        {
            known[secret] = JsonValueKind.String;
        }

        if (!known.TryGetValue(key, out JsonValueKind kind))
        {
            string? near = NearestName.Of(key, [.. known.Keys]);
            throw new CommandFailure(
                ExitCode.WrongUsage,
                near == null ? $"There is no setting {key}; 'meter settings show' lists them." : $"There is no setting {key}; did you mean {near}?");
        }

        object typed = kind switch
        {
            JsonValueKind.String => value,
            JsonValueKind.Array => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            JsonValueKind.True or JsonValueKind.False => bool.TryParse(value, out bool isTrue)
                ? isTrue
                : throw new CommandFailure(ExitCode.WrongUsage, $"{key} takes true or false, not \"{value}\"."),
            _ => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
                ? number
                : throw new CommandFailure(ExitCode.WrongUsage, $"{key} takes a number, not \"{value}\"."),
        };

        string[] names = key.Split('.');
        object change = typed;
        for (int i = names.Length - 1; i >= 0; i--)
        {
            change = new Dictionary<string, object> { [names[i]] = change };
        }

        return JsonSerializer.SerializeToUtf8Bytes(change);
    }

    /// <summary>Each setting with its value, in the order of the file.</summary>
    /// <param name="published">The settings as the device publishes them.</param>
    public static List<(string Key, string Value)> Lines(byte[] published)
    {
        using JsonDocument document = Parse(published);
        return [.. All(document.RootElement, "").Select(setting => (FeedObject.Harmless(setting.Path), FeedObject.Harmless(Text(setting.Value))))];
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    private static JsonDocument Parse(byte[] published)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(published);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandFailure(ExitCode.BadInput, "What the device publishes as its settings is not understood; has it another version?");
        }
    }

    private static IEnumerable<(string Path, JsonElement Value)> All(JsonElement element, string path) => element.EnumerateObject().SelectMany(member =>
        member.Value.ValueKind == JsonValueKind.Object ? All(member.Value, $"{path}{member.Name}.") : [(path + member.Name, member.Value)]);
}
