using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

public sealed class FlashFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flash").FullName;
    private readonly byte[] _buffer = new byte[10];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_written_is_read_and_deleted()
    {
        FlashFiles flash = new(_folder);
        Assert.Equal(NotRead.Missing, flash.Read("x.a", _buffer));
        Assert.True(flash.Write("x.a", [1, 2, 3, 4], 3));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(_folder, "x.a")));
        Assert.Equal(3, flash.Read("x.a", _buffer));
        Assert.Equal([1, 2, 3, 0], _buffer[..4]);
        flash.Delete("x.a");
        Assert.Equal(NotRead.Missing, flash.Read("x.a", _buffer));
        flash.Delete("x.a");
    }

    [Fact]
    public void A_shorter_file_leaves_nothing_of_a_longer_one()
    {
        FlashFiles flash = new(_folder);
        flash.Write("x", [1, 2, 3], 3);
        flash.Write("x", [9], 1);
        Assert.Equal(1, flash.Read("x", _buffer));
        flash.Write("x", [], 0);
        Assert.Equal(0, flash.Read("x", _buffer));
    }

    [Fact]
    public void A_file_that_fills_the_buffer_is_read_and_a_longer_one_is_not()
    {
        FlashFiles flash = new(_folder);
        flash.Write("x", new byte[11], 10);
        Assert.Equal(10, flash.Read("x", _buffer));
        flash.Write("x", new byte[11], 11);
        Assert.Equal(NotRead.Unreadable, flash.Read("x", _buffer));
    }

    [Fact]
    public void No_exception_comes_out()
    {
        FlashFiles missing = new(Path.Combine(_folder, "missing"));
        Assert.False(missing.Write("x", [1], 1));
        Assert.Equal(NotRead.Missing, missing.Read("x", _buffer));
        missing.Delete("x");

        FlashFiles flash = new(_folder);
        Directory.CreateDirectory(Path.Combine(_folder, "taken"));
        Assert.False(flash.Write("taken", [1], 1));
        Assert.False(flash.Write("bad\0name", [1], 1));
        Assert.True(flash.Read("bad\0name", _buffer) < 0);
        flash.Delete("bad\0name");
        using (new FileStream(Path.Combine(_folder, "locked"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(NotRead.Unreadable, flash.Read("locked", _buffer));
        }
    }

    [Fact]
    public void The_device_keeps_everything_in_a_real_folder()
    {
        FlashFiles flash = new(_folder);
        File.WriteAllBytes(Path.Combine(_folder, "settings.json"), Device.Settings("mine"));
        Assert.Equal("mine", Device.Boot(flash).Settings.Value.Name);
        Assert.False(File.Exists(Path.Combine(_folder, "settings.json")));
        Assert.Equal("mine", Device.Boot(flash).Settings.Value.Name);
    }
}
