using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MeterFirmware.Display.Pages;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>Reads what stands after an option; what cannot be read becomes one sentence on what can.</summary>
internal static class OptionText
{
    /// <summary>The most characters of a device's id, as in its settings.</summary>
    public const int LongestDeviceId = 24;

    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 32;

    /// <summary>The pages of the display that take their turn.</summary>
    public static readonly string[] PageNames = Enum.GetNames<PageName>()[..((int)PageName.Status + 1)];

    /// <summary>Lets a shell complete what an option takes, in place of the names that its type has.</summary>
    /// <param name="option">The option.</param>
    /// <param name="words">What it takes.</param>
    public static void Suggest(Option option, IEnumerable<string> words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
    }

    /// <summary>The words of a command line that name some options, to be said again.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options; those that it does not name are left out.</param>
    public static IEnumerable<string> Given(ParseResult parsed, params IEnumerable<Option> options) => options
        .Select(parsed.GetResult)
        .OfType<OptionResult>()
        .Where(result => !result.Implicit)
        .SelectMany(result => result.Tokens.Select(token => token.Value).Prepend(result.Option.Name));

    /// <summary>A whole number.</summary>
    public static long WholeNumber(ArgumentResult result, string option, long least, long most)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most)
        {
            return number;
        }

        string range = most == long.MaxValue ? $"from {least}" : $"from {least} to {most}";
        result.AddError($"{option} takes a whole number {range}, not \"{text}\".");
        return least;
    }

    /// <summary>A power in kW with up to three decimals.</summary>
    /// <returns>W.</returns>
    public static int Kilowatts(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal kilowatts)
            && kilowatts <= 1000
            && decimal.IsInteger(kilowatts * 1000))
        {
            return (int)(kilowatts * 1000);
        }

        result.AddError($"{option} takes a power in kW such as 4.5, not \"{text}\".");
        return 0;
    }

    /// <summary>A span of time: 10s, 5m or 1h.</summary>
    public static TimeSpan? Time(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        long seconds = text.Length < 2 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds > 0
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count > 0)
        {
            return TimeSpan.FromSeconds(count * seconds);
        }

        result.AddError($"{option} takes a time such as 10s, 5m or 1h, not \"{text}\".");
        return null;
    }

    /// <summary>Whether a character can be part of a device's id.</summary>
    public static bool IsOfDeviceId(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';

    /// <summary>The id of a device, as in its settings.</summary>
    public static string DeviceId(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        if (text.Length is 0 or > LongestDeviceId || !text.All(IsOfDeviceId))
        {
            result.AddError($"{option} takes 1 to {LongestDeviceId} of a-z, 0-9, - and _, not \"{text}\".");
        }

        return text;
    }

    /// <summary>A name that people read.</summary>
    public static string Name(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        if (text.Trim().Length != text.Length || text.Length is 0 or > LongestName || text.Any(char.IsControl))
        {
            result.AddError($"{option} takes a name of 1 to {LongestName} characters, not \"{text}\".");
        }

        return text;
    }

    /// <summary>A topic of MQTT, or a part of one, that can be published to.</summary>
    public static string? Topic(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        bool isTopic = text.Trim('/').Length == text.Length && text.Length > 0 && text[0] != '$' && !text.Any(c => c is '+' or '#' || char.IsControl(c));
        if (!isTopic)
        {
            result.AddError($"{option} takes a topic without +, # and a slash at its ends, not \"{text}\".");
        }

        return isTopic ? text : null;
    }

    /// <summary>A page of the display that takes its turn.</summary>
    public static PageName? Page(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        if (Enum.TryParse(text, ignoreCase: true, out PageName page) && page <= PageName.Status && !char.IsAsciiDigit(text[0]))
        {
            return page;
        }

        result.AddError($"{option} takes {string.Join(", ", PageNames[..^1])} or {PageNames[^1]}, not \"{text}\".");
        return null;
    }
}
