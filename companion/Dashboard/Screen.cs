using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>
/// Shows frames in a terminal without flicker: on the alternate screen, only the lines that changed, and each frame at one stroke.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const string EnterAlternate = "\e[?1049h\e[?25l\e[2J";
    private const string LeaveAlternate = "\e[?25h\e[?1049l";

    // Terminals that know synchronized output hold the picture until the end mark; others ignore both.
    private const string BeginFrame = "\e[?2026h";
    private const string EndFrame = "\e[?2026l";

    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    private readonly TextWriter _terminal;
    private readonly IAnsiConsole _console;
    private readonly StringWriter _pending = new();
    private Frame? _shown;
    private Size _size;
    private bool _isOpen;

    /// <summary>Takes over the terminal with the first frame.</summary>
    /// <param name="terminal">Where the terminal reads.</param>
    /// <param name="console">Tells its size and colours.</param>
    public Screen(TextWriter terminal, IAnsiConsole console)
    {
        _terminal = terminal;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                ? (ColorSystemSupport)console.Profile.Capabilities.ColorSystem
                : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(_pending),
            Interactive = InteractionSupport.No,
        });
        _console.Profile.Capabilities.Unicode = true;
        _console.Profile.Encoding = System.Text.Encoding.UTF8;
    }

    /// <summary>The size to draw for: some terminals say 0 where they do not know their own.</summary>
    /// <param name="width">Columns that the terminal says it has.</param>
    /// <param name="height">Rows likewise.</param>
    public static (int Width, int Height) SizeOf(int width, int height) => (width > 0 ? width : UsualWidth, height > 0 ? height : UsualHeight);

    /// <summary>Draws a frame; a line that is the same as before is left alone.</summary>
    /// <param name="picture">What to show.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Rows of the terminal.</param>
    public void Draw(IRenderable picture, int width, int height)
    {
        if (_size.Width != width || _size.Height != height)
        {
            _size = new Size(width, height);
            _shown = null;
        }

        _console.Profile.Width = width;
        _console.Profile.Height = height;
        Frame frame = Frame.Draw(picture, _console, width, height);
        _pending.GetStringBuilder().Clear();
        _pending.Write(BeginFrame);
        if (_shown == null)
        {
            _pending.Write("\e[2J");
        }

        for (int row = 0; row < frame.Lines.Count; row++)
        {
            if (!frame.HasSameLine(row, _shown))
            {
                _pending.Write($"\e[{row + 1};1H");
                _console.Write(new Line(frame.Lines[row]));
            }
        }

        _pending.Write(EndFrame);
        _shown = frame;

        // Only what can be drawn hides the cursor.
        _terminal.Write(_isOpen ? _pending.ToString() : EnterAlternate + _pending);
        _isOpen = true;
        _terminal.Flush();
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _terminal.Write(LeaveAlternate);
            LeaveLastFrame();
            _terminal.Flush();
        }
    }

    // What was on the screen last stays in the scroll-back, as after any other command.
    private void LeaveLastFrame()
    {
        if (_shown == null)
        {
            return;
        }

        _pending.GetStringBuilder().Clear();
        foreach (IReadOnlyList<Segment> line in _shown.Lines)
        {
            _console.Write(new Line(line));
            _pending.WriteLine();
        }

        _terminal.Write(_pending.ToString());
    }

    private sealed class Line(IReadOnlyList<Segment> segments) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
