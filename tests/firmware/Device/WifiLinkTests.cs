using MeterFirmware.Network;
using MeterFirmware.Pc;
using nanoFramework.Networking;

namespace MeterFirmware.Firmware.Tests.Device;

public class WifiLinkTests
{
    [Fact]
    public void A_network_that_is_there_gives_an_address_and_is_left_alone()
    {
        PcBoard board = new() { Address = "10.0.0.7" };
        PcBoard.Current = board;
        WifiLink link = new();

        Assert.True(link.Check());
        Assert.Equal("10.0.0.7", link.Address);
        Assert.True(link.IsConnected);
        Assert.Equal((NetworkHelperStatus.None, 0), (board.WifiStatus, board.Joins));
    }

    [Fact]
    public void The_stored_network_is_waited_for_each_time_that_it_went_away()
    {
        PcBoard board = new();
        PcBoard.Current = board;
        WifiLink link = new();
        for (int i = 0; i < 2; i++)
        {
            board.IsWifiUp = false;
            Thread thread = new(() =>
            {
                SpinWait.SpinUntil(() => board.WifiStatus == NetworkHelperStatus.Started, 20_000);
                board.IsWifiUp = true;
            });
            thread.Start();
            Assert.True(link.Check());
            thread.Join();
        }

        Assert.Equal(("192.168.1.50", 0), (link.Address, board.Joins));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0.0.0.0")]
    public void An_address_that_is_none_is_no_network(string? address)
    {
        PcBoard board = new();
        PcBoard.Current = board;
        WifiLink link = new();
        Assert.True(link.Check());
        board.Address = address!;
        Assert.False(link.Check());
        Assert.Equal((false, ""), (link.IsConnected, link.Address));
    }

    [Fact]
    public void A_radio_that_cannot_be_asked_is_asked_again()
    {
        PcBoard board = new();
        PcBoard.Current = board;
        WifiLink link = new();
        Assert.True(link.Check());
        byte[] radio = board.PhysicalAddress;
        board.PhysicalAddress = null!;
        Assert.False(link.Check());
        Assert.Equal((false, ""), (link.IsConnected, link.Address));
        board.PhysicalAddress = radio;
        Assert.True(link.Check());
    }

    [Theory]
    [InlineData("c", new byte[] { 0x24, 0x0A, 0xC4, 0xAB, 0x0C, 0x01 }, "c")]
    [InlineData("", new byte[] { 0x24, 0x0A, 0xC4, 0xAB, 0x0C, 0x01 }, "meter-ab0c01")]
    [InlineData("", new byte[] { 0x24, 0x0A, 0xC4, 0xAB, 0x0C }, "meter")]
    [InlineData("", null, "meter")]
    public void The_id_is_the_name_or_of_the_radio(string name, byte[]? radio, string id)
    {
        PcBoard.Current = new PcBoard { PhysicalAddress = radio! };
        Assert.Equal(id, WifiLink.DeviceId(name));
    }

    [Theory]
    [InlineData("h", "right password", true)]
    [InlineData("h", "wrong password", false)]
    [InlineData("other", "right password", false)]
    public void A_network_named_in_the_settings_is_joined_in_place_of_the_stored_one(string ssid, string password, bool isJoined)
    {
        PcBoard board = new() { WifiNetwork = ("h", "right password") };
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
