using System.CommandLine;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that every live command has.</summary>
internal sealed class LiveOptions
{
    public Option<TimeSpan?> For { get; } = new("--for")
    {
        Description = "Stop after this long: 10s, 5m or 1h",
        HelpName = "TIME",
        CustomParser = result => OptionText.Time(result, "--for"),
    };

    public Option<bool> Plain { get; } = new("--plain")
    {
        Description = "One line per telegram instead of the dashboard; the default when the output is no terminal, and with TERM=dumb",
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
}
