using MeterFirmware.Companion.Decoding;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The last telegram line by line; what was not understood in red.</summary>
internal static class TelegramPanel
{
    private const int CodeColumns = 12;
    private const int NameColumns = 17;

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        int rows = height - Framed.BorderRows;
        bool withCodes = width >= 56;
        List<string> lines = [];
        foreach (DecodedLine line in model.Telegram)
        {
            lines.Add(Text(line, withCodes));
        }

        if (lines.Count > rows)
        {
            int hidden = lines.Count - rows + 1;
            lines = lines.GetRange(0, rows - 1);
            lines.Add($"[grey]... and {hidden} lines more[/]");
        }

        long refused = model.Meter.Reader.CrcErrorCount + model.Meter.Reader.TruncatedCount;
        string name = $"Telegram {model.Meter.Reader.TelegramCount}" + (refused > 0 ? $", {refused} refused" : "");
        return Framed.Draw(name, Framed.Lines(lines), height);
    }

    private static string Text(DecodedLine line, bool withCodes)
    {
        string code = withCodes || line.Name.Length == 0 ? $"[grey]{Markup.Escape(line.Obis).PadRight(CodeColumns)}[/]" : "";
        if (line.Problem != null)
        {
            return $"{code}[red]{Markup.Escape(line.Name)} ? {Markup.Escape(line.Value)}[/]";
        }

        string value = line.Value.Contains('\n') ? $"{line.Value.Count(c => c == '\n') + 1} months" : line.Value;
        return $"{code}{Markup.Escape(line.Name).PadRight(NameColumns)}[white]{Markup.Escape(value)}[/]";
    }
}
