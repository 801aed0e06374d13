using System.Text;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

public class SlotStoreTests
{
    private const int Largest = 40;

    private readonly FlashThatDies _flash = new();
    private readonly byte[] _buffer = new byte[Largest];

    [Fact]
    public void Nothing_stored_loads_nothing()
    {
        SlotStore store = Store();
        Assert.Equal(-1, store.Load(_buffer));
        Assert.False(store.HasDamage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Largest)]
    public void Any_length_comes_back(int length)
    {
        byte[] payload = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
        Assert.True(Store().Save(payload, length));
        Assert.Equal(length, Store().Load(_buffer));
        Assert.Equal(payload, _buffer[..length]);
    }

    [Theory]
    [InlineData(Largest + 1)]
    [InlineData(-1)]
    public void A_length_out_of_range_is_not_saved(int count)
    {
        Assert.False(Store().Save(new byte[100], count));
        Assert.Empty(_flash.Files);
    }

    [Fact]
    public void What_does_not_fit_the_buffer_is_not_loaded()
    {
        Save(Store(), "four");
        Assert.Equal(-1, Store().Load(new byte[3]));
    }

    [Fact]
    public void Saves_go_to_the_two_files_in_turn_also_over_restarts()
    {
        SlotStore store = Store();
        Save(store, "1");
        Save(store, "2");
        store = Store();
        Save(store, "3");
        Save(store, "4");
        Save(Store(), "5");
        Assert.Equal(["thing.a", "thing.b", "thing.a", "thing.b", "thing.a"], _flash.Written);
        Assert.Equal("5", Load());
    }

    [Fact]
    public void The_same_again_is_not_written_again()
    {
        SlotStore store = Store();
        Save(store, "same");
        Save(store, "same");
        Save(Store(), "same");
        Assert.Single(_flash.Written);
        Save(store, "other");
        Save(store, "same");
        Assert.Equal(3, _flash.Written.Count);
    }

    [Fact]
    public void The_sequence_wraps()
    {
        Save(Store(), "old");
        SetSequence("thing.a", int.MaxValue);
        Save(Store(), "new");
        Assert.Equal("new", Load());
        byte[] file = _flash.Files["thing.b"];
        Assert.Equal(int.MinValue, BitConverter.ToInt32(file, file.Length - 12));
        Save(Store(), "newer");
        Assert.Equal("newer", Load());

        SetSequence("thing.b", -1);
        SetSequence("thing.a", 0);
        Assert.Equal("newer", Load());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_that_fails_leaves_the_old_one(bool inSilence)
    {
        SlotStore store = Store();
        Save(store, "older");
        Save(store, "old");
        _flash.Room = SlotStore.FooterBytes + 2;
        _flash.ConcealsFull = inSilence;
        Assert.False(store.Save(Encoding.UTF8.GetBytes("new"), 3));
        Assert.Equal("old", Load());
        Assert.False(store.Save(Encoding.UTF8.GetBytes("new"), 3));
        Assert.Equal("old", Load());
        _flash.Room = int.MaxValue;
        Save(store, "new");
        Assert.Equal("new", Load());
    }

    [Fact]
    public void When_the_newest_goes_bad_the_next_save_spares_the_other()
    {
        SlotStore store = Store();
        Save(store, "older");
        Save(store, "newest");
        _flash.Files["thing.b"][2] ^= 1;
        Save(store, "next");
        Assert.Equal("thing.b", _flash.Written.Last());
        Assert.Equal("next", Load());
    }

    [Fact]
    public void A_file_of_another_thing_is_not_taken()
    {
        Save(new SlotStore(_flash, "other", Largest, new byte[100]), "text");
        _flash.Files["thing.a"] = _flash.Files["other.a"];
        SlotStore store = Store();
        Assert.Equal(-1, store.Load(_buffer));
        Assert.True(store.HasDamage);
    }

    [Fact]
    public void Any_bit_that_flips_is_noticed()
    {
        Save(Store(), "text");
        byte[] file = _flash.Files["thing.a"];
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(-1, Store().Load(_buffer));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal("text", Load());
    }

    [Fact]
    public void Things_that_end_in_a_CRC_of_their_own_are_told_apart()
    {
        byte[] old = Sealed(1);
        byte[] newer = Sealed(2);
        Assert.Equal(Crc32.Of(old, 0, old.Length), Crc32.Of(newer, 0, newer.Length));

        Assert.True(Store().Save(newer, newer.Length));
        old.CopyTo(_flash.Files["thing.a"], 0);
        Assert.Equal(-1, Store().Load(_buffer));
    }

    [Fact]
    public void A_scratch_that_is_too_small_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SlotStore(_flash, "thing", 10, new byte[10 + SlotStore.FooterBytes - 1]));
    }

    [Fact]
    public void Nothing_is_allocated_per_save()
    {
        Still flash = new();
        SlotStore store = new(flash, "thing", Largest, new byte[Largest + SlotStore.FooterBytes]);
        byte[] payload = new byte[Largest];
        for (int i = 0; i < 200; i++)
        {
            payload[0] = (byte)i;
            store.Save(payload, Largest);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            payload[0] = (byte)i;
            store.Save(payload, Largest);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(300, flash.WriteCount);
    }

    private SlotStore Store() => new(_flash, "thing", Largest, new byte[Largest + SlotStore.FooterBytes]);

    private static byte[] Sealed(int value)
    {
        byte[] bytes = new byte[16];
        StateWriter state = new(bytes);
        state.Int(value);
        Assert.Equal(bytes.Length, state.Seal());
        return bytes;
    }

    private static void Save(SlotStore store, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(store.Save(bytes, bytes.Length));
    }

    private string Load() => Encoding.UTF8.GetString(_buffer, 0, Store().Load(_buffer));

    private void SetSequence(string name, int sequence)
    {
        byte[] file = _flash.Files[name];
        int length = file.Length - SlotStore.FooterBytes;
        int tail = Math.Min(length, 4);
        BitConverter.GetBytes(sequence).CopyTo(file, length + 8);
        BitConverter.GetBytes(Crc32.Of(file, length - tail, tail + 16)).CopyTo(file, length + 16);
    }

    /// <summary>Two files that are there from the start.</summary>
    private sealed class Still : IFlash
    {
        private readonly byte[] _a = new byte[Largest + SlotStore.FooterBytes];
        private readonly byte[] _b = new byte[Largest + SlotStore.FooterBytes];

        public int WriteCount { get; private set; }

        public int Read(string name, byte[] buffer)
        {
            byte[] file = File(name);
            Array.Copy(file, buffer, file.Length);
            return file.Length;
        }

        public bool Write(string name, byte[] buffer, int count)
        {
            WriteCount++;
            Array.Copy(buffer, File(name), count);
            return true;
        }

        public void Delete(string name)
        {
        }

        private byte[] File(string name) => name == "thing.a" ? _a : _b;
    }
}
