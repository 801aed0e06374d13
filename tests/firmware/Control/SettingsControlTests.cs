using System.Text.Json;
using MeterFirmware.Control;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Settings;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>Settings over MQTT: what could cut the device off is tried out first, and what would shut its owner out is refused.</summary>
public class SettingsControlTests
{
    private readonly FlashThatDies _flash = new();
    private ControlRig _rig;

    public SettingsControlTests()
    {
        _rig = new ControlRig(_flash, ControlRig.OpenSettings);
    }

    [Fact]
    public void Display_and_target_are_in_force_at_once()
    {
        _rig.Send("settings/set", """{"target": 3.5, "display": {"brightness": 40}}""");

        DeviceSettings changed = _rig.Control.TakeChanged()!;
        Assert.Equal((3500, 40), (changed.TargetW, changed.BrightnessPercent));
        Assert.Null(_rig.Control.TakeChanged());
        Assert.Null(_rig.Control.RestartReason);
        JsonElement told = _rig.Answer("settings")!.Value;
        Assert.Equal(3.5m, told.GetProperty("target").GetDecimal());
        Assert.DoesNotContain("hush", told.GetRawText());
        Assert.Equal(3500, new ControlRig(_flash).Storage.Settings.Value.TargetW);
    }

    [Theory]
    [InlineData("""{"p1": {"inverted": true}}""")]
    [InlineData("""{"feed": {"state": 20}}""")]
    [InlineData("""{"feed": {"quarter": 20}}""")]
    [InlineData("""{"feed": {"costs": 120}}""")]
    [InlineData("""{"feed": {"diagnostics": 120}}""")]
    [InlineData("""{"feed": {"telegrams": true}}""")]
    [InlineData("""{"feed": {"homeAssistant": false}}""")]
    [InlineData("""{"feed": {"homeAssistantPrefix": "other"}}""")]
    public void What_needs_a_restart_is_stored_and_restarts(string change)
    {
        string before = Written(_rig.Storage.Settings.Value);
        _rig.Send("settings/set", change);
        Assert.Equal("settings changed", _rig.Control.RestartReason);
        Assert.NotEqual(before, Written(Stored()));
    }

    [Fact]
    public void A_pin_that_the_settings_have_already_is_no_reason_against_another_change()
    {
        PcBoard.Current = new PcBoard { TargetName = "ESP32_S3_QUAD" };
        Assert.Equal(22, _rig.Storage.Settings.Value.I2cClockPin);
        _rig.Send("settings/set", """{"target": 2}""");
        Assert.Equal(2000, Stored().TargetW);
        _rig.Send("settings/set", """{"p1": {"rx": 22}, "i2c": {"clock": 4}}""");
        Assert.StartsWith("p1.rx cannot be 22", _rig.Error("settings/error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ESP32_REV3", "0 5 12 39", "6 11 40 48")]
    [InlineData("ESP32_PSRAM_REV0", "5 12", "8")]
    [InlineData("ESP32_S3_QUAD", "6 11 33 48", "23 26 32")]
    [InlineData("ESP32_S2", "6 20 33", "25 32")]
    public void A_pin_that_the_chip_cannot_do_without_or_has_not_is_refused_by_each_setting(string board, string free, string taken)
    {
        PcBoard.Current = new PcBoard { TargetName = board };
        foreach ((string path, string json) in (IEnumerable<(string, string)>)
            [("p1.rx", "p1\": {\"rx"), ("p1.tx", "p1\": {\"tx"), ("i2c.data", "i2c\": {\"data"), ("i2c.clock", "i2c\": {\"clock")])
        {
            foreach (string pin in taken.Split(' '))
            {
                ControlRig rig = new(new FlashThatDies(), ControlRig.OpenSettings);
                rig.Send("settings/set", $$$"""{"{{{json}}}": {{{pin}}}}}""");
                Assert.Equal(
                    $"{path} cannot be {pin} on {board}, whose flash memory needs that pin, or which has no such pin",
                    rig.Answer("settings/error")!.Value.GetProperty("error").GetString());
                Assert.Null(rig.Control.RestartReason);
            }

            foreach (string pin in free.Split(' '))
            {
                ControlRig rig = new(new FlashThatDies(), ControlRig.OpenSettings);
                rig.Send("settings/set", $$$"""{"{{{json}}}": {{{pin}}}}}""");
                Assert.Null(rig.Answer("settings/error"));
                Assert.Equal("to try out other settings", rig.Control.RestartReason);
            }
        }
    }

    [Theory]
    [InlineData("""{"broker": {"host": "other"}}""")]
    [InlineData("""{"broker": {"hosts": ["other"]}}""")]
    [InlineData("""{"broker": {"password": "other"}}""")]
    [InlineData("""{"broker": {"port": 1999}}""")]
    [InlineData("""{"broker": {"tls": true, "port": 1883}}""")]
    [InlineData("""{"broker": {"user": "other"}}""")]
    [InlineData("""{"name": "other"}""")]
    [InlineData("""{"feed": {"prefix": "other"}}""")]
    [InlineData("""{"p1": {"rx": 25}}""")]
    [InlineData("""{"p1": {"tx": 26}}""")]
    [InlineData("""{"i2c": {"data": 18}}""")]
    [InlineData("""{"i2c": {"clock": 19}}""")]
    [InlineData("""{"wifi": {"ssid": "other"}}""")]
    [InlineData("""{"wifi": {"password": "other-password"}}""")]
    public void What_could_cut_the_device_off_is_tried_out_by_the_next_boot_and_kept_when_that_reaches_the_broker(string change)
    {
        _rig.Send("settings/set", change);
        Assert.Equal("to try out other settings", _rig.Control.RestartReason);
        Assert.Equal(ControlRig.DeviceId, Stored().Name);

        ControlRig trial = new(_flash);
        Assert.True(trial.Storage.Settings.IsOnTrial);
        string tried = Written(trial.Storage.Settings.Value);
        Assert.NotEqual(Written(_rig.Storage.Settings.Value), tried);
        Assert.True(trial.Storage.Settings.Value.NeedsRestart(_rig.Storage.Settings.Value));

        trial.Control.Step(true, 5000);
        Assert.False(trial.Storage.Settings.IsOnTrial);
        Assert.Null(trial.Control.RestartReason);
        Assert.Equal(tried, Written(Stored()));
        Assert.NotNull(trial.Answer("settings"));
    }

    [Theory]
    [InlineData("""{"broker": {"host": "other"}}""", "other", 10)]
    [InlineData("""{"feed": {"state": 20}}""", "nas", 20)]
    public void Settings_right_behind_others_that_need_a_restart_are_refused_and_not_lost_without_a_word(string first, string host, int stateSeconds)
    {
        _rig.Send("settings/set", first);
        _rig.Send("settings/set", """{"target": 3, "feed": {"state": 30}}""");
        Assert.Equal("the device is about to restart; send them again after that", _rig.Error("settings/error"));
        Assert.Null(_rig.Control.TakeChanged());

        ControlRig after = new(_flash);
        after.Control.Step(true, 5000);
        DeviceSettings settings = Stored();
        Assert.Equal((host, stateSeconds, 0), (settings.BrokerHost, settings.StateSeconds, settings.TargetW));
        after.Send("settings/set", """{"target": 3}""");
        Assert.Equal((host, 3000), (Stored().BrokerHost, Stored().TargetW));
    }

    [Fact]
    public void Settings_on_trial_that_cannot_be_kept_or_read_are_taken_back()
    {
        _rig.Send("settings/set", """{"broker": {"host": "other"}}""");
        ControlRig trial = new(_flash);
        _flash.Room = 0;
        trial.Control.Step(true, 5000);
        Assert.Equal("settings taken back: they could not be stored", trial.Control.RestartReason);

        _flash.Room = int.MaxValue;
        SlotStore store = new(new FlashWindow(_flash), "trial", 100);
        Assert.True(store.Save(new ByteSource(ControlRig.Bytes("{\"nmae\": 1}0123ABCD"), 19)));
        Assert.False(new ControlRig(_flash).Storage.Settings.IsOnTrial);
    }

    [Fact]
    public void Without_broker_for_two_minutes_the_old_settings_come_back()
    {
        const string Change = """{"broker": {"host": "other"}}""";
        _rig.Send("settings/set", Change);
        ControlRig trial = new(_flash);
        Assert.Equal("other", trial.Storage.Settings.Value.BrokerHost);

        trial.Control.Step(false, RemoteControl.TrialMs - 1);
        Assert.Null(trial.Control.RestartReason);
        trial.Control.Step(false, RemoteControl.TrialMs);
        Assert.Equal(RemoteControl.TakenBack, trial.Control.RestartReason);

        // A broker that comes now comes too late.
        trial.Control.Step(true, RemoteControl.TrialMs + 1);
        Assert.Equal(("nas", RemoteControl.TakenBack), (Stored().BrokerHost, trial.Control.RestartReason));

        ControlRig after = new(_flash);
        Assert.False(after.Storage.Settings.IsOnTrial);
        after.Control.Step(false, RemoteControl.TrialMs);
        after.Control.Due = 0;
        after.Control.Step(true, RemoteControl.TrialMs);
        Assert.Equal((null, 0), (after.Control.RestartReason, after.Control.Due));
        Assert.Equal("nas", after.Storage.Settings.Value.BrokerHost);
        after.Control.TellTakenBack();
        JsonElement told = after.Answer("settings/error")!.Value;
        Assert.Equal(RemoteControl.TakenBack, told.GetProperty("error").GetString());
        Assert.Equal(Crc32.Text(ControlRig.Bytes(Change), 0, Change.Length), told.GetProperty("crc").GetString());
    }

    [Fact]
    public void Settings_that_cannot_be_taken_away_are_not_tried_out_at_every_boot()
    {
        _rig.Send("settings/set", """{"broker": {"host": "other"}}""");
        _flash.Room = 0;

        ControlRig boot = new(_flash);

        Assert.False(boot.Storage.Settings.IsOnTrial);
        Assert.Equal("nas", boot.Storage.Settings.Value.BrokerHost);
    }

    [Fact]
    public void Whenever_the_power_is_cut_the_device_comes_back_with_old_or_new_settings_and_never_stays_on_trial()
    {
        int cuts = PowerCuts.InEveryStep(
            _flash,
            flash =>
            {
                new ControlRig(flash).Send("settings/set", """{"broker": {"host": "other"}}""");
                new ControlRig(flash).Control.Step(true, 1);
            },
            flash =>
            {
                // This boot may still have the trial before it; the one after has not.
                _ = new ControlRig(flash);
                ControlRig rig = new(flash);
                Assert.False(rig.Storage.Settings.IsOnTrial);
                Assert.Contains(rig.Storage.Settings.Value.BrokerHost, new[] { "nas", "other" });
            });
        Assert.True(cuts > 10);
    }

    [Theory]
    [InlineData("""{"secret": "another secret of the house"}""", "\"secret\" and \"access\" can be changed over the cable only")]
    [InlineData("""{"access": "signed"}""", "\"secret\" and \"access\" can be changed over the cable only")]
    [InlineData("""{"broker": {"host": ""}}""", "without a broker the device could not be told anything any more; that can be changed over the cable only")]
    public void What_would_shut_the_owner_out_is_refused(string change, string error)
    {
        string before = Written(_rig.Storage.Settings.Value);
        _rig.Send("settings/set", change);
        Assert.Equal(error, _rig.Error("settings/error"));
        Assert.Equal(before, Written(_rig.Storage.Settings.Value));
        Assert.Null(_rig.Control.RestartReason);
    }

    [Fact]
    public void A_wrong_setting_is_refused_with_its_place_and_none_beside_it_is_taken()
    {
        _rig.Send("settings/set", "{\"target\": 3,\n \"display\": {\"brightness\": 140}}");
        JsonElement error = _rig.Answer("settings/error")!.Value;
        Assert.Equal((2, 28), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        Assert.Equal(0, _rig.Storage.Settings.Value.TargetW);
        Assert.Equal(0, Stored().TargetW);
    }

    [Fact]
    public void No_answer_has_anything_secret()
    {
        _rig.Send("settings/set", """{"broker": {"password": ["hush"]}}""");
        Assert.DoesNotContain("hush", _rig.Answer("settings/error")!.Value.GetRawText());
        Assert.All([0, 1, 2, 3], answer => Assert.DoesNotContain("hush", _rig.Told(answer).GetRawText()));
    }

    [Fact]
    public void The_same_message_again_is_done_and_answered_once()
    {
        _rig = new ControlRig(_flash, ControlRig.SignedSettings);
        byte[] message = ControlRig.Sign("settings/set", 5, """{"target": 3.5}""");
        _rig.Send("settings/set", message);
        _rig.Send("settings/set", message);
        Assert.Null(_rig.Answer("settings/error"));

        _rig.Send("settings/set", ControlRig.Sign("settings/set", 5, """{"target": 4}"""));
        Assert.Equal("its counter 5 is not above 5, that of the last message taken", _rig.Error("settings/error"));
        Assert.Equal(3500, _rig.Storage.Settings.Value.TargetW);
    }

    [Fact]
    public void A_restart_is_asked_for_with_a_signature_too()
    {
        _rig = new ControlRig(_flash, ControlRig.SignedSettings);
        _rig.Send("restart/set", "");
        Assert.Null(_rig.Control.RestartReason);
        Assert.StartsWith("it is not signed", _rig.Error("restart/error"));

        _rig.Send("restart/set", ControlRig.Sign("restart/set", 5, ""));
        Assert.Equal("asked to restart", _rig.Control.RestartReason);
    }

    private static string Written(DeviceSettings settings) => System.Text.Encoding.UTF8.GetString(DeviceSettingsWriter.Write(settings));

    private DeviceSettings Stored()
    {
        FlashThatDies copy = _flash.Clone(default);
        _ = new ControlRig(copy);
        return new ControlRig(copy).Storage.Settings.Value;
    }
}
