using MeterFirmware.Companion.Terminal;
using Spectre.Console;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The newest messages, the newest at the bottom.</summary>
internal static class LogPanel
{
    private const int ColumnsWithSeconds = 40;

    /// <summary>The newest messages that fit, each whole.</summary>
    public static IEnumerable<string> Lines(DashboardModel model, int columns, int rows)
    {
        string time = columns < ColumnsWithSeconds ? "HH:mm" : "HH:mm:ss";
        return model.Log.Messages.SelectMany(message => Lines(message, time, columns)).TakeLast(rows);
    }

    /// <summary>A message on as many lines as it takes.</summary>
    public static IEnumerable<string> Lines(LogMessage message, string time, int columns)
    {
        string text = message.IsWarning ? $"! {message.Text}" : message.Text;
        string colour = message.IsWarning ? Tone.Over : "default";
        int indent = message.Utc == 0 ? 0 : time.Length + 1;
        string start = message.Utc == 0 ? "" : $"[grey]{Show.Local(message.Utc, time)}[/] ";
        foreach (string line in Wrapped(text, Math.Max(1, columns - indent)))
        {
            yield return $"{start}[{colour}]{Markup.Escape(line)}[/]";
            start = new string(' ', indent);
        }
    }

    /// <summary>Text in lines: broken at blanks, and within a word only where it is wider than the panel.</summary>
    public static IEnumerable<string> Wrapped(string text, int columns)
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
}
