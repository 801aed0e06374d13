using System.Text;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

public class SlotStoreTests
{
    private const int Largest = 600;

    private readonly FlashThatDies _flash = new();

    [Fact]
    public void Nothing_stored_loads_nothing()
    {
        SlotStore store = Store();
        Assert.Null(store.Load());
        Assert.False(store.Window.HasDamage);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FlashWindow.Size)]
    [InlineData(Largest)]
    public void Any_length_comes_back(int length)
    {
        byte[] payload = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
        Assert.True(Store().Save(new ByteSource(payload, length)));
        Assert.Equal(payload, Loaded());
    }

    [Fact]
    public void What_is_too_long_is_not_saved()
    {
        Assert.False(Store().Save(new ByteSource(new byte[Largest + 1], Largest + 1)));
        Assert.Empty(_flash.Files);

        SlotStore store = Store();
        Save(store, "old");
        Assert.False(store.Save(new Numbers(Largest / sizeof(int))));
        Assert.Equal("old", Load());

        // Nor is it read, whoever wrote it.
        Assert.True(new SlotStore(new FlashWindow(_flash), "thing", Largest + 1).Save(new ByteSource(new byte[Largest + 1], Largest + 1)));
        Assert.Equal("old", Load());
    }

    [Fact]
    public void What_writes_itself_is_the_same_as_its_bytes()
    {
        const int Count = 140;
        Assert.True(Store().Save(new Numbers(Count)));
        byte[] payload = Loaded();
        Assert.Equal(Enumerable.Range(0, Count), Enumerable.Range(0, Count).Select(i => BitConverter.ToInt32(payload, payload.Length - ((Count - i) * sizeof(int)))));
        Assert.True(Store().Save(new ByteSource(payload, payload.Length)));
        Assert.Single(_flash.Written);
    }

    private sealed class Numbers(int count) : IState
    {
        public void Save(StateWriter state)
        {
            for (int i = 0; i < count; i++)
            {
                state.Int(i);
            }

            state.End();
        }
    }

    [Fact]
    public void What_another_store_keeps_is_taken_over()
    {
        byte[] payload = [.. Enumerable.Range(1, Largest).Select(i => (byte)i)];
        FlashWindow window = new(_flash);
        SlotStore other = new(window, "other", Largest);
        Assert.True(other.Save(new ByteSource(payload, Largest)));
        SlotStore store = new(window, "thing", Largest);
        Save(store, "old");
        Assert.True(store.Save(other.Load()!));
        Assert.Equal(payload, Loaded());
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
    [InlineData(false, 18)]
    [InlineData(true, 18)]
    [InlineData(true, 0)]
    public void A_write_that_fails_leaves_the_old_one(bool inSilence, int room)
    {
        SlotStore store = Store();
        Save(store, "older");
        Save(store, "old");
        _flash.Room = room;
        _flash.ConcealsFull = inSilence;
        Assert.False(store.Save(new ByteSource("new"u8.ToArray(), 3)));
        Assert.Equal("old", Load());
        Assert.False(store.Save(new ByteSource("new"u8.ToArray(), 3)));
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
        Save(new SlotStore(new FlashWindow(_flash), "other", Largest), "text");
        _flash.Files["thing.a"] = _flash.Files["other.a"];
        SlotStore store = Store();
        Assert.Null(store.Load());
        Assert.True(store.Window.HasDamage);
    }

    [Fact]
    public void Any_bit_that_flips_is_noticed()
    {
        Save(Store(), "text");
        byte[] file = _flash.Files["thing.a"];
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Store().Load());
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal("text", Load());
    }

    [Fact]
    public void A_file_of_which_a_byte_cannot_be_read_is_as_one_that_is_not_there()
    {
        byte[] newest = [.. Enumerable.Range(1, Largest).Select(i => (byte)(i % 100))];
        Save(Store(), "older");
        Assert.True(Store().Save(new ByteSource(newest, Largest)));
        for (int at = 0; at < Largest + SlotStore.FooterBytes; at++)
        {
            _flash.Unreadable = ("thing.b", at);
            Assert.Equal("older", Load());
        }

        _flash.Files.Clear();
        SlotStore store = Store();
        Save(store, "");
        for (int at = 0; at < SlotStore.FooterBytes; at++)
        {
            _flash.Unreadable = ("thing.a", at);
            Assert.Null(store.Load());
        }
    }

    [Fact]
    public void A_flash_that_cannot_be_read_from_any_time_on_gives_all_or_nothing_and_keeps_what_is_said_to_be_kept()
    {
        Save(Store(), "former");
        Save(Store(), "newest");
        HashSet<string?> found = [];
        HashSet<bool> said = [];
        for (int reads = 0; reads < 20; reads++)
        {
            FlashThatDies flash = _flash.Clone(Death.Truncates);
            SlotStore store = new(new FlashWindow(flash), "thing", Largest);
            flash.ReadsLeft = reads;
            byte[]? loaded = store.LoadBytes();
            found.Add(loaded == null ? null : Encoding.UTF8.GetString(loaded));

            flash.ReadsLeft = reads;
            bool isKept = store.Save(new ByteSource("change"u8.ToArray(), 6));
            said.Add(isKept);
            flash.ReadsLeft = int.MaxValue;
            loaded = new SlotStore(new FlashWindow(flash), "thing", Largest).LoadBytes();
            Assert.Equal(isKept, Encoding.UTF8.GetString(loaded!) == "change");
        }

        Assert.Equal([null, "newest"], found);
        Assert.Equal([false, true], said);
    }

    [Fact]
    public void What_is_said_not_to_be_written_is_not_kept_though_it_can_be_read()
    {
        SlotStore store = Store();
        Save(store, "old");
        _flash.DeniesWrites = true;
        Assert.False(store.Save(new ByteSource("new"u8.ToArray(), 3)));
        Assert.Equal("old", Load());
    }

    [Fact]
    public void What_is_said_to_be_written_and_is_not_is_not_kept()
    {
        FlashThatDies flash = new(Death.KeepsTheOldOne);
        SlotStore store = new(new FlashWindow(flash), "thing", Largest);
        Save(store, "older");
        Save(store, "newer");
        flash.LosesWrites = true;
        Assert.False(store.Save(new ByteSource("after"u8.ToArray(), 5)));
        Assert.Equal("newer"u8.ToArray(), store.LoadBytes());
    }

    [Fact]
    public void Whichever_way_it_is_saved_by_one_that_has_not_looked_yet_it_is_the_newest_and_the_older_one_is_replaced()
    {
        byte[] other = Encoding.UTF8.GetBytes("other");
        foreach (Func<SlotStore, bool> save in new Func<SlotStore, bool>[]
        {
            store => store.Save(new ByteSource(other, other.Length)),
            store => store.SaveAgain(new ByteSource(other, other.Length)),
            store => store.Save(new Numbers(1)),
        })
        {
            _flash.Files.Clear();
            Save(Store(), "older");
            Save(Store(), "newer");
            byte[] newer = _flash.Files["thing.b"];
            Assert.True(save(Store()));
            Assert.Equal("thing.a", _flash.Written.Last());
            Assert.Equal(newer, _flash.Files["thing.b"]);
            Assert.NotEqual("newer", Load());
        }
    }

    [Fact]
    public void What_is_deleted_leaves_nothing_and_another_can_be_kept()
    {
        SlotStore store = Store();
        Save(store, "older");
        Save(store, "newer");
        store.Delete();
        Assert.Empty(_flash.Files);
        Assert.Null(store.Load());
        Save(store, "newer");
        Assert.Equal("newer", Load());
    }

    private SlotStore Store() => new(new FlashWindow(_flash), "thing", Largest);

    private static void Save(SlotStore store, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(store.Save(new ByteSource(bytes, bytes.Length)));
    }

    private string Load() => Encoding.UTF8.GetString(Loaded());

    private byte[] Loaded()
    {
        ByteSource stored = Store().Load()!;
        return [.. Enumerable.Range(0, stored.Length).Select(i => (byte)stored.At(i))];
    }

    private void SetSequence(string name, int sequence)
    {
        byte[] file = _flash.Files[name];
        int length = file.Length - SlotStore.FooterBytes;
        BitConverter.GetBytes(sequence).CopyTo(file, length + 4);
        BitConverter.GetBytes(Crc32.Of(file, 0, length + 12)).CopyTo(file, length + 12);
    }
}
