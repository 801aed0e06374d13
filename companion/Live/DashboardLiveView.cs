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
    private DashboardPage _page;
    private bool _withHelp;

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
        _screen.Draw(DashboardView.Draw(DashboardModel.Of(shown, _log, Show.Version), width, height, _page, _withHelp), width, height);
    }

    public bool HandleKeys(IShownMeter shown)
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            if (!Press(Console.ReadKey(intercept: true), shown))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Does what a key says.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shown">The meter.</param>
    /// <returns>False when the person wants to leave.</returns>
    internal bool Press(ConsoleKeyInfo key, IShownMeter shown)
    {
        int pages = Enum.GetValues<DashboardPage>().Length;
        int turn = key.Key switch
        {
            ConsoleKey.RightArrow or ConsoleKey.DownArrow or ConsoleKey.Spacebar => 1,
            ConsoleKey.LeftArrow or ConsoleKey.UpArrow => -1,
            _ => 0,
        };
        bool isEscape = key.Key == ConsoleKey.Escape;
        if (key.KeyChar is 'q' or 'Q' || (isEscape && !_withHelp))
        {
            return false;
        }

        _withHelp = key.KeyChar == '?' ? !_withHelp : _withHelp && turn == 0 && !isEscape;
        _page = (DashboardPage)(((int)_page + turn + pages) % pages);
        Refresh(shown);
        return true;
    }

    public void Message(LogMessage message)
    {
        // The log panel shows it at the next refresh.
    }

    public void Dispose() => _screen.Dispose();
}
