using System.Text;
using MeterFirmware.Firmware.Tests.Settings;
using MeterFirmware.Json;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using MeterFirmware.Time;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>A flash any one call of which fails: what is found afterwards is the old or the new, as was said, and nothing breaks on the way.</summary>
public class FailingFlashTests
{
    private const int OldCounter = 1;
    private const int NewCounter = 2;
    private const int LaterCounter = 3;

    // Of the Sunday, in the stored ledger and after it.
    private const int OldWh = 1300;
    private const int NewWh = 250;
    private const int LaterWh = 120;

    private readonly TestMeter _house = StateMeter.Busy();
    private readonly FlashThatDies _before = new();
    private readonly long _utc;
    private (int Price, long Counter, long Wh) _found;

    public FailingFlashTests()
    {
        DeviceStorage storage = Device.BootWell(_before);
        byte[] settings = Device.Settings("old");
        byte[] rates = Device.Rates(1);
        byte[] waiting = Device.Rates(2);
        Assert.True(storage.Settings.Save(settings, settings.Length));
        Assert.True(storage.Rates.Save(rates, rates.Length));
        Assert.True(storage.NextRates.Save(waiting, waiting.Length));
        Assert.True(storage.Ledger.Save(_house.Meter));
        Assert.True(storage.Counter.Save(OldCounter));
        _before.Files["settings.json"] = Device.Settings("new");
        _utc = _house.Telegram.Utc!.Value;
        _house.Telegram.ImportNightWh += NewWh;
        _house.SendAt(_utc + 900);
    }

    private enum Failing
    {
        Once,
        Short,
        ForGood,
        OutOfMemory,
    }

    private int Price { get; set; }

    private long Counter { get; set; }

    [Fact]
    public void One_call_that_fails_leaves_what_was_said_and_the_next_save_works() => OneCallThatFails(Failing.Once);

    [Fact]
    public void A_read_that_comes_short_is_as_one_that_fails() => OneCallThatFails(Failing.Short);

    [Fact]
    public void A_flash_that_fails_from_any_call_on_ends_nothing_and_leaves_the_old_or_the_new()
    {
        int ways = ForEachCall(Failing.ForGood, (flash, storage, failed) =>
        {
            Use(storage);
            AssertOldOrNew(flash, failed);
        });
        Assert.InRange(ways, 3, int.MaxValue);
    }

    [Fact]
    public void Memory_that_runs_out_at_any_call_leaves_the_old_or_the_new_and_can_be_noted()
    {
        int ways = ForEachCall(Failing.OutOfMemory, (flash, storage, failed) =>
        {
            try
            {
                Use(storage);
            }
            catch (OutOfMemoryException)
            {
                // The device notes it and starts again.
            }

            Assert.False(flash.IsOpen, failed.Call);
            AssertOldOrNew(flash, failed);
            failed.Heal();
            Assert.True(storage.Crash.Write("out of memory"), failed.Call);
            Assert.Equal("out of memory", Device.Boot(flash).Crash.Take());
        });
        Assert.InRange(ways, 3, int.MaxValue);
    }

    [Fact]
    public void A_counter_file_is_not_lost_by_a_call_that_fails()
    {
        _before.Files[DeviceStorage.CounterFile] = "7"u8.ToArray();
        bool hasFailed = true;
        for (int call = 0; hasFailed; call++)
        {
            FlashThatDies flash = _before.Clone(Death.Truncates);
            FlashThatFails failing = new(flash, call, Failing.Once);
            Device.Boot(failing);
            Assert.True(Device.Boot(flash).Counter.Value == 7, failing.Call);
            hasFailed = failing.HasFailed;
        }
    }

    private void OneCallThatFails(Failing failing)
    {
        int ways = ForEachCall(failing, (flash, storage, failed) =>
        {
            Use(storage);
            Assert.Equal("new", storage.Settings.Value.Name);

            FlashThatDies after = flash.Clone(Death.Truncates);
            AssertOldOrNew(after, failed);
            DeviceStorage again = Device.Boot(after);
            Assert.True(Price == Device.StoredPrice(again), $"{failed.Call}: {Price} was said, {Device.StoredPrice(again)} is found");
            Assert.True(Counter == again.Counter.Value, $"{failed.Call}: {Counter} was said, {again.Counter.Value} is found");

            failed.Heal();
            AssertNextSaves(flash, storage);
        });
        Assert.InRange(ways, failing == Failing.Once ? 3 : 1, int.MaxValue);
    }

    // Returns in how many ways it ended.
    private int ForEachCall(Failing failing, Action<FlashThatDies, DeviceStorage, FlashThatFails> act)
    {
        HashSet<(int, long, long)> found = [];
        bool hasFailed = true;
        for (int call = 0; hasFailed; call++)
        {
            FlashThatDies flash = _before.Clone(Death.Truncates);
            FlashThatFails failingFlash = new(flash, call, failing);
            act(flash, new DeviceStorage(failingFlash), failingFlash);
            Assert.False(flash.IsOpen, failingFlash.Call);
            hasFailed = failingFlash.HasFailed;
            found.Add(_found);
        }

        // Nothing failed the last time.
        Assert.Equal((2, (long)NewCounter, (long)NewWh), _found);
        return found.Count;
    }

    // Says in Price and Counter what is in force after each.
    private void Use(DeviceStorage storage)
    {
        Price = 1;
        Counter = OldCounter;
        storage.Boot(0);
        Price = storage.Rates.TakeOver(storage.NextRates) ? 2 : Device.StoredPrice(storage);
        storage.Counter.Save(NewCounter);
        Counter = storage.Counter.Value;
        storage.Ledger.Save(_house.Meter);
        storage.Crash.Write("it broke");
        storage.Crash.Take();
        storage.Trial.Put(SettingsText.Read("{\"name\": \"tried\"}"), "0123abcd");
        AssertSays(storage);
        TestMeter loaded = new();
        Assert.Equal(storage.Ledger.Load(loaded.Meter), loaded.Ledger.StartedUtc != MeterTime.None);
        storage.Reboots.IsWell(RebootGuard.WellAfterMs);
    }

    private void AssertOldOrNew(FlashThatDies flash, FlashThatFails failed)
    {
        FlashThatDies after = flash.Clone(Death.Truncates);
        string tried = Device.BootWell(after).Settings.Value.Name;
        Assert.True(tried is "new" or "tried", $"{failed.Call}: \"{tried}\"");
        DeviceStorage storage = Device.Boot(after);
        Assert.Equal("new", storage.Settings.Value.Name);
        Assert.InRange(Device.StoredPrice(storage), 1, 2);
        Assert.InRange(storage.Counter.Value, OldCounter, NewCounter);

        // Whichever ledger it is, it books on from where it was stored.
        TestMeter later = new();
        Assert.True(storage.Ledger.Load(later.Meter), failed.Call);
        _found = (Device.StoredPrice(storage), storage.Counter.Value, later.Ledger.Today.ImportWh - OldWh);
        Assert.True(_found.Wh is 0 or NewWh, $"{failed.Call}: {_found.Wh} Wh");
        later.Telegram.Channels.AddRange(_house.Telegram.Channels);
        later.Telegram.ImportDayWh = _house.Telegram.ImportDayWh;
        later.Telegram.ImportNightWh = _house.Telegram.ImportNightWh + LaterWh;
        later.SendAt(_utc + 1000);
        Assert.Equal(OldWh + NewWh + LaterWh, later.Ledger.Today.ImportWh);
    }

    private void AssertNextSaves(FlashThatDies flash, DeviceStorage storage)
    {
        byte[] rates = Device.Rates(3);
        Assert.True(storage.Rates.Save(rates, rates.Length));
        Assert.True(storage.Counter.Save(LaterCounter));
        Assert.True(storage.Ledger.Save(_house.Meter));
        DeviceStorage again = Device.Boot(flash.Clone(Death.Truncates));
        TestMeter later = new();
        Assert.True(again.Ledger.Load(later.Meter));
        Assert.Equal(3, Device.StoredPrice(again));
        Assert.Equal(LaterCounter, again.Counter.Value);
        Assert.Equal(OldWh + NewWh, later.Ledger.Today.ImportWh);
    }

    // As it is stored, or nothing; or the read that failed comes out, and no half of it is taken for the whole.
    private static void AssertSays(DeviceStorage storage)
    {
        JsonWriter json = new();
        byte[] buffer = new byte[2048];
        json.Begin(buffer);
        try
        {
            json.BeginObject();
            storage.Rates.Write(json, "rates");
            json.EndObject();
        }
        catch (InvalidInputException error)
        {
            Assert.Equal("it cannot be read", error.Problem);
            return;
        }

        string text = Encoding.UTF8.GetString(buffer, 0, json.Length);
        Assert.True(
            text == """{"crc":null,"rates":null}""" || text.Contains(Encoding.UTF8.GetString(Device.Rates(1))) || text.Contains(Encoding.UTF8.GetString(Device.Rates(2))),
            text);
    }

    /// <summary>Fails at one call, or from it on; a read that fails has spoilt the buffer, a write has written half.</summary>
    private sealed class FlashThatFails(FlashThatDies flash, int failAt, Failing failing) : IFlash
    {
        private int _calls;
        private bool _isGood;
        private bool _isHealed;

        public string Call => $"call {failAt}";

        public bool HasFailed { get; private set; }

        public int Length(string name) => Fails(canBeShort: false) ? int.MaxValue : flash.Length(name);

        public bool Read(string name, int position, byte[] buffer, int count)
        {
            if (!Fails(canBeShort: true))
            {
                return flash.Read(name, position, buffer, count);
            }

            flash.Read(name, position, buffer, count / 2);
            Array.Fill(buffer, (byte)0x20, count / 2, count - (count / 2));
            return false;
        }

        public void Create(string name)
        {
            _isGood = !Fails(canBeShort: false);
            if (_isGood)
            {
                flash.Create(name);
            }
        }

        public void Append(byte[] bytes, int offset, int count)
        {
            bool fails = Fails(canBeShort: false);
            if (_isGood)
            {
                flash.Append(bytes, offset, fails ? count / 2 : count);
            }

            _isGood &= !fails;
        }

        // What is closed is closed, also where it fails.
        public bool Finish()
        {
            bool isGood = _isGood;
            _isGood = false;
            bool isFinished = flash.Finish();
            return !Fails(canBeShort: false) && isFinished && isGood;
        }

        public void Delete(string name)
        {
            if (!Fails(canBeShort: false))
            {
                flash.Delete(name);
            }
        }

        public void Heal() => _isHealed = true;

        private bool Fails(bool canBeShort)
        {
            if (_isHealed || (failing == Failing.Short && !canBeShort))
            {
                return false;
            }

            bool fails = _calls == failAt || (failing == Failing.ForGood && _calls > failAt);
            _calls++;
            HasFailed |= fails;
            return fails && failing == Failing.OutOfMemory ? throw new OutOfMemoryException() : fails;
        }
    }
}
