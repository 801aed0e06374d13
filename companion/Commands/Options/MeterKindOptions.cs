using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Simulation;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that say which kind of meter a simulated house has.</summary>
internal sealed class MeterKindOptions
{
    private static readonly (string Text, MeterVersion Version)[] Versions =
    [
        ("1.3", MeterVersion.Emucs13),
        ("1.5", MeterVersion.Emucs15),
        ("1.6", MeterVersion.Emucs16),
        ("1.7", MeterVersion.Emucs17),
        ("2.1", MeterVersion.Emucs21),
    ];

    private static readonly (string Text, GridKind Grid)[] Grids =
    [
        ("1x230", GridKind.SinglePhase),
        ("3x230", GridKind.ThreePhase230),
        ("3x400", GridKind.ThreePhase400),
    ];

    public MeterKindOptions()
    {
        OptionText.Suggest(Version, Versions.Select(version => version.Text));
        OptionText.Suggest(Grid, Grids.Select(grid => grid.Text));
    }

    public Option<MeterVersion?> Version { get; } = new("--meter")
    {
        Description = "eMUCS-P1 version of its meter: 1.3, 1.5, 1.6, 1.7 or 2.1; default 1.7",
        HelpName = "VERSION",
        CustomParser = result => Choose(result, "--meter", Versions),
    };

    public Option<GridKind?> Grid { get; } = new("--grid")
    {
        Description = "Its connection: 1x230, 3x230 (without neutral) or 3x400; default 3x400",
        HelpName = "GRID",
        CustomParser = result => Choose(result, "--grid", Grids),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Version);
        command.Options.Add(Grid);
    }

    public MeterOptions Read(ParseResult parsed)
    {
        MeterOptions usual = new();
        return new MeterOptions { Version = parsed.GetValue(Version) ?? usual.Version, Grid = parsed.GetValue(Grid) ?? usual.Grid };
    }

    private static T Choose<T>(ArgumentResult result, string option, (string Text, T Value)[] choices)
    {
        string text = result.Tokens[0].Value;
        foreach ((string choice, T value) in choices)
        {
            if (choice == text)
            {
                return value;
            }
        }

        result.AddError($"{option} takes {string.Join(", ", choices[..^1].Select(choice => choice.Text))} or {choices[^1].Text}, not \"{text}\".");
        return choices[0].Value;
    }
}
