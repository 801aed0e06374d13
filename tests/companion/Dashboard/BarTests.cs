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
    public void Bar_of_nothing_is_empty() => Assert.Equal("   ", Bar.Draw(5, 0, 3));
}
