using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Device;

public class TroubleTests
{
    private readonly byte[] _buffer = new byte[10];

    [Fact]
    public void A_silent_meter_is_told_and_the_port_opened_anew_until_it_speaks()
    {
        DeviceRig rig = Running();

        rig.Pass(9);
        Assert.NotEqual(PageName.Message, rig.Shown);
        rig.Pass(2);
        Assert.Equal(PageName.Message, rig.Shown);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Port);
        object[] ports = [.. rig.Board.Ports()];
        rig.Pass(8);
        Assert.Equal(ports, rig.Board.Ports());
        rig.Pass(2);
        Assert.NotEqual(ports, rig.Board.Ports());
        rig.Pass(60);
        rig.Send();

        Assert.NotEqual(PageName.Message, rig.Shown);
        Assert.Equal(CheckState.Passed, rig.Device.Status.Port);
        Assert.True(rig.DisplayIsCanvas());
    }

    [Fact]
    public void A_port_that_dies_comes_back()
    {
        DeviceRig rig = Running();
        long telegrams = rig.Device.Meter.Reader.TelegramCount;

        rig.Board.IsLineDead = true;
        rig.Send(35);
        Assert.Equal(telegrams, rig.Device.Meter.Reader.TelegramCount);
        Assert.Equal(PageName.Message, rig.Shown);
        rig.Board.IsLineDead = false;
        rig.Send(30);

        // It is opened anew every ten seconds, the last time five seconds before the line was back.
        Assert.InRange(rig.Device.Meter.Reader.TelegramCount, telegrams + 23, telegrams + 26);
        Assert.Equal(CheckState.Passed, rig.Device.Status.Port);
    }

    [Fact]
    public void Silence_counts_from_the_first_look_at_the_port()
    {
        P1Port port = Opened(new PcBoard(), 100_000);
        Assert.Equal((0, 5), (port.SilentSeconds(100_000), port.SilentSeconds(105_000)));
    }

    [Fact]
    public void A_silent_port_is_opened_anew_every_ten_seconds_but_not_while_something_comes_in()
    {
        PcBoard board = new();
        P1Port port = Opened(board, 0);
        port.TelegramCame(1000);
        Assert.False(IsNewAt(10_999));
        board.Receive([1], 0, 1);
        Assert.False(IsNewAt(11_000));
        Assert.False(IsNewAt(11_100));
        Assert.True(IsNewAt(11_200));
        Assert.False(IsNewAt(21_199));
        Assert.True(IsNewAt(21_200));
        port.TelegramCame(22_000);
        port.TelegramCame(23_000);
        Assert.False(IsNewAt(32_999));
        Assert.True(IsNewAt(33_000));

        bool IsNewAt(long nowMs)
        {
            object before = Assert.Single(board.Ports());
            port.Read(_buffer, nowMs);
            Assert.True(port.IsOpen);
            return before != Assert.Single(board.Ports());
        }
    }

    [Fact]
    public void A_port_that_dies_is_tried_again_ten_seconds_later()
    {
        PcBoard board = new();
        P1Port port = Opened(board, 0);
        board.IsLineDead = true;
        Assert.Equal((0, false), (port.Read(_buffer, 60_000), port.IsOpen));
        board.IsLineDead = false;
        Assert.Equal((0, false), (port.Read(_buffer, 69_999), port.IsOpen));
        Assert.Equal((0, true), (port.Read(_buffer, 70_000), port.IsOpen));
    }

    [Fact]
    public void A_meter_that_sends_every_thirty_seconds_is_not_silent_in_between()
    {
        DeviceRig rig = Running();
        rig.Pass(29);
        rig.Send();
        long telegrams = rig.Device.Meter.Reader.TelegramCount;
        for (int i = 0; i < 3; i++)
        {
            rig.Pass(29);
            Assert.False(rig.Device.Status.IsMeterSilent);
            rig.Send();
        }

        Assert.Equal(telegrams + 3, rig.Device.Meter.Reader.TelegramCount);
        rig.Pass(89);
        Assert.False(rig.Device.Status.IsMeterSilent);
        rig.Pass(1);
        Assert.True(rig.Device.Status.IsMeterSilent);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Port);
    }

    [Fact]
    public void A_display_that_is_unplugged_harms_nothing_and_shows_all_when_it_is_back()
    {
        DeviceRig rig = Running();

        // A page that is turned is drawn anew.
        rig.Device.Pager.TurnSeconds = 0;
        rig.Board.IsOledPresent = false;
        rig.Send(15);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Display);

        // It is asked for every ten seconds, with a byte that nobody acknowledges.
        long asked = rig.Board.I2cBytes;
        rig.Send(30);
        Assert.Equal(3, rig.Board.I2cBytes - asked);
        rig.Board.IsOledPresent = true;
        rig.Send(15);

        Assert.Equal(CheckState.Passed, rig.Device.Status.Display);
        Assert.True(rig.Board.Oled.IsOn);
        Assert.True(rig.DisplayIsCanvas());
        Assert.Equal(1, rig.Board.OpenI2cDevices);
        Assert.Equal(70, rig.Device.Meter.Reader.TelegramCount);
    }

    [Fact]
    public void A_display_that_is_opened_again_is_blank()
    {
        PcBoard board = new();
        PcBoard.Current = board;
        OledPanel panel = new(21, 22);
        Assert.True(panel.Open());
        panel.Send(3, 0, [.. Enumerable.Repeat((byte)0xFF, Oled.Width)], 0, Oled.Width);
        Assert.Equal(Oled.Width * 8, Lit());
        Assert.True(panel.Open());
        Assert.Equal((0, true), (Lit(), board.Oled.IsOn));

        int Lit() => Enumerable.Range(0, Oled.Width * Oled.Height).Count(i => board.Oled.Pixel(i % Oled.Width, i / Oled.Width));
    }

    [Fact]
    public void A_display_that_answers_is_not_opened_again()
    {
        DeviceRig rig = Running();
        rig.Board.Oled.Transfer([0x00, 0xAE]);
        rig.Send(20);
        Assert.False(rig.Board.Oled.IsOn);
    }

    [Fact]
    public void A_bus_that_is_dead_is_as_a_display_that_is_not_there()
    {
        PcBoard board = new();
        PcBoard.Current = board;
        OledPanel panel = new(21, 22);
        foreach (Action use in new Action[] { () => panel.Invert(true), () => Assert.False(panel.Open()) })
        {
            board.IsBusDead = false;
            Assert.True(panel.Open());
            board.IsBusDead = true;
            use();
            Assert.False(panel.IsPresent);
        }
    }

    [Fact]
    public void The_picture_moves_against_burn_in_and_the_display_with_it()
    {
        DeviceRig rig = Running();
        rig.Device.Pager.TurnSeconds = 0;
        foreach ((int columns, int lines) in new[] { (2, 1), (2, 2), (1, 2), (1, 1), (2, 1) })
        {
            rig.Send(180);
            Assert.Equal((columns, lines), (rig.Device.Canvas.ShiftColumns, rig.Device.Canvas.ShiftLines));
            Assert.True(rig.DisplayIsCanvas());
        }
    }

    [Fact]
    public void A_device_without_display_counts_all_the_same()
    {
        DeviceRig rig = new(prepare: board => board.IsOledPresent = false);

        rig.Send(100);

        Assert.Equal(100, rig.Device.Meter.Reader.TelegramCount);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Display);
    }

    [Fact]
    public void A_quarter_that_breaks_the_peak_turns_the_display_over_until_it_is_over()
    {
        DeviceRig rig = Running();
        Assert.False(rig.Board.Oled.IsInverted);

        // An alarm waits for a load to last.
        rig.Telegram.ImportW = 9000;
        for (int i = 0; i < 30 && !rig.Board.Oled.IsInverted; i++)
        {
            rig.Send(10);
        }

        Assert.Equal(PageName.Quarter, rig.Shown);
        Assert.True(rig.Board.Oled.IsInverted);
        Assert.True(rig.DisplayIsCanvas());

        rig.Telegram.ImportW = 300;
        rig.Send(30);
        Assert.False(rig.Board.Oled.IsInverted);
        Assert.True(rig.DisplayIsCanvas());
    }

    [Fact]
    public void Nothing_in_a_telegram_stops_the_device()
    {
        DeviceRig rig = Running();
        Random random = new(7);
        byte[] noise = new byte[700];
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(noise);
            rig.Board.Receive(noise, 0, noise.Length);
            rig.Pass(1);
        }

        rig.Send(2);
        Assert.Equal(CheckState.Passed, rig.Device.Status.Port);
    }

    // Past the splash, ten telegrams in.
    private P1Port Opened(PcBoard board, long nowMs)
    {
        PcBoard.Current = board;
        P1Port port = new(16, 17, false);
        port.Read(_buffer, nowMs);
        return port;
    }

    private static DeviceRig Running()
    {
        DeviceRig rig = new();
        rig.Send(10);
        return rig;
    }
}
