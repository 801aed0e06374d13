using MeterFirmware.Companion.Dashboard;
using Spectre.Console;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("twelve chars", 12, "twelve chars")]
    [InlineData("twelve chars", 11, "twelve cha…")]
    [InlineData("[red]ab[/]cdef", 4, "abc…")]
    [InlineData("", 4, " ")]
    public void Text_is_cut_at_the_edge(string markup, int width, string expected)
    {
        Frame frame = Frame.Draw(new OneLine(markup), AnsiConsole.Console, width, 3);

        Assert.Single(frame.Lines);
        Assert.Equal(expected, frame.Text(0));
    }
}
