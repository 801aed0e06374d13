using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The power now in large digits, the phases beside it, and below it the last quarter of an hour.</summary>
internal static class PowerPanel
{
    /// <summary>Columns with digits of three rows.</summary>
    public const int SmallWidth = 30;

    /// <summary>Columns with digits of five rows.</summary>
    public const int LargeWidth = 56;

    /// <summary>Rows of small digits.</summary>
    public const int SmallRows = 3;

    private const int LargeRows = 5;
    private const int LargeColumns = 42;
    private const int PhaseColumns = 8;

    // The digits from 0 to 9, three columns each.
    private static readonly string[] Digits =
    [
        "███ █ ███████ ████████████████",
        "█ ███   █  ██ ██  █    ██ ██ █",
        "█ █ █ ███████████████  ███████",
        "█ █ █ █    █  █  ██ █  ██ █  █",
        "████████████  ███████  ███████",
    ];

    public static IRenderable Draw(DashboardModel model, int width, int height) =>
        Framed.Draw(Title(model, width - Framed.BorderColumns - 2), Framed.Lines(Lines(model, width - Framed.BorderColumns, height - Framed.BorderRows)), height);

    /// <summary>What the digits mean.</summary>
    public static string Title(DashboardModel model, int columns)
    {
        MeterSnapshot now = model.Now;
        string what = now.ImportW == null ? "Power" : IsExport(now) ? "▼ kW to the grid" : "▲ kW from the grid";
        string rate = now.ActiveRate.ToLowerInvariant();
        return rate.Length > 0 && what.Length + rate.Length + 2 <= columns ? $"{what}, {rate}" : what;
    }

    /// <summary>The digits with the phases beside them, and what of the past fits below.</summary>
    public static List<string> Lines(DashboardModel model, int columns, int rows)
    {
        MeterSnapshot now = model.Now;
        string text = now.ImportW is not int importW ? "-" : Show.Kw(IsExport(now) ? now.ExportW : importW);
        bool isLarge = columns >= LargeColumns + 1 + PhaseColumns && rows > LargeRows;
        string[] digits = isLarge ? Large(text) : Small(text);
        string colour = now.ImportW == null ? "grey" : IsExport(now) ? Tone.Given : Tone.Taken;
        bool hasPhases = now.PhasesW.Count > 1 && digits[0].Length + 1 + PhaseColumns <= columns;
        List<string> lines = [];
        for (int row = 0; row < digits.Length; row++)
        {
            int phase = isLarge ? row - 1 : row;
            string beside = hasPhases && phase >= 0 && phase < now.PhasesW.Count ? Phase(phase, now.PhasesW[phase]) : "";
            int room = hasPhases ? columns - PhaseColumns : 0;
            lines.Add($"[bold {colour}]{digits[row].PadRight(room)}[/]{beside}");
        }

        if (rows - lines.Count >= 2)
        {
            int?[] power = model.Past.Power(now.TimeUtc, columns);
            lines.AddRange(Bar.Chart(
                [.. power.Select(w => w >= 0 ? w : (long?)null)],
                [.. power.Select(w => w < 0 ? -w : (long?)null)],
                Math.Min(rows - lines.Count, 2),
                least: now.Quarter?.ThresholdW ?? 0));
        }

        return lines;
    }

    private static bool IsExport(MeterSnapshot now) => now.ExportW > (now.ImportW ?? 0);

    private static string Phase(int phase, int netW)
    {
        string kw = Show.Kw(Math.Abs(netW));
        return $"[grey]L{phase + 1}[/]{(netW < 0 ? $"[{Tone.Given}]▼[/]" : " ")}{(kw.Length > 5 ? kw[..5] : kw)}";
    }

    private static string[] Large(string text)
    {
        string[] rows = Rows(text);
        return [.. rows.Select(row => string.Concat(row.Select(pixel => new string(pixel, 2))))];
    }

    // Two rows of the digit in one of the screen.
    private static string[] Small(string text)
    {
        string[] rows = [.. Rows(text), ""];
        rows[LargeRows] = new string(' ', rows[0].Length);
        return
        [
            .. Enumerable.Range(0, SmallRows).Select(row => string.Concat(rows[2 * row].Zip(rows[(2 * row) + 1], (upper, lower) =>
                (upper, lower) switch
                {
                    ('█', '█') => '█',
                    ('█', _) => '▀',
                    (_, '█') => '▄',
                    _ => ' ',
                }))),
        ];
    }

    private static string[] Rows(string text) =>
        [.. Enumerable.Range(0, LargeRows).Select(row => string.Join(' ', text.Select(character => Glyph(character, row))))];

    private static string Glyph(char character, int row) => character switch
    {
        '.' => row == LargeRows - 1 ? "█" : " ",
        '-' => row == 2 ? "███" : "   ",
        _ => Digits[row].Substring((character - '0') * 3, 3),
    };
}
