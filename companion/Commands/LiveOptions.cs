using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MeterFirmware.Companion.Commands;

/// <summary>The options that every live command has.</summary>
internal sealed class LiveOptions
{
    public Option<TimeSpan?> For { get; } = new("--for")
    {
        Description = "Stop after this long: 10s, 5m or 1h",
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    public Option<bool> Plain { get; } = new("--plain")
    {
        Description = "One line per telegram instead of the dashboard; the default when the output is no terminal",
    };

    public Option<string?> Picture { get; } = new("--picture")
    {
        Description = "At the end, write the dashboard as a picture (SVG)",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(For);
        command.Options.Add(Plain);
        command.Options.Add(Picture);
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        long seconds = text.Length < 2 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds == 0
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count == 0)
        {
            result.AddError($"--for takes a time such as 10s, 5m or 1h, not \"{text}\".");
            return null;
        }

        return TimeSpan.FromSeconds(count * seconds);
    }
}
