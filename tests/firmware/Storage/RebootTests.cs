using MeterFirmware.Firmware.Tests.Settings;
using MeterFirmware.State;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>A device that restarts over and over does without what is stored, and does not lose it.</summary>
public class RebootTests
{
    private readonly FlashThatDies _flash = new();

    [Fact]
    public void After_three_short_boots_in_a_row_the_fourth_starts_with_defaults()
    {
        for (int boot = 0; boot < 3; boot++)
        {
            Assert.False(Device.Boot(_flash).Reboots.StartWithDefaults);
        }

        Assert.True(Device.Boot(_flash).Reboots.StartWithDefaults);
        Assert.True(Device.Boot(_flash).Reboots.StartWithDefaults);
    }

    [Fact]
    public void A_boot_that_lives_for_a_minute_ends_the_count()
    {
        Device.Boot(_flash);
        Device.Boot(_flash);
        Device.BootWell(_flash);
        Assert.Equal(0, Device.Boot(_flash).Reboots.ShortBoots);
    }

    [Fact]
    public void A_minute_is_counted_from_the_boot_and_written_once()
    {
        DeviceStorage storage = new(_flash);
        storage.Boot(5000000);
        Assert.False(storage.Reboots.IsWell(5000000));
        Assert.False(storage.Reboots.IsWell(5059999));
        int written = _flash.Written.Count;
        Assert.True(storage.Reboots.IsWell(5060000));
        _flash.ReadsLeft = 0;
        Assert.True(storage.Reboots.IsWell(5060001));
        Assert.Equal(written + 1, _flash.Written.Count);
    }

    [Fact]
    public void The_count_does_not_run_over()
    {
        for (int boot = 0; boot < 300; boot++)
        {
            Assert.Equal(boot >= 3, Device.Boot(_flash).Reboots.StartWithDefaults);
        }
    }

    [Fact]
    public void A_boot_writes_its_count_twice_and_nothing_else()
    {
        Device.BootWell(_flash);
        _flash.Written.Clear();
        Device.BootWell(_flash);
        Assert.Equal(["boots.a", "boots.b"], _flash.Written.Order());
    }

    [Fact]
    public void A_count_without_its_byte_is_none()
    {
        Assert.True(new SlotStore(new FlashWindow(_flash), "boots", 1).Save(ByteSource.Empty));
        Assert.Equal(0, Device.Boot(_flash).Reboots.ShortBoots);
        Assert.Equal(1, Device.Boot(_flash).Reboots.ShortBoots);
    }

    [Fact]
    public void With_defaults_everything_says_so_and_what_is_stored_stays()
    {
        byte[] settings = Device.Settings("mine");
        byte[] rates = Device.Rates(4);
        TestMeter house = StateMeter.Busy();
        DeviceStorage storage = Device.Boot(_flash);
        storage.Settings.Save(settings, settings.Length);
        storage.Rates.Save(rates, rates.Length);
        storage.Ledger.Save(house.Meter);
        _flash.Files["rates.json"] = [1];
        Device.Boot(_flash);
        storage = Device.Boot(_flash);
        Assert.True(storage.Trial.Put(SettingsText.Read("""{"name": "tried"}"""), "0123ABCD"));

        storage = Device.BootWell(_flash);
        TestMeter other = new();
        Assert.Equal("", storage.Settings.Value.Name);
        Assert.False(storage.Rates.Value.HasElectricity);
        Assert.False(storage.Ledger.Load(other.Meter));
        Assert.False(storage.Ledger.Save(other.Meter));
        foreach (string report in new[] { storage.Settings.Report, storage.Rates.Report, storage.Ledger.Report })
        {
            Assert.Equal("defaults, after three quick restarts", report);
        }

        _flash.Files.Remove("rates.json");
        storage = Device.Boot(_flash);
        Assert.Equal(("mine", false), (storage.Settings.Value.Name, storage.Settings.IsOnTrial));
        Assert.Equal(4, Device.StoredPrice(storage));
        Assert.True(storage.Ledger.Load(other.Meter));
        Assert.Equal(house.Saved(), other.Saved());
    }

    [Fact]
    public void On_a_flash_that_cannot_be_written_every_boot_is_the_first()
    {
        _flash.Room = 0;
        for (int boot = 0; boot < 5; boot++)
        {
            Assert.False(Device.Boot(_flash).Reboots.StartWithDefaults);
        }
    }
}
