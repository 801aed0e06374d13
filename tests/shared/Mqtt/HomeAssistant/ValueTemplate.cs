using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

/// <summary>
/// The few forms of Jinja that the configuration uses. As Home Assistant does, it complains when a member that is not there is used
/// without a default.
/// </summary>
internal static partial class ValueTemplate
{
    private enum Kind
    {
        Missing,
        None,
        Text,
        Number,
        True,
        False,
        Object,
    }

    /// <summary>What a template makes of a payload.</summary>
    /// <exception cref="InvalidOperationException">It is of another form, or Home Assistant would log a warning.</exception>
    public static string Evaluate(string template, string payload)
    {
        JsonElement root = JsonDocument.Parse(payload).RootElement;
        if (Choice().Match(template) is { Success: true } choice)
        {
            bool isTrue = KindOf(Find(root, choice.Groups[2].Value)) switch
            {
                Kind.True => true,
                Kind.False => false,
                _ => throw new InvalidOperationException($"{choice.Groups[2].Value} is no boolean"),
            };
            return choice.Groups[isTrue ? 1 : 3].Value;
        }

        if (Difference().Match(template) is { Success: true } difference)
        {
            return (NumberOrZero(root, difference.Groups[1].Value) - NumberOrZero(root, difference.Groups[2].Value)).ToString();
        }

        if (Path().Match(template) is { Success: true } path)
        {
            JsonElement? value = Find(root, path.Groups[1].Value);
            string after = path.Groups[2].Value;
            return KindOf(value) switch
            {
                Kind.Missing when after == "|d" => "",
                Kind.Missing when after == "|d(none)" => "None",
                Kind.Missing => throw new InvalidOperationException($"{path.Groups[1].Value} is missing"),
                Kind.None => after == " or ''" ? "" : "None",
                Kind.Text => value!.Value.GetString()!,
                Kind.Number => value!.Value.GetRawText(),
                _ => throw new InvalidOperationException($"{path.Groups[1].Value} is no single value"),
            };
        }

        throw new InvalidOperationException($"{template} is of an unknown form");
    }

    [GeneratedRegex(@"^\{\{'(\w+)' if value_json\.(\w+) else '(\w+)'\}\}$")]
    private static partial Regex Choice();

    [GeneratedRegex(@"^\{\{value_json\.(\w+)\|d\(0\)-value_json\.(\w+)\|d\(0\)\}\}$")]
    private static partial Regex Difference();

    [GeneratedRegex(@"^\{\{value_json\.((?:get\('\w+',\{\}\)|\w+)(?:\.\w+)*)(\|d|\|d\(none\)| or '')?\}\}$")]
    private static partial Regex Path();

    private static long NumberOrZero(JsonElement root, string name) =>
        Find(root, name) is { } value ? value.GetInt64() : 0;

    private static JsonElement? Find(JsonElement root, string path)
    {
        JsonElement at = root;
        string[] names = path.Split('.');
        for (int i = 0; i < names.Length; i++)
        {
            bool isGuarded = names[i].StartsWith("get('", StringComparison.Ordinal);
            string name = isGuarded ? names[i].Split('\'')[1] : names[i];
            if (!at.TryGetProperty(name, out at))
            {
                if (i == names.Length - 1 || isGuarded)
                {
                    return null;
                }

                throw new InvalidOperationException($"{name} is missing, and with it what should be in it");
            }
        }

        return at;
    }

    private static Kind KindOf(JsonElement? value) => value?.ValueKind switch
    {
        null => Kind.Missing,
        JsonValueKind.Null => Kind.None,
        JsonValueKind.String => Kind.Text,
        JsonValueKind.Number => Kind.Number,
        JsonValueKind.True => Kind.True,
        JsonValueKind.False => Kind.False,
        _ => Kind.Object,
    };
}
