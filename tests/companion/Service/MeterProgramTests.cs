using MeterFirmware.Companion.Service;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

public sealed class MeterProgramTests
{
    private const string Shared = "/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.1/";

    [SystemdTheory]
    [InlineData("/home/jo/.dotnet/tools/meter", "/home/jo/.dotnet/tools/.store/x/tools/net10.0/any/meter.dll", "/home/jo/.dotnet/shared/Microsoft.NETCore.App/10.0.1", "/home/jo/.dotnet/tools/meter", "/home/jo/.dotnet", false)]
    [InlineData("/home/jo/clone/companion/bin/Debug/net10.0/meter", "/home/jo/clone/companion/bin/Debug/net10.0/meter.dll", Shared, "/home/jo/clone/companion/bin/Debug/net10.0/meter", "/usr/share/dotnet", true)]
    [InlineData("/opt/meter/meter", "/opt/meter/meter.dll", Shared, "/opt/meter/meter", "/usr/share/dotnet", false)]
    [InlineData("/opt/meter/meter", "/opt/meter/meter.dll", "/opt/meter/", "/opt/meter/meter", null, false)]
    [InlineData("/usr/share/dotnet/dotnet", "/opt/meter/meter.dll", Shared, "/usr/share/dotnet/dotnet /opt/meter/meter.dll", null, false)]
    [InlineData("/usr/share/dotnet/dotnet", "/c/companion/bin/Release/net10.0/meter.dll", Shared, "/usr/share/dotnet/dotnet /c/companion/bin/Release/net10.0/meter.dll", null, true)]
    public void It_is_started_again_as_it_was(string processPath, string assembly, string runtimeFolder, string words, string? dotnetRoot, bool isInBuildFolder)
    {
        MeterProgram program = MeterProgram.Of(processPath, assembly, runtimeFolder);

        Assert.Equal(words, string.Join(' ', program.Words));
        Assert.Equal(dotnetRoot, program.DotnetRoot);
        Assert.Equal(isInBuildFolder, program.IsInBuildFolder);
    }
}
