using System.Text;
using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>Settings and rates: what is in force after which files, and what the screen says.</summary>
public class StoredFileTests
{
    private readonly FlashThatDies _flash = new();

    [Fact]
    public void An_empty_flash_gives_defaults_and_says_so()
    {
        DeviceStorage storage = Device.Boot(_flash);
        Assert.Equal(("", true, "defaults"), (storage.Settings.Value.Name, storage.Settings.IsDefaults, storage.Settings.Report));
        Assert.Equal((false, true, "defaults"), (storage.Rates.Value.HasElectricity, storage.Rates.IsDefaults, storage.Rates.Report));
    }

    [Fact]
    public void A_plain_file_that_is_right_is_taken_over_and_deleted()
    {
        _flash.Files["rates.json"] = Device.Rates(3);
        DeviceStorage storage = Device.Boot(_flash);
        Assert.Equal((3, false, "ok"), (Device.StoredPrice(storage), storage.Rates.IsDefaults, storage.Rates.Report));
        Assert.False(_flash.Files.ContainsKey("rates.json"));
        Assert.Equal(3, Device.StoredPrice(Device.Boot(_flash)));
    }

    [Fact]
    public void A_plain_file_that_is_wrong_is_left_and_its_error_shown_at_every_boot()
    {
        byte[] old = Device.Rates(1);
        Device.BootWell(_flash).Rates.Save(old, old.Length);
        _flash.Files["rates.json"] = Encoding.UTF8.GetBytes("{\"Water\": {\"+\": 6,2}}");
        for (int boot = 0; boot < 2; boot++)
        {
            DeviceStorage storage = Device.Boot(_flash);
            Assert.Equal("rates.json: Water.+, line 1 column 17: a number with a point was expected, found \"6,2\"", storage.Rates.Report);
            Assert.Equal((1, false), (Device.StoredPrice(storage), storage.Rates.IsDefaults));
            Assert.True(_flash.Files.ContainsKey("rates.json"));
        }
    }

    [Fact]
    public void What_is_cleared_takes_a_wrong_plain_file_with_it()
    {
        _flash.Files["rates.json"] = Encoding.UTF8.GetBytes("{");
        DeviceStorage storage = Device.Boot(_flash);
        Assert.NotEqual("defaults", storage.Rates.Report);
        Assert.True(storage.Rates.Clear());
        Assert.Equal("defaults", Device.Boot(_flash).Rates.Report);

        Assert.True(storage.Rates.Save(Device.Rates(3), Device.Rates(3).Length));
        Assert.True(storage.Rates.Clear());
        Assert.Equal((false, true, "defaults"), (storage.Rates.Value.HasElectricity, storage.Rates.IsDefaults, storage.Rates.Report));
    }

    [Fact]
    public void A_wrong_plain_file_with_nothing_stored_leaves_the_defaults()
    {
        _flash.Files["settings.json"] = Encoding.UTF8.GetBytes("""{"broker": {"password": hush}}""");
        DeviceStorage storage = Device.Boot(_flash);
        Assert.Equal("settings.json: broker.password, line 1 column 25: a text in quotes was expected", storage.Settings.Report);
        Assert.True(storage.Settings.IsDefaults);

        _flash.Files["settings.json"] = [];
        Assert.Equal("settings.json: line 1 column 1: an object { } was expected", Device.Boot(_flash).Settings.Report);
    }

    [Fact]
    public void A_file_has_2048_bytes_at_most_saved_or_plain()
    {
        byte[] longest = [.. Device.Rates(2), .. Enumerable.Repeat((byte)' ', StoredFile.MostBytes - Device.Rates(2).Length)];
        byte[] tooLong = [.. longest, (byte)' '];
        Assert.True(Device.BootWell(_flash).Rates.Save(longest, longest.Length));
        Assert.Equal(2, Device.StoredPrice(Device.BootWell(_flash)));
        Assert.EndsWith(
            "at most 2048 bytes can be used",
            Assert.Throws<InvalidInputException>(() => Device.BootWell(_flash).Rates.Save(tooLong, tooLong.Length)).Message,
            StringComparison.Ordinal);

        FlashThatDies other = new();
        other.Files["rates.json"] = tooLong;
        Assert.Equal("rates.json: longer than 2048 bytes, or it cannot be read", Device.BootWell(other).Rates.Report);
        other.Files["rates.json"] = longest;
        Assert.Equal((2, "ok"), (Device.StoredPrice(Device.BootWell(other)), Device.BootWell(other).Rates.Report));
    }

    [Fact]
    public void A_full_flash_uses_the_plain_file_and_keeps_it()
    {
        _flash.Files["rates.json"] = Device.Rates(3);
        _flash.Room = 10;
        DeviceStorage storage = Device.Boot(_flash);
        Assert.Equal((3, "rates.json: in force, but it could not be stored"), (Device.StoredPrice(storage), storage.Rates.Report));
        Assert.True(_flash.Files.ContainsKey("rates.json"));
    }

    [Fact]
    public void Saved_while_running_it_takes_the_place_of_a_wrong_plain_file()
    {
        _flash.Files["rates.json"] = [1];
        DeviceStorage storage = Device.Boot(_flash);
        byte[] json = Device.Rates(5);
        Assert.True(storage.Rates.Save(json, json.Length));
        Assert.Equal((5, "ok"), (Device.StoredPrice(storage), storage.Rates.Report));
        Assert.Equal((5, "ok"), (Device.StoredPrice(Device.Boot(_flash)), Device.Boot(_flash).Rates.Report));
    }

    [Fact]
    public void Saving_what_is_wrong_changes_nothing()
    {
        DeviceStorage storage = Device.Boot(_flash);
        byte[] old = Device.Rates(1);
        storage.Rates.Save(old, old.Length);
        Assert.Throws<InvalidInputException>(() => storage.Rates.Save([1], 1));
        Assert.Equal((1, "ok"), (Device.StoredPrice(storage), storage.Rates.Report));
        _flash.Room = 10;
        byte[] newer = Device.Rates(2);
        Assert.False(storage.Rates.Save(newer, newer.Length));
        Assert.Equal(1, Device.StoredPrice(storage));
        Assert.Equal(1, Device.StoredPrice(Device.Boot(_flash)));
    }

    [Fact]
    public void Rates_that_do_not_wait_take_the_place_of_none()
    {
        DeviceStorage storage = Device.Boot(_flash);
        Assert.True(storage.Rates.Save(Device.Rates(1), Device.Rates(1).Length));
        Assert.False(storage.Rates.TakeOver(storage.NextRates));
        Assert.True(storage.NextRates.Save(Device.Rates(2), Device.Rates(2).Length));
        Assert.True(storage.NextRates.Clear());
        Assert.False(storage.Rates.TakeOver(storage.NextRates));
        Assert.Equal((1, 1), (Device.StoredPrice(storage), Device.StoredPrice(Device.Boot(_flash))));
    }

    [Fact]
    public void What_another_version_stored_and_this_one_cannot_read_is_said()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"nmae\": 1}");
        SlotStore store = new(new FlashWindow(_flash), "settings", 100);
        store.Save(new ByteSource(json, json.Length));
        Assert.Equal(
            "defaults, what is stored cannot be used: nmae, line 1 column 2: an unknown name, did you mean \"name\"?",
            Device.Boot(_flash).Settings.Report);
    }
}
