using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tariffs;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

/// <summary>What a terminal says of itself in the environment.</summary>
[Collection("Commands")]
public sealed class TerminalKindTests : IDisposable
{
    private const string Variable = "NO_COLOR";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("1", false)]
    [InlineData("0", false)]
    public void With_NO_COLOR_the_dashboard_has_no_colour_and_the_same_words(string? noColor, bool isColoured)
    {
        Environment.SetEnvironmentVariable(Variable, noColor);

        string drawn = Draw();

        Assert.Equal(isColoured, HasColour(drawn));
        Assert.Contains("Month peaks", drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "xterm-256color", false)]
    [InlineData(false, null, false)]
    [InlineData(false, "dumb", true)]
    [InlineData(true, "xterm-256color", true)]
    public void A_pipe_and_a_terminal_that_only_writes_get_plain_lines(bool isRedirected, string? terminal, bool isPlain) =>
        Assert.Equal(isPlain, PlainView.IsAllThatCanBeShown(isRedirected, terminal));

    // Select Graphic Rendition with 30 to 49 or 90 to 107: a colour.
    private static bool HasColour(string drawn) => System.Text.RegularExpressions.Regex.IsMatch(drawn, @"\e\[(?:\d+;)*(?:[34]\d|9\d|10[0-7])(?:;\d+)*m");

    private static string Draw()
    {
        StringWriter terminal = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(terminal) });
        using DashboardLiveView view = new(new LocalMeter(new Meter(new Rates()), "script"), new Log(), console);
        return terminal.ToString();
    }
}
