using MeterFirmware.Companion.Service;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

public sealed class SerialGroupTests
{
    [Theory]
    [InlineData("660", "jo dialout", "jo dialout", null)]
    [InlineData("666", "jo", "jo", null)]
    [InlineData("664", "jo", "jo", "usermod -aG dialout $USER")]
    [InlineData("660", "jo", "jo dialout", "restart this machine")]
    public void The_group_decides_unless_all_may(string rights, string now, string nextLogin, string? words)
    {
        string? problem = SerialGroup.Problem("/dev/ttyUSB0", rights, "dialout", now.Split(' '), nextLogin.Split(' '));

        Assert.Equal(words == null, problem == null);
        Assert.Contains(words ?? "", problem ?? "", StringComparison.Ordinal);
    }
}
