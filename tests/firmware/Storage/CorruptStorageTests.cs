using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>Whatever the flash holds, the device boots: with a whole thing that was stored once, or with defaults; and it says which.</summary>
public class CorruptStorageTests
{
    private const int Images = 1000;

    [Fact]
    public void A_thousand_corrupt_images()
    {
        FlashThatDies good = Filled(out List<byte[]> ledgers);
        int defaults = 0;
        for (int seed = 0; seed < Images; seed++)
        {
            FlashThatDies flash = good.Clone(Death.Truncates);
            Corruption corruption = new(seed, flash.Files);
            corruption.Strike();
            DeviceStorage storage = Device.Boot(flash);
            defaults += AssertSettings(storage, corruption) ? 1 : 0;
            defaults += AssertRates(storage, corruption) ? 1 : 0;
            defaults += AssertLedger(storage, corruption, ledgers) ? 1 : 0;
            Assert.False(storage.Reboots.StartWithDefaults);
            string? note = storage.Crash.Take();
            Assert.True(note is null or "it broke" or "it broke before", note);
        }

        // Both outcomes must have been met often for this to say anything.
        Assert.InRange(defaults, Images / 4, Images * 2);
    }

    [Fact]
    public void Any_file_that_is_garbage_alone()
    {
        FlashThatDies good = Filled(out _);
        foreach (string name in good.Files.Keys.ToArray())
        {
            FlashThatDies flash = good.Clone(Death.Truncates);
            flash.Files[name] = [1, 2, 3];
            DeviceStorage storage = Device.Boot(flash);
            Assert.False(storage.Settings.IsDefaults);
            Assert.False(storage.Rates.IsDefaults);
            Assert.True(storage.Ledger.Load(new TestMeter().Meter));
        }
    }

    private static bool AssertSettings(DeviceStorage storage, Corruption corruption)
    {
        string name = storage.Settings.Value.Name;
        Assert.Contains(name, new[] { "", "older", "newest" });
        Assert.Equal(name.Length == 0, storage.Settings.IsDefaults);
        AssertSays(storage.Settings.Report, storage.Settings.IsDefaults, corruption, "settings");
        if (!corruption.Struck.Contains("settings.a") && !corruption.Struck.Contains("settings.b"))
        {
            Assert.Equal("newest", name);
        }

        return storage.Settings.IsDefaults;
    }

    private static bool AssertRates(DeviceStorage storage, Corruption corruption)
    {
        int price = Device.StoredPrice(storage);
        Assert.Contains(price, new[] { 0, 1, 2 });
        Assert.Equal(price == 0, storage.Rates.IsDefaults);
        AssertSays(storage.Rates.Report, storage.Rates.IsDefaults, corruption, "rates");
        return storage.Rates.IsDefaults;
    }

    private static bool AssertLedger(DeviceStorage storage, Corruption corruption, List<byte[]> ledgers)
    {
        TestMeter house = new();
        byte[] empty = house.Saved();
        bool isLoaded = storage.Ledger.Load(house.Meter);
        byte[] loaded = house.Saved();
        Assert.Equal(isLoaded, ledgers.Any(loaded.SequenceEqual));
        Assert.Equal(!isLoaded, loaded.SequenceEqual(empty));
        AssertSays(storage.Ledger.Report, !isLoaded, corruption, "ledger");
        return !isLoaded;
    }

    private static void AssertSays(string report, bool isDefaults, Corruption corruption, string thing)
    {
        bool hasFiles = corruption.Left(thing + ".a") || corruption.Left(thing + ".b");
        Assert.Equal(!isDefaults ? "ok" : hasFiles ? "defaults, what was stored is damaged" : "defaults", report);
        if (!corruption.Struck.Contains(thing + ".a") || !corruption.Struck.Contains(thing + ".b"))
        {
            Assert.False(isDefaults);
        }
    }

    // Every thing in two generations.
    private static FlashThatDies Filled(out List<byte[]> ledgers)
    {
        FlashThatDies flash = new();
        DeviceStorage storage = Device.BootWell(flash);
        TestMeter house = StateMeter.Busy();
        ledgers = [];
        for (int generation = 1; generation <= 2; generation++)
        {
            byte[] settings = Device.Settings(generation == 1 ? "older" : "newest");
            byte[] rates = Device.Rates(generation);
            Assert.True(storage.Settings.Save(settings, settings.Length));
            Assert.True(storage.Rates.Save(rates, rates.Length));
            Assert.True(storage.Ledger.Save(house.Meter));
            Assert.True(storage.Crash.Write(generation == 1 ? "it broke before" : "it broke"));
            ledgers.Add(house.Saved());
            house.Telegram.ImportDayWh += 250;
            house.SendAt(house.Telegram.Utc!.Value + 900);
        }

        // Settings, rates, ledger, crash, boots and the counter.
        Assert.Equal(12, flash.Files.Count);
        return flash;
    }
}
