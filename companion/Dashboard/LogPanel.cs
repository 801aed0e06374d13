using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Showing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>The newest messages, the newest at the bottom.</summary>
internal static class LogPanel
{
    public static IRenderable Draw(DashboardModel model, int height)
    {
        int rows = height - Framed.BorderRows;
        IEnumerable<string> lines = model.Log.Messages.TakeLast(rows).Select(Text);
        return Framed.Draw("Log", Framed.Lines(lines), height);
    }

    private static string Text(LogMessage message)
    {
        string time = message.Utc == 0 ? "        " : Show.Local(message.Utc, "HH:mm:ss");
        string text = Markup.Escape(message.Text);
        return $"[grey]{time}[/] {(message.IsWarning ? $"[yellow]{text}[/]" : text)}";
    }
}
