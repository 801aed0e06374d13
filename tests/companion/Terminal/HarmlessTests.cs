using MeterFirmware.Companion.Terminal;
using MeterFirmware.Companion.Tests.Commands;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Tests.Terminal;

public sealed class HarmlessTests
{
    [Theory]
    [InlineData("Straße 4 €\t– 日本\r\n", "Straße 4 €\t– 日本\r\n")]
    [InlineData("\u001b[2J", "\\u001B[2J")]
    [InlineData("\u009b2J", "\\u009B2J")]
    [InlineData("a\u202Eb\u2066c\u200F", "a\\u202Eb\\u2066c\\u200F")]
    [InlineData("new\rold", "new\\u000Dold")]
    [InlineData("\0\a\u007F\u2028", "\\u0000\\u0007\\u007F\\u2028")]
    public void What_steers_a_terminal_is_written_out(string text, string shown) => Assert.Equal(shown, Harmless.Text(text));

    [Fact]
    public void What_steers_it_by_intention_stays()
    {
        Segment code = Segment.Control("\u001b[?25l");

        Assert.Same(code, Harmless.Segment(code));
        Assert.Equal("\\u001B[1m", Harmless.Segment(new Segment("\u001b[1m")).Text);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("test-parser")]
    [InlineData("run", "--file")]
    public void A_name_in_an_error_is_shown_so(params string[] words)
    {
        MeterProcess run = MeterProcess.Run([.. words, "x\u202E\u009B.p1"]);

        Assert.Equal("There is no file x\\u202E\\u009B.p1; check the path.", run.Errors.TrimEnd());
    }
}
