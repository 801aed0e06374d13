using MeterFirmware.Companion.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The newest messages, the newest at the bottom.</summary>
internal static class LogPanel
{
    private const int ColumnsWithSeconds = 40;

    public static IRenderable Draw(DashboardModel model, int width, int height)
    {
        int rows = height - Framed.BorderRows;
        string time = width < ColumnsWithSeconds ? "HH:mm" : "HH:mm:ss";
        IEnumerable<string> lines = model.Log.Messages.SelectMany(message => Lines(message, time, width - Framed.BorderColumns)).TakeLast(rows);
        return Framed.Draw("Log", Framed.Lines(lines), height);
    }

    // What is said at the start, such as a command to paste, is shown whole.
    internal static IEnumerable<string> Lines(LogMessage message, string time, int columns) => message.Utc != 0
        ? [Text(message, time)]
        : Wrapped(message.Text, columns).Select(line => Markup.Escape(line));

    // At blanks; within a word only where it is wider than the panel.
    private static IEnumerable<string> Wrapped(string text, int columns)
    {
        while (text.Length > columns)
        {
            int blank = text.LastIndexOf(' ', columns);
            int end = blank > 0 ? blank : columns;
            yield return text[..end];
            text = text[end..].TrimStart();
        }

        yield return text;
    }

    private static string Text(LogMessage message, string format)
    {
        string time = message.Utc == 0 ? new string(' ', format.Length) : Show.Local(message.Utc, format);
        string text = Markup.Escape(message.Text);
        return $"[grey]{time}[/] {(message.IsWarning ? $"[yellow]{text}[/]" : text)}";
    }
}
