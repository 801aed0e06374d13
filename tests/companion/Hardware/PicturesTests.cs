using CliWrap;
using CliWrap.Buffered;
using MeterFirmware.Companion.Tests.Commands;

namespace MeterFirmware.Companion.Tests.Hardware;

public sealed class PicturesTests
{
    // The script itself ends with an error when a picture connects something else than the netlist.
    [ShellFact("python3")]
    public async Task Pictures_are_what_their_script_draws_from_the_netlist()
    {
        BufferedCommandResult make = await Cli.Wrap("python3").WithArguments([HardwareFolder.Path("pictures", "make"), "--check"]).WithWorkingDirectory(HardwareFolder.Path("pictures")).ExecuteBufferedAsync();

        Assert.Equal("", make.StandardError);
    }
}
