using MeterFirmware.Companion.Dashboard;
using Spectre.Console;

namespace MeterFirmware.Companion.Live;

/// <summary>The dashboard in a terminal, drawn after each telegram.</summary>
internal sealed class DashboardLiveView : ILiveView
{
    private readonly DashboardModel _model;
    private readonly IAnsiConsole _console;
    private readonly Screen _screen;
    private bool _hasTelegram;

    /// <summary>Takes over the terminal until disposed.</summary>
    /// <param name="model">What to show.</param>
    /// <param name="console">The terminal.</param>
    public DashboardLiveView(DashboardModel model, IAnsiConsole console)
    {
        _model = model;
        _console = console;
        _screen = new Screen(Console.Out, console);
        Refresh(0);
    }

    public void Telegram(Meter meter) => _hasTelegram = true;

    public void Refresh(int silentSeconds)
    {
        if (_hasTelegram)
        {
            _hasTelegram = false;
            _model.DecodeTelegram();
        }

        _model.SilentSeconds = silentSeconds;
        int width = Console.WindowWidth;
        int height = Console.WindowHeight;
        _screen.Draw(DashboardView.Draw(_model, width, height), width, height);
    }

    public void Message(LogMessage message)
    {
        // The log panel shows it at the next refresh.
    }

    public void Dispose() => _screen.Dispose();
}
