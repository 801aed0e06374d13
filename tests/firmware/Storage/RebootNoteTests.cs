using System.Text;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

public class RebootNoteTests
{
    private readonly FlashThatDies _flash = new();

    [Fact]
    public void It_is_handed_out_once_after_the_reboot()
    {
        Assert.True(Device.Boot(_flash).Crash.Write("it broke"));
        DeviceStorage storage = Device.Boot(_flash);
        Assert.Equal("it broke", storage.Crash.Take());
        Assert.Null(storage.Crash.Take());
        Assert.Null(Device.Boot(_flash).Crash.Take());
    }

    [Fact]
    public void The_same_crash_again_is_handed_out_again()
    {
        for (int i = 0; i < 3; i++)
        {
            Device.Boot(_flash).Crash.Write("it broke");
            Assert.Equal("it broke", Device.Boot(_flash).Crash.Take());
        }
    }

    [Theory]
    [InlineData(199, "a", 199)]
    [InlineData(200, "a", 200)]
    [InlineData(201, "a", 200)]
    [InlineData(5000, "a", 200)]
    [InlineData(100, "é", 200)]
    [InlineData(101, "é", 200)]
    [InlineData(67, "€", 198)]
    [InlineData(51, "\U0001F525", 200)]
    public void It_is_cut_to_200_bytes_between_characters(int count, string character, int bytes)
    {
        Device.Boot(_flash).Crash.Write(string.Concat(Enumerable.Repeat(character, count)));
        string note = Device.Boot(_flash).Crash.Take()!;
        Assert.Equal(bytes, Encoding.UTF8.GetByteCount(note));
        Assert.Equal("", note.Replace(character, ""));
    }

    [Fact]
    public void Line_ends_become_spaces()
    {
        Device.Boot(_flash).Crash.Write("a\r\nb\tc");
        Assert.Equal("a  b c", Device.Boot(_flash).Crash.Take());
    }

    [Fact]
    public void A_full_flash_keeps_no_note_and_breaks_nothing()
    {
        _flash.Room = 3;
        Assert.False(Device.Boot(_flash).Crash.Write("it broke"));
        Assert.Null(Device.Boot(_flash).Crash.Take());
    }
}
