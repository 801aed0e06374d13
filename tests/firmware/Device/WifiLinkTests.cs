using MeterFirmware.Network;
using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Device;

public class WifiLinkTests
{
    [Fact]
    public void A_network_that_is_there_gives_an_address()
    {
        PcBoard.Current = new PcBoard { Address = "10.0.0.7" };
        WifiLink link = new();

        Assert.True(link.Check());
        Assert.Equal("10.0.0.7", link.Address);
        Assert.True(link.IsConnected);
    }
}
