using System.Diagnostics;
using MeterFirmware.Companion.Tests.Commands;

namespace MeterFirmware.Companion.Tests.Hardware;

public sealed class PicturesTests
{
    // The script itself ends with an error when a picture connects something else than the netlist.
    [ShellFact("python3")]
    public async Task Pictures_are_what_their_script_draws_from_the_netlist()
    {
        ProcessStartInfo start = new(ShellTheoryAttribute.Find("python3")!, [HardwareFolder.Path("pictures", "make"), "--check"])
        {
            RedirectStandardError = true,
        };
        using Process make = Process.Start(start)!;
        string errors = await make.StandardError.ReadToEndAsync();
        await make.WaitForExitAsync();

        Assert.Equal("", errors);
        Assert.Equal(0, make.ExitCode);
    }
}
