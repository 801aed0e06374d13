extern alias firmware;

using System.Device.I2c;
using System.IO.Ports;
using MeterFirmware.Device;
using MeterFirmware.Pc;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;
using NetworkInterface = firmware::System.Net.NetworkInformation.NetworkInterface;

namespace MeterFirmware.Firmware.Tests.Platform;

public class PcBoardTests
{
    [Fact]
    public void Threads_have_the_board_of_who_started_them()
    {
        PcBoard[] boards = [new PcBoard(), new PcBoard(), new PcBoard()];
        PcBoard?[] seen = new PcBoard?[boards.Length];
        Thread[] threads = new Thread[boards.Length];
        for (int i = 0; i < boards.Length; i++)
        {
            int which = i;
            PcBoard.Current = boards[i];
            threads[i] = new Thread(() =>
            {
                Thread inner = new(() => seen[which] = PcBoard.Current);
                inner.Start();
                inner.Join();
            });
            threads[i].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(boards, seen);
    }

    [Fact]
    public void Several_boards_run_side_by_side_and_share_nothing()
    {
        PcBoard[] boards = new PcBoard[4];
        int[] sums = new int[boards.Length];
        Thread[] threads = new Thread[boards.Length];
        for (int i = 0; i < boards.Length; i++)
        {
            int which = i;
            boards[i] = TestBoard.New();
            SerialPort port = TestBoard.NewPort();
            port.Open();
            threads[i] = new Thread(() =>
            {
                byte[] buffer = new byte[100];
                port.Read(buffer, 0, 100);
                sums[which] = buffer.Sum(value => value);
                using I2cDevice device = TestBoard.NewDevice();
                device.Write(new byte[] { 0x00, 0x81, (byte)which, 0xAF });
                port.Dispose();
            });
            threads[i].Start();
        }

        for (int n = 0; n < 100; n++)
        {
            for (int i = 0; i < boards.Length; i++)
            {
                boards[i].Receive([(byte)(i + 1)], 0, 1);
            }
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal([100, 200, 300, 400], sums);
        Assert.Equal([0, 1, 2, 3], boards.Select(board => board.Oled.Contrast));
        Assert.All(boards, board => Assert.Equal(5, board.I2cBytes));
    }

    [Fact]
    public void A_display_that_holds_anything_is_switched_on_blank()
    {
        PcBoard board = new();
        PcBoard.Current = board;
        OledPanel panel = new(21, 22);
        Assert.True(panel.Open());
        board.Oled.Transfer([0x00, 0x21, 0, Oled.Width - 1, 0x22, 0, (Oled.Height / 8) - 1]);
        board.Oled.Transfer([0x40, .. Enumerable.Repeat((byte)0xFF, Oled.Width * Oled.Height / 8)]);
        Assert.True(board.Oled.Pixel(5, 5));

        Assert.True(panel.Open());
        Assert.All(Enumerable.Range(0, Oled.Width * Oled.Height), i => Assert.False(board.Oled.Pixel(i % Oled.Width, i / Oled.Width)));
    }

    [Fact]
    public void Without_a_board_there_are_no_devices()
    {
        Exception? error = null;
        using (ExecutionContext.SuppressFlow())
        {
            Thread thread = new(() => error = Record.Exception(TestBoard.NewPort));
            thread.Start();
            thread.Join();
        }

        Assert.IsType<InvalidOperationException>(error);
    }

    [Fact]
    public void A_device_that_is_not_there_does_not_acknowledge()
    {
        PcBoard board = TestBoard.New();
        using I2cDevice other = TestBoard.NewDevice(0x3D);
        AssertSilent(other.Write(new byte[] { 0x00, 0xAF }));

        using I2cDevice device = TestBoard.NewDevice();
        board.IsOledPresent = false;
        AssertSilent(device.Write(new byte[] { 0x00, 0xAF }));
        Assert.False(board.Oled.IsOn);
        Assert.Equal(2, board.I2cBytes);

        board.IsOledPresent = true;
        I2cTransferResult result = device.Write(new SpanByte([0x00, 0xAF, 0xAE], 0, 2));
        Assert.Equal(I2cTransferStatus.FullTransfer, result.Status);
        Assert.Equal(2u, result.BytesTransferred);
        Assert.True(board.Oled.IsOn);
    }

    [Fact]
    public void A_display_that_is_plugged_in_again_has_forgotten_everything()
    {
        PcBoard board = TestBoard.New();
        using I2cDevice device = TestBoard.NewDevice();
        device.Write(new byte[] { 0x00, 0xAF, 0xA7, 0x81 });
        board.IsOledPresent = true;
        Assert.True(board.Oled.IsOn);
        board.IsOledPresent = false;
        board.IsOledPresent = true;
        Assert.False(board.Oled.IsOn);
        Assert.False(board.Oled.IsInverted);
        device.Write(new byte[] { 0x00, 0xAF });
        Assert.True(board.Oled.IsOn);
    }

    [Fact]
    public void A_device_needs_its_pins_and_a_bus_of_the_chip()
    {
        TestBoard.New();
        Assert.ThrowsAny<ArgumentException>(() => new I2cDevice(new I2cConnectionSettings(0, 0x3C)));
        I2cDevice device = TestBoard.NewDevice();
        device.Dispose();
        Assert.Throws<InvalidOperationException>(() => device.WriteByte(0));
        PcBoard.Current = new PcBoard();
        Assert.Throws<InvalidOperationException>(() => TestBoard.NewDevice());
    }

    [Fact]
    public void The_network_is_waited_for_until_the_token_expires()
    {
        PcBoard board = TestBoard.New();
        board.IsWifiUp = false;
        Assert.False(WifiNetworkHelper.Reconnect(token: new CancellationToken(true)));
        Assert.Equal(NetworkHelperStatus.TokenExpiredWaitingIPAddress, WifiNetworkHelper.Status);
        Assert.Equal("0.0.0.0", NetworkInterface.GetAllNetworkInterfaces()[0].IPv4Address);

        WifiNetworkHelper.Reset();
        bool isConnected = false;
        Thread thread = new(() => isConnected = WifiNetworkHelper.Reconnect());
        thread.Start();
        board.IsWifiUp = true;
        thread.Join();
        Assert.True(isConnected);
        Assert.Equal(NetworkHelperStatus.NetworkIsReady, WifiNetworkHelper.Status);
        Assert.Equal(board.Address, NetworkInterface.GetAllNetworkInterfaces()[0].IPv4Address);
    }

    [Fact]
    public void The_helper_works_once_until_it_is_reset()
    {
        TestBoard.New();
        Assert.True(WifiNetworkHelper.Reconnect());
        Assert.False(WifiNetworkHelper.Reconnect());
        Assert.Equal(NetworkHelperStatus.ExceptionOccurred, WifiNetworkHelper.Status);
        WifiNetworkHelper.Reset();
        Assert.True(WifiNetworkHelper.Reconnect());
    }

    [Fact]
    public void A_boards_radio_has_its_own_name()
    {
        PcBoard board = TestBoard.New();
        board.PhysicalAddress = [1, 2, 3, 4, 5, 6];
        byte[] name = NetworkInterface.GetAllNetworkInterfaces().Single().PhysicalAddress;
        Assert.Equal([1, 2, 3, 4, 5, 6], name);
        Assert.NotSame(board.PhysicalAddress, name);
    }

    [Fact]
    public void A_reboot_is_counted_told_and_never_returns()
    {
        PcBoard board = TestBoard.New();
        int told = 0;
        board.Rebooted += () => told++;
        Assert.Throws<RebootException>(() => Power.RebootDevice(RebootOption.NormalReboot));
        Assert.Equal(1, board.Reboots);
        Assert.Equal(1, told);
    }

    [Fact]
    public void The_board_says_how_much_memory_is_free()
    {
        PcBoard board = TestBoard.New();
        board.FreeBytes = 12345;
        Assert.Equal(12345u, nanoFramework.Runtime.Native.GC.Run(true));
    }

    private static void AssertSilent(I2cTransferResult result)
    {
        Assert.Equal(I2cTransferStatus.SlaveAddressNotAcknowledged, result.Status);
        Assert.Equal(0u, result.BytesTransferred);
    }
}
