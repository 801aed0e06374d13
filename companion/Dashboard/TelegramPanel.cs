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

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        int rows = height - Framed.BorderRows;
        TelegramSnapshot telegram = model.Telegram;
        bool withCodes = width >= 56;
        IEnumerable<DecodedLine> decoded = telegram.Lines.Count > rows ? PhasesTogether(telegram.Lines) : telegram.Lines;
        int room = width - Framed.BorderColumns - NameColumns - (withCodes ? CodeColumns : 0);
        List<string> lines = [.. decoded.Select(line => Text(line, withCodes, room))];
        if (lines.Count > rows)
        {
            int hidden = lines.Count - rows + 1;
            lines = lines.GetRange(0, rows - 1);
            lines.Add($"[grey]... and {hidden} lines more[/]");
        }

        return Framed.Draw(telegram.Title, Framed.Lines(lines), height);
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
            return $"{code}[red]{Markup.Escape(line.Name)} ? {Markup.Escape(line.Value)}[/]";
        }

        string value = line.Value.Contains('\n') ? $"{line.Value.Count(c => c == '\n') + 1} months" : line.Value;
        if (value.Length > room)
        {
            // Half a date says nothing.
            value = MomentBehind().Replace(value, "");
        }

        return $"{code}[grey]{Markup.Escape(line.Name).PadRight(NameColumns)}[/][white]{Markup.Escape(value)}[/]";
    }

    [GeneratedRegex(", (read|until) [^,]*$")]
    private static partial Regex MomentBehind();
}
