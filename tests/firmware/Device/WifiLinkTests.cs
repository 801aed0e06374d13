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

    [Theory]
    [InlineData("home", "right password", true)]
    [InlineData("home", "wrong password", false)]
    [InlineData("other", "right password", false)]
    public void A_network_named_in_the_settings_is_joined_in_place_of_the_stored_one(string ssid, string password, bool isJoined)
    {
        PcBoard board = new() { WifiNetwork = ("home", "right password") };
        PcBoard.Current = board;
        WifiLink link = new() { Ssid = ssid, Password = password };

        Assert.Equal(isJoined, link.Check());
        Assert.Equal(isJoined, link.Check());
        Assert.Equal(isJoined ? 1 : 2, board.Joins);
    }

    [Fact]
    public void A_named_network_that_went_away_is_joined_again()
    {
        PcBoard board = new() { WifiNetwork = ("home", "right password") };
        PcBoard.Current = board;
        WifiLink link = new() { Ssid = "home", Password = "right password" };
        Assert.True(link.Check());
        board.IsWifiUp = false;
        Assert.False(link.Check());
        board.IsWifiUp = true;
        Assert.True(link.Check());
    }
}
