using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Showing;
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
        IEnumerable<string> lines = model.Log.Messages.TakeLast(rows).Select(message => Text(message, time));
        return Framed.Draw("Log", Framed.Lines(lines), height);
    }

    internal static string Text(LogMessage message, string format)
    {
        string time = message.Utc == 0 ? new string(' ', format.Length) : Show.Local(message.Utc, format);
        string text = Markup.Escape(message.Text);
        return $"[grey]{time}[/] {(message.IsWarning ? $"[yellow]{text}[/]" : text)}";
    }
}
