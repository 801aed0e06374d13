using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

public class ShellLineTests
{
    [Theory]
    [InlineData("meter run --port p    # a comment", "meter,run,--port,p")]
    [InlineData("meter setup --wifi-ssid \"At home\"", "meter,setup,--wifi-ssid,At home")]
    [InlineData("a 'b | c' | d", "a,b | c / |d")]
    [InlineData("a && b; c & d", "a / b / c / d")]
    [InlineData("a >out 2>> errors", "a")]
    [InlineData("while ! a b; do c 5; done", "a,b / c,5")]
    [InlineData("cat /proc/$(pidof it)/stat", "cat,/proc/$(pidof it)/stat")]
    [InlineData("(umask 077; cat > file)", "umask,077 / cat")]
    [InlineData("echo C#", "echo,C#")]
    [InlineData("# nothing", "")]
    public void A_line_is_its_commands(string line, string commands)
    {
        Assert.Equal(commands, string.Join(" / ", ShellLine.Split(line).Select(command => (command.IsPiped ? "|" : "") + string.Join(',', command.Words))));
    }
}
