using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using Spectre.Console;

namespace MeterFirmware.Companion.Live;

/// <summary>The dashboard in a terminal.</summary>
internal sealed class DashboardLiveView : ILiveView
{
    private readonly Log _log;
    private readonly Screen _screen;

    /// <summary>Takes over the terminal until disposed.</summary>
    /// <param name="shown">What to show at first.</param>
    /// <param name="log">The messages.</param>
    /// <param name="console">The terminal.</param>
    public DashboardLiveView(IShownMeter shown, Log log, IAnsiConsole console)
    {
        _log = log;
        _screen = new Screen(console.Profile.Out.Writer, console);
        Refresh(shown);
    }

    public void Telegram(IShownMeter shown)
    {
        // Shown at the next refresh.
    }

    public void Refresh(IShownMeter shown)
    {
        (int width, int height) = Screen.SizeOf(Console.WindowWidth, Console.WindowHeight);
        _screen.Draw(DashboardView.Draw(DashboardModel.Of(shown, _log, Show.Version), width, height), width, height);
    }

    public void Message(LogMessage message)
    {
        // The log panel shows it at the next refresh.
    }

    public void Dispose() => _screen.Dispose();
}
