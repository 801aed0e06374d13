using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The frame that every panel has: rounded, with its name in the border.</summary>
internal static class Framed
{
    /// <summary>Rows and columns that the frame takes on two sides together.</summary>
    public const int BorderRows = 2;

    /// <summary>Columns that the frame and its padding take on two sides together.</summary>
    public const int BorderColumns = 4;

    public static Panel Draw(string name, IRenderable content, int height) => new(content)
    {
        Header = new PanelHeader($" {name} "),
        Border = BoxBorder.Rounded,
        BorderStyle = new Style(Color.Grey),
        Padding = new Padding(1, 0),
        Expand = true,
        Height = height,
    };

    /// <summary>Lines of markup under each other, each cut at the panel's edge.</summary>
    public static IRenderable Lines(IEnumerable<string> lines) =>
        new Rows(lines.Select(line => new OneLine(line)));
}
