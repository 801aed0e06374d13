using MeterFirmware.Companion.Dashboard;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

public sealed class ScreenTests
{
    private readonly StringWriter _terminal = new();

    [Fact]
    public void Only_the_line_that_changed_is_drawn_again()
    {
        using Screen screen = new(_terminal, AnsiConsole.Console);
        screen.Draw(Picture("first", "second", "third"), 80, 24);
        _terminal.GetStringBuilder().Clear();

        screen.Draw(Picture("first", "changed", "third"), 80, 24);

        string drawn = _terminal.ToString();
        Assert.Contains("changed", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("first", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("third", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_size_draws_everything_again()
    {
        using Screen screen = new(_terminal, AnsiConsole.Console);
        screen.Draw(Picture("first", "second"), 80, 24);
        _terminal.GetStringBuilder().Clear();

        screen.Draw(Picture("first", "second"), 81, 24);

        Assert.Contains("first", _terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_terminal_is_given_back_with_the_last_picture_in_it()
    {
        Screen screen = new(_terminal, AnsiConsole.Console);
        screen.Draw(Picture("old"), 80, 24);
        screen.Draw(Picture("last"), 80, 24);
        screen.Dispose();

        string[] parts = _terminal.ToString().Split("\e[?25h\e[?1049l");
        Assert.Equal(2, parts.Length);
        Assert.Contains("last", parts[1], StringComparison.Ordinal);
        Assert.DoesNotContain("old", parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_drawn_hides_no_cursor()
    {
        using (Screen screen = new(_terminal, AnsiConsole.Console))
        {
            Assert.ThrowsAny<Exception>(() => screen.Draw(Picture("x"), 0, 0));
        }

        Assert.Empty(_terminal.ToString());
    }

    [Theory]
    [InlineData(0, 0, 80, 24)]
    [InlineData(0, 50, 80, 50)]
    [InlineData(1, 1, 1, 1)]
    public void A_terminal_that_does_not_know_its_size_has_the_usual_one(int width, int height, int columns, int rows) =>
        Assert.Equal((columns, rows), Screen.SizeOf(width, height));

    [Fact]
    public void Text_of_others_steers_no_terminal()
    {
        using Screen screen = new(_terminal, AnsiConsole.Console);

        screen.Draw(Picture("a\u009B2J\u202Eb"), 80, 24);

        Assert.Contains("a\\u009B2J\\u202Eb", _terminal.ToString(), StringComparison.Ordinal);
    }

    private static Rows Picture(params string[] lines) => new(lines.Select(line => new OneLine(line)));
}
