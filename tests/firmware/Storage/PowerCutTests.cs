using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>The power is cut at every byte of every write; the boot after it finds the old or the new, never neither.</summary>
public class PowerCutTests
{
    private const string Default = "";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void While_settings_are_saved(int savedBefore)
    {
        FlashThatDies before = new();
        string old = Default;
        for (int i = 0; i < savedBefore; i++)
        {
            old = "old-" + new string('x', i);
            byte[] json = Device.Settings(old);
            Assert.True(Device.BootWell(before).Settings.Save(json, json.Length));
        }

        byte[] newer = Device.Settings("new");
        HashSet<string> found = [];
        int cuts = PowerCuts.InEveryStep(
            before,
            flash => Device.Boot(flash).Settings.Save(newer, newer.Length),
            flash =>
            {
                DeviceStorage storage = Device.Boot(flash);
                found.Add(storage.Settings.Value.Name);
                Assert.Equal(storage.Settings.Value.Name == Default, storage.Settings.IsDefaults);
                Assert.StartsWith(storage.Settings.IsDefaults ? "defaults" : "ok", storage.Settings.Report, StringComparison.Ordinal);
                AssertStillSaves(storage);
            });
        Assert.Equal([old, "new"], found);
        Assert.InRange(cuts, 3 * (newer.Length + SlotStore.FooterBytes), int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void While_rates_are_saved(int savedBefore)
    {
        FlashThatDies before = new();
        for (int price = 1; price <= savedBefore; price++)
        {
            byte[] json = Device.Rates(price);
            Assert.True(Device.BootWell(before).Rates.Save(json, json.Length));
        }

        byte[] newer = Device.Rates(100);
        HashSet<int> found = [];
        int cuts = PowerCuts.InEveryStep(
            before,
            flash => Device.Boot(flash).Rates.Save(newer, newer.Length),
            flash =>
            {
                DeviceStorage storage = Device.Boot(flash);
                found.Add(Device.StoredPrice(storage));
                Assert.Equal(Device.StoredPrice(storage) == 0, storage.Rates.IsDefaults);
                AssertStillSaves(storage);
            });
        Assert.Equal([savedBefore, 100], found);
        Assert.InRange(cuts, 3 * (newer.Length + SlotStore.FooterBytes), int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void While_the_ledger_is_saved(int savedBefore)
    {
        FlashThatDies before = new();
        TestMeter house = StateMeter.Busy();
        byte[] empty = new TestMeter().Saved();
        byte[] old = empty;
        for (int i = 0; i < savedBefore; i++)
        {
            Assert.True(Device.BootWell(before).Ledger.Save(house.Meter));
            old = house.Saved();
            house.Telegram.ImportDayWh += 250;
            house.SendAt(house.Telegram.Utc!.Value + 900);
        }

        byte[] newer = house.Saved();
        List<byte[]> found = [];
        int cuts = PowerCuts.InEveryStep(
            before,
            flash => Device.Boot(flash).Ledger.Save(house.Meter),
            flash =>
            {
                TestMeter later = new();
                DeviceStorage storage = Device.Boot(flash);
                bool isLoaded = storage.Ledger.Load(later.Meter);
                byte[] loaded = later.Saved();
                Assert.Equal(isLoaded, !loaded.SequenceEqual(empty));
                if (!found.Any(loaded.SequenceEqual))
                {
                    found.Add(loaded);
                }
            });
        Assert.Equal([old, newer], found);
        Assert.InRange(cuts, 3 * (newer.Length + SlotStore.FooterBytes), int.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void While_plain_files_are_taken_over(bool hasOld)
    {
        FlashThatDies before = new();
        if (hasOld)
        {
            byte[] settings = Device.Settings("old");
            byte[] rates = Device.Rates(1);
            DeviceStorage storage = Device.BootWell(before);
            storage.Settings.Save(settings, settings.Length);
            storage.Rates.Save(rates, rates.Length);
        }

        before.Files["settings.json"] = Device.Settings("new");
        before.Files["rates.json"] = Device.Rates(100);
        int cuts = PowerCuts.InEveryStep(
            before,
            flash => Device.Boot(flash),
            flash =>
            {
                // They were on the flash before the boot began, so there is no excuse to find the old ones.
                DeviceStorage storage = Device.Boot(flash);
                Assert.Equal("new", storage.Settings.Value.Name);
                Assert.Equal(100, Device.StoredPrice(storage));
                Assert.Equal(("ok", "ok"), (storage.Settings.Report, storage.Rates.Report));
                Assert.False(flash.Files.ContainsKey("settings.json"));
                Assert.False(flash.Files.ContainsKey("rates.json"));
                Assert.Equal("new", Device.Boot(flash).Settings.Value.Name);
            });
        Assert.InRange(cuts, 3 * (Device.Settings("new").Length + Device.Rates(100).Length), int.MaxValue);
    }

    [Fact]
    public void While_boots_are_counted()
    {
        FlashThatDies before = new();
        for (int boots = 0; boots < 5; boots++)
        {
            HashSet<int> found = [];
            PowerCuts.InEveryStep(
                before,
                flash => Device.Boot(flash),
                flash => found.Add(Device.Boot(flash).Reboots.ShortBoots));
            Assert.Equal([boots, boots + 1], found);
            Device.Boot(before);
        }

        HashSet<int> afterwards = [];
        PowerCuts.InEveryStep(before, flash => Device.BootWell(flash), flash => afterwards.Add(Device.Boot(flash).Reboots.ShortBoots));
        Assert.Equal([5, 6, 0], afterwards);
    }

    [Fact]
    public void While_a_crash_is_noted_and_while_it_is_handed_out()
    {
        FlashThatDies noted = new();
        HashSet<string?> found = [];
        PowerCuts.InEveryStep(
            noted,
            flash => Device.Boot(flash).Crash.Write("it broke"),
            flash => found.Add(Device.Boot(flash).Crash.Take()));
        Assert.Equal([null, "it broke"], found);

        found.Clear();
        Device.Boot(noted).Crash.Write("it broke");
        PowerCuts.InEveryStep(
            noted,
            flash => Device.Boot(flash).Crash.Take(),
            flash =>
            {
                found.Add(Device.Boot(flash).Crash.Take());
                Assert.Null(Device.Boot(flash).Crash.Take());
            });
        Assert.Equal(["it broke", null], found);
    }

    private static void AssertStillSaves(DeviceStorage storage)
    {
        byte[] settings = Device.Settings("again");
        byte[] rates = Device.Rates(7);
        Assert.True(storage.Settings.Save(settings, settings.Length));
        Assert.True(storage.Rates.Save(rates, rates.Length));
        Assert.Equal(("again", 7), (storage.Settings.Value.Name, Device.StoredPrice(storage)));
    }
}
