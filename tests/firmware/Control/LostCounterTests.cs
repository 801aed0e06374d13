using System.Text;
using System.Text.Json;
using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Device;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Mqtt;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>A device that has lost its counter cannot tell old messages from new: it takes none until that is mended over the cable.</summary>
public class LostCounterTests
{
    private const string Cheap = """{"Electricity": {"+": 0.10}}""";
    private const string Lost = "the counter that tells old messages from new is damaged; 'meter flash --only files' over the cable mends it, or a new secret";
    private const string OtherSecret = "another secret of the house";

    private readonly FlashThatDies _flash = new();

    public LostCounterTests()
    {
        ControlRig rig = new(_flash, ControlRig.SignedSettings);
        Assert.True(IsTaken(rig, 1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_both_files_damaged_nothing_is_taken_old_or_new(int messages)
    {
        for (int i = 1; i < messages; i++)
        {
            Assert.True(IsTaken(new ControlRig(_flash), 1000 + i));
        }

        Damage();
        ControlRig rig = new(_flash);
        foreach (long counter in new long[] { 1, 1000, 1001, 1002, 1003, 999_999_999_999_999_999 })
        {
            rig.Send("rates/set", ControlRig.Sign("rates/set", counter, Cheap));
            Assert.Equal(Lost, rig.Error("rates/error"));
        }

        Assert.False(IsTaken(new ControlRig(_flash), 2000));
        _flash.Files["counter.b"] = [];
        Assert.False(IsTaken(new ControlRig(_flash), 2000));
    }

    [Fact]
    public void With_one_file_damaged_no_message_counts_again()
    {
        Assert.True(IsTaken(new ControlRig(_flash), 1001));
        foreach (string name in new[] { "counter.a", "counter.b" })
        {
            FlashThatDies flash = _flash.Clone(Death.Truncates);
            flash.Files[name] = [1, 2, 3];
            Assert.False(IsTaken(new ControlRig(flash), 1000));
            Assert.False(IsTaken(new ControlRig(flash), 1001));
            Assert.True(IsTaken(new ControlRig(flash), 1002));
            Assert.False(IsTaken(new ControlRig(flash), 1002));
        }
    }

    [Fact]
    public void What_the_flashing_writes_mends_it_and_all_signed_before_counts_no_more()
    {
        Damage();
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes("5000\n");
        _flash.Files["settings.json"] = ControlRig.Bytes(ControlRig.SignedSettings);
        ControlRig rig = new(_flash);

        Assert.False(_flash.Files.ContainsKey(DeviceStorage.CounterFile));
        Assert.False(IsTaken(rig, 1000));
        Assert.False(IsTaken(rig, 5000));
        Assert.True(IsTaken(rig, 5001));
        Assert.False(IsTaken(new ControlRig(_flash), 5001));
    }

    [Fact]
    public void The_same_settings_without_it_mend_nothing()
    {
        Damage();
        _flash.Files["settings.json"] = ControlRig.Bytes(ControlRig.SignedSettings);
        Assert.False(IsTaken(new ControlRig(_flash), 6000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1234567890123456")]
    public void A_counter_file_that_is_none_mends_and_changes_nothing(string text)
    {
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes(text);
        Assert.False(IsTaken(new ControlRig(_flash), 1000));
        Assert.True(IsTaken(new ControlRig(_flash), 1001));

        Damage();
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes(text);
        Assert.False(IsTaken(new ControlRig(_flash), 6000));
    }

    [Theory]
    [InlineData("123")]
    [InlineData("1234567890123456")]
    public void What_was_read_before_a_counter_file_that_cannot_be_read_is_no_counter(string text)
    {
        _flash.Files["settings.json"] = Encoding.ASCII.GetBytes("5000");
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes(text);
        _flash.Unreadable = (DeviceStorage.CounterFile, 0);
        Assert.False(IsTaken(new ControlRig(_flash), 1000));
        Assert.True(IsTaken(new ControlRig(_flash), 1001));
    }

    [Theory]
    [InlineData("2999", 2999)]
    [InlineData("100000000000000", 100_000_000_000_000)]
    public void A_counter_file_is_all_of_its_digits_and_none_behind_them(string text, long counter)
    {
        _flash.Files["settings.json"] = Encoding.ASCII.GetBytes("99999999999999999");
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes(text);
        Assert.False(IsTaken(new ControlRig(_flash), counter));
        Assert.True(IsTaken(new ControlRig(_flash), counter + 1));
    }

    [Fact]
    public void A_counter_of_another_length_is_lost()
    {
        Assert.True(new SlotStore(new FlashWindow(_flash), "counter", StoredNumber.Bytes).Save(new ByteSource([1, 2, 3], 3)));
        Assert.False(IsTaken(new ControlRig(_flash), 5000));
    }

    [Fact]
    public void A_counter_never_falls_by_a_file()
    {
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes("999");
        Assert.False(IsTaken(new ControlRig(_flash), 1000));
        Assert.True(IsTaken(new ControlRig(_flash), 1001));
    }

    [Fact]
    public void A_counter_file_stays_until_it_could_be_stored()
    {
        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes("5000");
        _flash.Room = 4;
        Assert.False(IsTaken(new ControlRig(_flash), 1000));
        _flash.Room = int.MaxValue;
        ControlRig rig = new(_flash);
        Assert.False(IsTaken(rig, 5000));
        Assert.True(IsTaken(rig, 5001));
    }

    [Fact]
    public void Settings_without_a_secret_in_between_leave_the_counter()
    {
        foreach (string settings in new[] { ControlRig.OpenSettings, ControlRig.SignedSettings })
        {
            _flash.Files["settings.json"] = ControlRig.Bytes(settings);
            _ = new ControlRig(_flash);
        }

        Assert.False(IsTaken(new ControlRig(_flash), 1000));
        Assert.True(IsTaken(new ControlRig(_flash), 1001));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_secret_over_the_cable_starts_over(bool isDamaged)
    {
        if (isDamaged)
        {
            Damage();
        }

        _flash.Files["settings.json"] = ControlRig.Bytes(ControlRig.SignedSettings.Replace(ControlRig.Secret, OtherSecret, StringComparison.Ordinal));
        ControlRig rig = new(_flash);

        Assert.False(IsTaken(rig, 1000));
        Assert.False(IsTaken(rig, 2000));
        Assert.True(IsTaken(rig, 1, OtherSecret));
        Assert.False(IsTaken(new ControlRig(_flash), 1, OtherSecret));
    }

    [Fact]
    public void Wherever_the_power_is_cut_on_the_way_from_the_first_boot_no_counter_is_taken_for_lost_and_no_message_counts_twice()
    {
        FlashThatDies empty = new();
        int cuts = PowerCuts.InEveryStep(
            empty,
            flash =>
            {
                ControlRig rig = new(flash, ControlRig.SignedSettings);
                IsTaken(rig, 7);
                IsTaken(rig, 8);
            },
            flash =>
            {
                ControlRig rig = new(flash, ControlRig.SignedSettings);
                Assert.False(rig.Storage.Counter.IsLost);
                bool wasSeven = rig.Storage.Counter.Value >= 7;
                Assert.Equal(!wasSeven, IsTaken(rig, 7));
                Assert.True(IsTaken(rig, 9));
                Assert.False(IsTaken(new ControlRig(flash), 9));
            });
        Assert.True(cuts > 50);
    }

    [Fact]
    public void Display_and_diagnostics_say_so_until_it_is_mended()
    {
        const string Problem = "Counter of signed messages damaged: none is taken. Copy the files again over the cable";
        Damage();
        DeviceRig rig = new(_flash);
        Assert.Equal(Problem, rig.Device.Status.Problem);
        Assert.Equal(CheckState.Failed, rig.Device.Status.Storage);
        for (int second = 0; second < 20 && rig.Shown == PageName.Splash; second++)
        {
            rig.Send();
        }

        Assert.Equal(PageName.Message, rig.Shown);

        _flash.Files[DeviceStorage.CounterFile] = Encoding.ASCII.GetBytes("5000");
        Assert.Null(new DeviceRig(_flash).Device.Status.Problem);
    }

    [Fact]
    public void Open_access_needs_no_counter()
    {
        Damage();
        _flash.Files["settings.json"] = ControlRig.Bytes(ControlRig.OpenSettings);
        ControlRig rig = new(_flash);
        rig.Send("rates/set", Cheap);
        Assert.Null(rig.Answer("rates/error"));
        Assert.Null(new DeviceRig(_flash).Device.Status.Problem);
    }

    private void Damage()
    {
        foreach (string name in _flash.Files.Keys.Where(name => name.StartsWith("counter.", StringComparison.Ordinal)).ToArray())
        {
            _flash.Files[name][3] ^= 4;
        }
    }

    private static bool IsTaken(ControlRig rig, long counter, string secret = ControlRig.Secret)
    {
        rig.Send("rates/set", SignedMessage.Sign(ControlRig.DeviceId, "rates/set", counter, ControlRig.Bytes(Cheap), ControlRig.Bytes(secret)));
        return rig.Answer("rates/error") == null;
    }
}
