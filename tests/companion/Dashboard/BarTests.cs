using MeterFirmware.Companion.Dashboard;
using Xunit;

namespace MeterFirmware.Companion.Tests.Dashboard;

public sealed class BarTests
{
    [Theory]
    [InlineData(0, 8, "        ")]
    [InlineData(1000, 8, "████████")]
    [InlineData(500, 8, "████    ")]
    [InlineData(562, 8, "████▍   ")]
    [InlineData(2000, 8, "████████")]
    [InlineData(-5, 4, "    ")]
    public void Bar_fills_by_eighths(long value, int columns, string expected) =>
        Assert.Equal(expected, Bar.Draw(value, 1000, columns));

    [Fact]
    public void What_is_taken_rises_and_what_is_given_hangs_on_one_scale()
    {
        // Four rows for 24 + 8: three up, one down, an eighth each.
        List<string> rows = Bar.Chart([24, 12, 1, 0, null], [0, 8, 0, 4, null], 4);

        Assert.Equal(["█    ", "█▄   ", "██▁▁ ", " █ ▀ "], rows.Select(Spectre.Console.Markup.Remove));
    }

    [Fact]
    public void What_stands_above_the_limit_has_the_colour_for_that_and_the_line_goes_on_beside_it()
    {
        List<string> rows = Bar.Chart([24, 8], [], 3, limit: 16);

        Assert.Equal(["█ ", "█─", "██"], rows.Select(Spectre.Console.Markup.Remove));
        Assert.Equal($"[{Tone.Over}]█[/] ", rows[0]);
        Assert.Equal($"[{Tone.Taken}]██[/]", rows[2]);
    }

    [Fact]
    public void Bar_of_nothing_is_empty() => Assert.Equal("   ", Bar.Draw(5, 0, 3));
}
