using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>How the display shows its memory, and how it takes commands apart.</summary>
public class OledTests
{
    private readonly Oled _oled = new();

    [Fact]
    public void When_power_came_it_is_dark()
    {
        Assert.False(_oled.IsOn);
        Assert.False(_oled.IsInverted);
        Assert.Equal(0x7F, _oled.Contrast);
        Assert.Equal(0, OledPixels.Count(_oled));
    }

    [Fact]
    public void Off_it_is_dark_and_keeps_its_memory()
    {
        Draw();
        _oled.Transfer([0x00, 0xAE]);
        Assert.False(_oled.IsOn);
        Assert.Equal(0, OledPixels.Count(_oled));
        _oled.Transfer([0x00, 0xAF]);
        Assert.True(_oled.IsOn);
        AssertLit((3, 0));
    }

    [Fact]
    public void Inverted_every_pixel_is_the_other()
    {
        Draw();
        _oled.Transfer([0x00, 0xA7]);
        Assert.True(_oled.IsInverted);
        Assert.False(_oled.Pixel(3, 0));
        Assert.Equal(128 * 64 - 1, OledPixels.Count(_oled));
        _oled.Transfer([0x00, 0xAE]);
        Assert.Equal(0, OledPixels.Count(_oled));
        _oled.Transfer([0x00, 0xAF, 0xA6]);
        AssertLit((3, 0));
    }

    [Fact]
    public void All_lit_hides_the_memory_until_it_shows_again()
    {
        Draw();
        _oled.Transfer([0x00, 0xA5]);
        Assert.Equal(128 * 64, OledPixels.Count(_oled));
        _oled.Transfer([0x00, 0xA4]);
        AssertLit((3, 0));
    }

    [Fact]
    public void Contrast_is_a_byte()
    {
        _oled.Transfer([0x00, 0x81, 0x00]);
        Assert.Equal(0, _oled.Contrast);
        _oled.Transfer([0x00, 0x81, 0xFF]);
        Assert.Equal(255, _oled.Contrast);
    }

    [Fact]
    public void Scanning_backwards_turns_the_picture_over_at_once()
    {
        Draw();
        _oled.Transfer([0x00, 0xC0]);
        AssertLit((3, 63));
        _oled.Transfer([0x00, 0xC8]);
        AssertLit((3, 0));
    }

    [Fact]
    public void The_segment_remap_turns_only_what_is_written_afterwards()
    {
        Draw();
        _oled.Transfer([0x00, 0xA0]);
        AssertLit((3, 0));
        _oled.Transfer([0x00, 0xB1, 0x03, 0x10]);
        _oled.Transfer([0x40, 0x01]);
        AssertLit((3, 0), (124, 8));
    }

    [Fact]
    public void The_start_line_rolls_the_picture_up()
    {
        Draw();
        _oled.Transfer([0x00, 0x40 | 10]);
        AssertLit((3, 54));
        _oled.Transfer([0x00, 0x40]);
        AssertLit((3, 0));
    }

    [Theory]
    [InlineData(0xC0, 0, 0, 0)]
    [InlineData(0xC0, 8, 0, 8)]
    [InlineData(0xC0, 8, 56, 0)]
    [InlineData(0xC8, 0, 0, 63)]
    [InlineData(0xC8, 8, 0, 7)]
    [InlineData(0xC8, 8, 8, 63)]
    public void The_offset_moves_the_lines(int direction, int offset, int common, int row)
    {
        // As the datasheet's tables of the lines have it; the first common is the lowest line of the glass.
        _oled.Transfer([0x00, 0xA1, (byte)direction, 0xD3, (byte)offset, 0xAF, (byte)(0xB0 + row / 8)]);
        _oled.Transfer([0x40, (byte)(1 << (row % 8))]);
        AssertLit((0, 63 - common));
    }

    [Fact]
    public void Fewer_lines_leave_the_rest_of_the_glass_dark()
    {
        Draw();
        _oled.Transfer([0x00, 0xA5, 0xA8, 31, 0xC0]);
        Assert.Equal(128 * 32, OledPixels.Count(_oled));
        Assert.True(_oled.Pixel(0, 63));
        Assert.False(_oled.Pixel(0, 31));
    }

    [Fact]
    public void Transfers_may_switch_between_commands_and_data_byte_by_byte()
    {
        // Continuation bit set: one byte, then the next control byte.
        _oled.Transfer([0x80, 0xA1, 0x80, 0xC8, 0x80, 0xAF, 0xC0, 0x01, 0x80, 0xB1, 0xC0, 0x02, 0x40, 0x04, 0x08]);
        Assert.Equal(
            new Dictionary<(int, int), byte> { [(0, 0)] = 1, [(1, 1)] = 2, [(1, 2)] = 4, [(1, 3)] = 8 },
            OledPixels.Bytes(_oled));
        Assert.Equal(0, _oled.UnknownCommandCount);
    }

    [Fact]
    public void A_command_goes_on_in_the_next_transfer()
    {
        _oled.Transfer([0x00, 0x81]);
        _oled.Transfer([0x00, 0xAF]);
        Assert.False(_oled.IsOn);
        Assert.Equal(0xAF, _oled.Contrast);
        _oled.Transfer([0x80, 0x81, 0x80, 0x10]);
        Assert.Equal(0x10, _oled.Contrast);
    }

    [Theory]
    [InlineData(0xD5, 1)]
    [InlineData(0xD9, 1)]
    [InlineData(0xDA, 1)]
    [InlineData(0xDB, 1)]
    [InlineData(0x8D, 1)]
    [InlineData(0x2E, 0)]
    [InlineData(0xE3, 0)]
    [InlineData(0xA3, 2)]
    [InlineData(0x29, 5)]
    [InlineData(0x2A, 5)]
    [InlineData(0x26, 6)]
    [InlineData(0x27, 6)]
    public void Arguments_of_a_command_are_not_commands(int command, int arguments)
    {
        byte[] transfer = [0x00, (byte)command, .. Enumerable.Repeat((byte)0xAF, arguments)];
        _oled.Transfer(transfer);
        Assert.False(_oled.IsOn);
        _oled.Transfer([0x00, 0xAF]);
        Assert.True(_oled.IsOn);
        Assert.Equal(0, _oled.UnknownCommandCount);
    }

    [Theory]
    [InlineData(0x23)]
    [InlineData(0x2F)]
    [InlineData(0x80)]
    [InlineData(0xA2)]
    [InlineData(0xB8)]
    [InlineData(0xC1)]
    [InlineData(0xFF)]
    public void Unknown_commands_are_counted(int command)
    {
        _oled.Transfer([0x00, (byte)command, 0xAF]);
        Assert.Equal(1, _oled.UnknownCommandCount);
        Assert.True(_oled.IsOn);
    }

    [Fact]
    public void So_are_bad_arguments_and_control_bytes()
    {
        _oled.Transfer([0x00, 0xA8, 14]);
        _oled.Transfer([0x41, 0xFF]);
        Assert.Equal(2, _oled.UnknownCommandCount);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(128, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 64)]
    public void There_are_no_pixels_outside(int x, int y)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _oled.Pixel(x, y));
    }

    // Lights the pixel (3, 0) of a display that is on, as modules are mounted.
    private void Draw()
    {
        _oled.Transfer([0x00, 0xA1, 0xC8, 0xAF, 0xB0, 0x03, 0x10]);
        _oled.Transfer([0x40, 0x01]);
    }

    private void AssertLit(params (int X, int Y)[] expected)
    {
        Assert.Equal(expected.Length, OledPixels.Count(_oled));
        Assert.All(expected, place => Assert.True(_oled.Pixel(place.X, place.Y)));
    }
}
