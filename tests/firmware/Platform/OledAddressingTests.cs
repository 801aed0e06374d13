using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>Where data go: the rules of the datasheet's chapter on memory addressing.</summary>
public class OledAddressingTests
{
    private readonly Oled _oled = new();

    public OledAddressingTests()
    {
        Commands(0xA1, 0xC8, 0xAF);
    }

    [Fact]
    public void After_power_came_it_writes_along_a_page_and_around_to_its_start()
    {
        Commands(0xB2, 0x0D, 0x17);
        Data(1, 2, 3, 4);
        AssertBytes((2, 125, 1), (2, 126, 2), (2, 127, 3), (2, 0, 4));
    }

    [Fact]
    public void Page_mode_sets_the_column_by_halves()
    {
        Commands(0x20, 0x02, 0xB7, 0x05, 0x13);
        Data(1);
        Commands(0x0A);
        Data(2);
        Commands(0x10);
        Data(3);
        AssertBytes((7, 0x35, 1), (7, 0x3A, 2), (7, 0x0B, 3));
    }

    [Fact]
    public void Horizontal_mode_goes_to_the_next_page_and_after_the_last_to_the_first()
    {
        Commands(0x20, 0x00, 0x21, 0, 127, 0x22, 0, 7);
        byte[] frame = new byte[1024 + 2];
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = (byte)(1 + i % 251);
        }

        Data(frame);
        Assert.Equal(frame[1024], OledPixels.Byte(_oled, 0, 0));
        Assert.Equal(frame[1025], OledPixels.Byte(_oled, 1, 0));
        for (int i = 2; i < 1024; i++)
        {
            Assert.Equal(frame[i], OledPixels.Byte(_oled, i % 128, i / 128));
        }
    }

    [Fact]
    public void Horizontal_mode_stays_in_its_window()
    {
        Commands(0x20, 0x00, 0x21, 10, 12, 0x22, 3, 4);
        Data(1, 2, 3, 4, 5, 6, 7);
        AssertBytes((3, 10, 7), (3, 11, 2), (3, 12, 3), (4, 10, 4), (4, 11, 5), (4, 12, 6));
    }

    [Fact]
    public void Vertical_mode_goes_down_its_window_first()
    {
        Commands(0x20, 0x01, 0x21, 10, 11, 0x22, 3, 5);
        Data(1, 2, 3, 4, 5, 6, 7);
        AssertBytes((3, 10, 7), (4, 10, 2), (5, 10, 3), (3, 11, 4), (4, 11, 5), (5, 11, 6));
    }

    [Fact]
    public void Vertical_mode_fills_the_whole_display_and_begins_again()
    {
        Commands(0x20, 0x01, 0x21, 0, 127, 0x22, 0, 7);
        byte[] frame = new byte[1024 + 1];
        Array.Fill(frame, (byte)0x55);
        frame[8] = 0x11;
        frame[1024] = 0x22;
        Data(frame);
        Assert.Equal(0x22, OledPixels.Byte(_oled, 0, 0));
        Assert.Equal(0x11, OledPixels.Byte(_oled, 1, 0));
        Assert.Equal(0x55, OledPixels.Byte(_oled, 127, 7));
    }

    [Fact]
    public void A_window_moves_the_pointer_to_its_start()
    {
        Commands(0x20, 0x00, 0x21, 0, 127, 0x22, 0, 7);
        Data(1, 2);
        Commands(0x21, 64, 127);
        Data(3);
        Commands(0x22, 5, 7);
        Data(4);
        AssertBytes((0, 0, 1), (0, 1, 2), (0, 64, 3), (5, 65, 4));
    }

    [Fact]
    public void A_window_of_one_byte_holds_the_last()
    {
        Commands(0x20, 0x00, 0x21, 127, 127, 0x22, 7, 7);
        Data(1, 2, 3);
        AssertBytes((7, 127, 3));
    }

    [Fact]
    public void Commands_for_another_mode_do_nothing()
    {
        Commands(0x20, 0x00, 0x21, 0, 127, 0x22, 0, 7, 0xB5, 0x05, 0x15);
        Data(1);
        Commands(0x20, 0x02, 0xB0, 0x02, 0x10, 0x21, 50, 60, 0x22, 6, 7);
        Data(2);
        AssertBytes((0, 0, 1), (0, 2, 2));
        Assert.Equal(0, _oled.UnknownCommandCount);
    }

    [Fact]
    public void A_window_that_ends_before_it_starts_is_not_in_the_datasheet()
    {
        Commands(0x20, 0x00, 0x21, 5, 4, 0x22, 3, 2, 0x20, 0x03);
        Assert.Equal(3, _oled.UnknownCommandCount);
    }

    [Fact]
    public void The_lowest_bit_is_on_top()
    {
        Commands(0xB0, 0x00, 0x10);
        Data(0x01, 0x80);
        Assert.True(_oled.Pixel(0, 0));
        Assert.True(_oled.Pixel(1, 7));
        Assert.Equal(2, OledPixels.Count(_oled));
    }

    private void Commands(params byte[] commands) => _oled.Transfer([0x00, .. commands]);

    private void Data(params byte[] data) => _oled.Transfer([0x40, .. data]);

    private void AssertBytes(params (int Page, int X, byte Value)[] expected) =>
        Assert.Equal(expected.ToDictionary(place => (place.Page, place.X), place => place.Value), OledPixels.Bytes(_oled));
}
