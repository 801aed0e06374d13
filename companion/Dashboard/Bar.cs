using System.Text;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The three colours. Each comes with a sign or a place of its own, so that nobody needs to see it.</summary>
internal static class Tone
{
    /// <summary>Taken from the grid, up, ▲.</summary>
    public const string Taken = "aqua";

    /// <summary>Given to the grid, down, ▼.</summary>
    public const string Given = "lime";

    /// <summary>Above the limit, beyond its line; or wrong, !.</summary>
    public const string Over = "red";
}

/// <summary>Bars in eighths of a character.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const string Rising = " ▁▂▃▄▅▆▇█";
    private const string Hanging = " ▔▔▔▀▀▀▀█";

    /// <summary>A horizontal bar.</summary>
    /// <param name="value">0 to <paramref name="most"/>; more fills the bar.</param>
    /// <param name="most">The value of a full bar.</param>
    /// <param name="columns">Its length when full.</param>
    /// <returns>Exactly that many columns.</returns>
    public static string Draw(long value, long most, int columns)
    {
        long eighths = most <= 0 ? 0 : Math.Clamp(value * columns * 8 / most, 0, columns * 8L);
        int whole = (int)(eighths / 8);
        string bar = new('█', whole);
        return whole == columns ? bar : (bar + Eighths[(int)(eighths % 8)]).PadRight(columns);
    }

    /// <summary>Vertical bars beside each other: what is taken rises, what is given hangs below.</summary>
    /// <param name="taken">A value for each column; null where none is known.</param>
    /// <param name="given">Likewise.</param>
    /// <param name="rows">Rows of characters, 2 or more.</param>
    /// <param name="limit">Where a line is drawn; what is taken above it is in the colour for that; 0 for none.</param>
    /// <param name="least">A value for which there is room at least.</param>
    /// <returns>Markup, from top to bottom.</returns>
    public static List<string> Chart(IReadOnlyList<long?> taken, IReadOnlyList<long?> given, int rows, long limit = 0, long least = 0)
    {
        long mostTaken = Math.Max(Math.Max(limit, least), taken.Max() ?? 0);
        long mostGiven = given.Count == 0 ? 0 : given.Max() ?? 0;

        // One scale for both, the finest there is.
        int down = mostGiven == 0 ? 0 : Enumerable.Range(1, rows - 1).MinBy(Eighth);
        int up = rows - down;
        long eighth = Eighth(down);
        int limitRow = limit > 0 ? (int)Math.Min((limit - 1) / eighth / 8, up - 1) : int.MinValue;
        List<string> lines = [];
        for (int row = up - 1; row >= -down; row--)
        {
            Runs line = new();
            for (int column = 0; column < taken.Count; column++)
            {
                bool isUp = row >= 0;
                long? value = isUp ? taken[column] : given[column];
                long level = Math.Clamp((((value ?? 0) + eighth - 1) / eighth) - (8 * (isUp ? row : -row - 1)), 0, 8);
                level = isUp && row == 0 && value != null ? Math.Max(level, 1) : level;
                if (level == 0)
                {
                    line.Add(row == limitRow ? '─' : ' ', row == limitRow ? "grey" : "");
                }
                else
                {
                    line.Add((isUp ? Rising : Hanging)[(int)level], !isUp ? Tone.Given : limit > 0 && value > limit && row >= limitRow ? Tone.Over : Tone.Taken);
                }
            }

            lines.Add(line.ToString());
        }

        return lines;

        long Eighth(int below) => Math.Max(1, Math.Max(((mostTaken - 1) / ((rows - below) * 8)) + 1, below == 0 ? 0 : ((mostGiven - 1) / (below * 8)) + 1));
    }
}

/// <summary>A line of markup, put together character by character.</summary>
internal sealed class Runs
{
    private readonly StringBuilder _markup = new();
    private string _style = "";

    /// <summary>Adds a character.</summary>
    /// <param name="text">Which; no bracket.</param>
    /// <param name="style">A style of Spectre.Console; empty for none.</param>
    public void Add(char text, string style)
    {
        if (style != _style)
        {
            _markup.Append(_style.Length > 0 ? "[/]" : "").Append(style.Length > 0 ? $"[{style}]" : "");
            _style = style;
        }

        _markup.Append(text);
    }

    /// <inheritdoc/>
    public override string ToString() => _style.Length > 0 ? $"{_markup}[/]" : _markup.ToString();
}
