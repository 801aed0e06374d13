using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Pc;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Device;

/// <summary>The display in a terminal, with the log beside it or below.</summary>
internal sealed class TerminalDeviceView : IDeviceView
{
    private const int LogColumns = 36;
    private const int LeastLogRows = 4;

    private readonly PcBoard _board;
    private readonly Log _log;
    private readonly Screen _screen;
    private readonly OledView _oled;

    /// <summary>Takes over the terminal until disposed.</summary>
    /// <param name="board">Has the display.</param>
    /// <param name="log">The messages.</param>
    public TerminalDeviceView(PcBoard board, Log log)
    {
        _board = board;
        _log = log;
        _oled = new OledView(board.Oled);
        _screen = new Screen(AnsiConsole.Console.Profile.Out.Writer, AnsiConsole.Console);
    }

    public void Telegram(MeterDevice device)
    {
        // Shown right after it.
    }

    public void Show(MeterDevice device)
    {
        (int width, int height) = Screen.SizeOf(Console.WindowWidth, Console.WindowHeight);
        _screen.Draw(Picture(device, width, height), width, height);
    }

    public bool HandleKeys(Pager pager)
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            switch (Console.ReadKey(intercept: true).Key)
            {
                case ConsoleKey.RightArrow or ConsoleKey.Spacebar or ConsoleKey.DownArrow:
                    pager.Next();
                    break;
                case ConsoleKey.LeftArrow or ConsoleKey.UpArrow:
                    pager.Previous();
                    break;
                case ConsoleKey.Q or ConsoleKey.Escape:
                    return false;
            }
        }

        return true;
    }

    public void Dispose() => _screen.Dispose();

    /// <summary>What stands in a terminal without room for the display: that, and the messages.</summary>
    /// <param name="log">The messages.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Rows of the terminal.</param>
    internal static IRenderable TooSmall(Log log, int width, int height)
    {
        LogMessage why = new(0, $"The display needs {OledView.Columns} columns and {OledView.Rows} rows; this terminal has {width} and {height}. --plain prints its text; q leaves.", IsWarning: false);
        List<string> lines = [.. LogPanel.Lines(why, "HH:mm", width), ""];
        IEnumerable<string> messages = log.Messages.SelectMany(message => LogPanel.Lines(message, "HH:mm", width));
        return Framed.Lines(lines.Concat(messages.TakeLast(Math.Max(0, height - lines.Count))));
    }

    private IRenderable Picture(MeterDevice device, int width, int height)
    {
        if (width < OledView.Columns || height < OledView.Rows)
        {
            return TooSmall(_log, width, height);
        }

        bool beside = width >= OledView.Columns + LogColumns;
        int rows = beside ? height : height - OledView.Rows;
        IRenderable text = Framed.Lines(Lines(device, rows - Framed.BorderRows, (beside ? width - OledView.Columns : width) - Framed.BorderColumns));
        Layout oled = new Layout("oled", _oled).Size(beside ? OledView.Columns : OledView.Rows);
        Layout log = rows >= LeastLogRows
            ? new Layout("log", Framed.Draw($"Meter {MeterDevice.Version}", text, rows))
            : new Layout("log", new OneLine(""));
        return beside ? new Layout("all").SplitColumns(oled, log) : new Layout("all").SplitRows(oled, log);
    }

    private IEnumerable<string> Lines(MeterDevice device, int rows, int columns)
    {
        yield return $"[grey]page[/] {device.Pager.Shown}   [grey]I2C[/] {_board.I2cBytes} bytes";
        yield return "[grey]arrow keys turn pages, q leaves[/]";
        IEnumerable<string> messages = _log.Messages.SelectMany(message => LogPanel.Lines(message, "HH:mm", columns));
        foreach (string line in messages.TakeLast(Math.Max(0, rows - 2)))
        {
            yield return line;
        }
    }
}
