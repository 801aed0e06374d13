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

    [Fact]
    public void The_pause_doubles_from_two_seconds_to_five_minutes()
    {
        List<int> seconds = [];
        int pause = 0;
        for (int i = 0; i < 10; i++)
        {
            pause = Backoff.NextMs(pause);
            seconds.Add(pause / 1000);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 300, 300], seconds);
    }
}
