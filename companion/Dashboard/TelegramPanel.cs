using System.Text.RegularExpressions;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Snapshots;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The last telegram line by line; what was not understood in red.</summary>
internal static partial class TelegramPanel
{
    private const int CodeColumns = 12;
    private const int NameColumns = 19;
    private const int LeastHalf = 38;
    private const int ColumnsOfThreePhases = 44;

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        int rows = height - Framed.BorderRows;
        int columns = width - Framed.BorderColumns;
        List<DecodedLine> lines = model.Telegram.Lines;
        if (lines.Count <= rows)
        {
            return Framed.Draw(model.Telegram.Title, Framed.Lines(Texts(lines, columns)), height);
        }

        // Beside each other when there is no room for all below each other.
        int half = columns / 2;
        int halves = half >= LeastHalf ? 2 : 1;
        if (lines.Count > rows * halves && columns / halves >= ColumnsOfThreePhases)
        {
            lines = [.. PhasesTogether(lines)];
        }

        int hidden = lines.Count - (rows * halves);
        IEnumerable<string> first = Texts(lines.Take(rows), halves == 2 ? half : columns);
        IEnumerable<string> second = Texts(lines.Skip(rows).Take(rows), columns - half - 1);
        if (hidden > 0)
        {
            string more = $"[grey]and {hidden + 1} lines more[/]";
            (first, second) = halves == 2 ? (first, second.SkipLast(1).Append(more)) : (first.SkipLast(1).Append(more), second);
        }

        IRenderable content = halves == 1 ? Framed.Lines(first) : new Layout("both").SplitColumns(
            new Layout("first", Framed.Lines(first)).Size(half + 1),
            new Layout("second", Framed.Lines(second)));
        return Framed.Draw(model.Telegram.Title, content, height);
    }

    private static IEnumerable<string> Texts(IEnumerable<DecodedLine> lines, int columns)
    {
        bool withCodes = columns >= 52;
        int room = columns - NameColumns - (withCodes ? CodeColumns : 0);
        return lines.Select(line => Text(line, withCodes, room));
    }

    // Three lines of three phases become one when there is no room for all.
    private static IEnumerable<DecodedLine> PhasesTogether(List<DecodedLine> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            DecodedLine line = lines[i];
            if (i + 2 < lines.Count && line.Name.EndsWith(" L1", StringComparison.Ordinal)
                && lines[i + 1].Name == line.Name[..^1] + "2" && lines[i + 2].Name == line.Name[..^1] + "3")
            {
                string unit = line.Value[line.Value.LastIndexOf(' ')..];
                string values = string.Join("  ", lines.GetRange(i, 3).Select(phase => phase.Value.Split(' ')[0]));
                yield return line with { Name = line.Name + "-3", Value = values + unit };
                i += 2;
            }
            else
            {
                yield return line;
            }
        }
    }

    private static string Text(DecodedLine line, bool withCodes, int room)
    {
        string code = withCodes || line.Name.Length == 0 ? $"[grey]{Markup.Escape(line.Obis).PadRight(CodeColumns)}[/]" : "";
        if (line.Problem != null)
        {
            return $"{code}[{Tone.Over}]{Markup.Escape(line.Name)} ? {Markup.Escape(line.Value)}[/]";
        }

        string value = line.Value.Contains('\n') ? $"{line.Value.Count(c => c == '\n') + 1} months" : line.Value;
        if (value.Length > room)
        {
            // Half a date says nothing.
            value = MomentBehind().Replace(value, "");
        }

        return $"{code}[grey]{Markup.Escape(line.Name).PadRight(NameColumns)}[/]{Markup.Escape(value)}";
    }

    [GeneratedRegex(", (read|until) [^,]*$")]
    private static partial Regex MomentBehind();
}
