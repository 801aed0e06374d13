using MeterFirmware.Companion.Recordings;
using MeterFirmware.Tests.Telegrams;
using Spectre.Console;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class ReportViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void What_does_not_fit_goes_on_below_and_nothing_is_cut(int columns)
    {
        string line = "1-0:1.7.0(" + string.Concat(Enumerable.Range(100, 40)) + "*kW)";
        ParserReport report = Report.Read(null, (new string('n', 150) + ".p1", new TelegramText(line, "0-0:96.1.4(50217)").Bytes));

        string[] lines = Draw(report, columns);

        Assert.All(lines, drawn => Assert.True(drawn.Length <= columns, drawn));
        string joined = string.Concat(lines.Select(drawn => drawn.Trim()));
        Assert.Contains(line, joined, StringComparison.Ordinal);
        Assert.Contains(new string('n', 150) + ".p1", joined, StringComparison.Ordinal);
        Assert.Contains("50217, eMUCS-P1 1.7", joined, StringComparison.Ordinal);
    }

    [Fact]
    public void What_looks_like_markup_or_moves_the_cursor_is_shown_as_it_is()
    {
        ParserReport report = Report.Read(null, ("[red]\u001b[2J.p1", new TelegramText("1-0:99.9.9([bold]\u001b[2J)").Bytes));

        string drawn = string.Join('\n', Draw(report, 120));

        Assert.Contains("[red]?[2J.p1, line 3", drawn, StringComparison.Ordinal);
        Assert.Contains("1-0:99.9.9([bold]\\x1B[2J)", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', drawn);
    }

    private static string[] Draw(ParserReport report, int columns)
    {
        StringWriter drawn = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(drawn) });
        console.Profile.Width = columns;
        console.Write(ReportView.Draw(report));
        return drawn.ToString().Split('\n');
    }
}
