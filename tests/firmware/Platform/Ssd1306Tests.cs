using CsCheck;
using Iot.Device.Ssd13xx;
using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>The driver over the bus onto the emulated display.</summary>
public class Ssd1306Tests
{
    private readonly PcBoard _board = TestBoard.New();
    private readonly Ssd1306 _display = new(TestBoard.NewDevice(), Ssd13xx.DisplayResolution.OLED128x64);

    [Fact]
    public void It_turns_the_display_on_with_known_commands_only()
    {
        Assert.True(_board.Oled.IsOn);
        Assert.False(_board.Oled.IsInverted);
        Assert.Equal(0xCF, _board.Oled.Contrast);
        Assert.Equal(0, _board.Oled.UnknownCommandCount);
    }

    [Fact]
    public void Nothing_is_seen_before_it_is_sent()
    {
        _display.DrawDirectAligned(0, 0, 1, 8, [0xFF]);
        Assert.Equal(0, OledPicture.Count(_board.Oled));
        _display.Display();
        Assert.Equal(8, OledPicture.Count(_board.Oled));
    }

    [Fact]
    public void A_frame_is_eight_rows_each_with_its_place()
    {
        long before = _board.I2cBytes;
        _display.Display();
        Assert.Equal(8 * (1 + 4 + 1 + 1 + 128), _board.I2cBytes - before);
    }

    [Fact]
    public void What_is_drawn_is_seen()
    {
        Gen<(int X, int Page, int Width, int Pages, int Seed, bool IsCleared)> draw =
            from x in Gen.Int[0, 127]
            from page in Gen.Int[0, 7]
            from width in Gen.Int[0, 128 - x]
            from pages in Gen.Int[0, 8 - page]
            from seed in Gen.Int[0, 255]
            from isCleared in Gen.Bool
            select (x, page, width, pages, seed, isCleared);
        draw.Array[1, 6].Sample(
            draws =>
            {
                PcBoard board = TestBoard.New();
                using Ssd1306 display = new(TestBoard.NewDevice(), Ssd13xx.DisplayResolution.OLED128x64);
                byte[] expected = new byte[1024];
                foreach ((int x, int page, int width, int pages, int seed, bool isCleared) in draws)
                {
                    byte[] bytes = new byte[width * pages];
                    for (int i = 0; i < bytes.Length; i++)
                    {
                        bytes[i] = (byte)(isCleared ? 0 : seed + i * 7);
                        expected[(page + i / width) * 128 + x + i % width] = bytes[i];
                    }

                    if (isCleared)
                    {
                        display.ClearDirectAligned(x, page * 8, width, pages * 8);
                    }
                    else
                    {
                        display.DrawDirectAligned(x, page * 8, width, pages * 8, bytes);
                    }

                    display.Display();
                }

                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.Equal(expected[i], OledPicture.Byte(board.Oled, i % 128, i / 128));
                }
            },
            iter: 100);
    }

    [Fact]
    public void Clearing_the_screen_also_sends()
    {
        _display.DrawDirectAligned(0, 56, 128, 8, [.. Enumerable.Repeat((byte)0xFF, 128)]);
        _display.Display();
        Assert.Equal(1024, OledPicture.Count(_board.Oled));
        _display.ClearScreen();
        Assert.Equal(0, OledPicture.Count(_board.Oled));
        _display.Display();
        Assert.Equal(0, OledPicture.Count(_board.Oled));
    }

    [Theory]
    [InlineData(1, 8, 1)]
    [InlineData(0, 7, 1)]
    [InlineData(0, 8, 2)]
    [InlineData(0, 16, 1)]
    public void Drawing_is_aligned_and_of_the_right_size(int y, int height, int length)
    {
        Assert.Throws<ArgumentException>(() => _display.DrawDirectAligned(0, y, 1, height, new byte[length]));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(0, 7)]
    public void So_is_clearing(int y, int height)
    {
        Assert.Throws<ArgumentException>(() => _display.ClearDirectAligned(0, y, 1, height));
    }

    [Fact]
    public void An_absent_display_makes_no_trouble()
    {
        _board.IsOledPresent = false;
        _display.ClearScreen();
        Assert.Null(Record.Exception(_display.Display));
    }

    [Fact]
    public void Disposing_of_it_disposes_of_the_device()
    {
        System.Device.I2c.I2cDevice device = TestBoard.NewDevice();
        Ssd1306 display = new(device, Ssd13xx.DisplayResolution.OLED128x64);
        display.Dispose();
        display.Dispose();
        Assert.Throws<InvalidOperationException>(() => device.WriteByte(0));
        Assert.Throws<ObjectDisposedException>(display.Display);
    }
}
