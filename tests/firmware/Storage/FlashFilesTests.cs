using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

public sealed class FlashFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flash").FullName;
    private readonly byte[] _buffer = new byte[10];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_written_in_parts_is_read_in_parts_and_deleted()
    {
        FlashFiles flash = new(_folder);
        Assert.Equal(-1, flash.Length("x.a"));
        flash.Create("x.a");
        flash.Append([1, 2, 3, 4], 0, 3);
        flash.Append([1, 2, 3, 4], 3, 1);
        Assert.True(flash.Finish());
        Assert.Equal([1, 2, 3, 4], File.ReadAllBytes(Path.Combine(_folder, "x.a")));
        Assert.Equal(4, flash.Length("x.a"));
        Assert.True(flash.Read("x.a", 1, _buffer, 3));
        Assert.Equal([2, 3, 4, 0], _buffer[..4]);
        Assert.False(flash.Read("x.a", 2, _buffer, 3));
        Assert.False(flash.Read("x.a", 9, _buffer, 1));
        flash.Delete("x.a");
        Assert.False(flash.Read("x.a", 0, _buffer, 1));
        Assert.Equal(-1, flash.Length("x.a"));
        flash.Delete("x.a");
    }

    [Fact]
    public void A_shorter_file_leaves_nothing_of_a_longer_one()
    {
        FlashFiles flash = new(_folder);
        Write(flash, "x", 1, 2, 3);
        Write(flash, "x", 9);
        Assert.Equal(1, flash.Length("x"));
        Write(flash, "x");
        Assert.Equal(0, flash.Length("x"));
    }

    [Fact]
    public void One_that_was_not_finished_is_let_go_of_by_the_next()
    {
        FlashFiles flash = new(_folder);
        flash.Create("x");
        flash.Append([1], 0, 1);
        Assert.True(Write(flash, "y", 2));
        Assert.True(Write(flash, "x", 3));
        Assert.False(flash.Finish());
        Assert.Equal((1, 1), (flash.Length("x"), flash.Length("y")));

        // Each has its own bytes, also when they are read in turn.
        foreach ((string name, byte value) in new[] { ("x", (byte)3), ("y", (byte)2), ("x", (byte)3) })
        {
            Assert.True(flash.Read(name, 0, _buffer, 1));
            Assert.Equal(value, _buffer[0]);
            Assert.Equal(1, flash.Length(name == "x" ? "y" : "x"));
            Assert.True(flash.Read(name, 0, _buffer, 1));
            Assert.Equal(value, _buffer[0]);
        }

        // Only the last one is kept open.
        Assert.True(flash.Read("y", 0, _buffer, 1));
        using (new FileStream(Path.Combine(_folder, "x"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(1, flash.Length("y"));
        }

        // One that was being read can be written, and is read anew.
        Assert.True(Write(flash, "x", 4));
        Assert.True(flash.Read("x", 0, _buffer, 1));
        Assert.Equal(4, _buffer[0]);
    }

    [Fact]
    public void A_part_that_cannot_be_written_is_said_at_the_end_and_whatever_comes_behind_it()
    {
        FlashFiles flash = new(_folder);
        flash.Create("x");
        flash.Append([1], 0, 2);
        flash.Append([1], 0, 1);
        Assert.False(flash.Finish());
        Assert.True(Write(flash, "x", 1));

        // Linux has a file that takes nothing, and says so when it is closed.
        Assert.False(Write(new FlashFiles(OperatingSystem.IsLinux() ? "/dev" : Path.Combine(_folder, "missing")), "full", 1));
    }

    [Fact]
    public void A_file_that_could_not_be_read_is_let_go_of()
    {
        FlashFiles flash = new(_folder);
        Write(flash, "x", 1);
        Assert.False(flash.Read("x", -1, _buffer, 1));
        File.Delete(Path.Combine(_folder, "x"));
        File.WriteAllBytes(Path.Combine(_folder, "x"), [2]);
        Assert.True(flash.Read("x", 0, _buffer, 1));
        Assert.Equal(2, _buffer[0]);
    }

    [Fact]
    public void No_exception_comes_out()
    {
        FlashFiles missing = new(Path.Combine(_folder, "missing"));
        Assert.False(Write(missing, "x", 1));
        Assert.Equal(-1, missing.Length("x"));
        missing.Delete("x");

        FlashFiles flash = new(_folder);
        Directory.CreateDirectory(Path.Combine(_folder, "taken"));
        Assert.False(Write(flash, "taken", 1));
        Assert.False(Write(flash, "bad\0name", 1));
        Assert.False(flash.Read("bad\0name", 0, _buffer, 1));
        flash.Delete("bad\0name");
        using (new FileStream(Path.Combine(_folder, "locked"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(int.MaxValue, flash.Length("locked"));
            Assert.False(flash.Read("locked", 0, _buffer, 1));
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

    private static bool Write(FlashFiles flash, string name, params byte[] bytes)
    {
        flash.Create(name);
        flash.Append(bytes, 0, bytes.Length);
        return flash.Finish();
    }
}
