using System.Text;
using System.Text.Json;
using MeterFirmware.Control;
using MeterFirmware.Costs;
using MeterFirmware.Firmware.Tests.Network;
using MeterFirmware.Firmware.Tests.Settings;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Network;
using MeterFirmware.Pc;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>The whole device with a broker, as it boots, publishes, hangs and stops.</summary>
public sealed class FeedTests : IDisposable
{
    private readonly TestBroker _broker = new();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void By_default_its_topics_bear_the_last_six_digits_of_the_radios_address()
    {
        DeviceRig rig = Rig(_broker.Port, "", board => board.PhysicalAddress = [0x24, 0x0A, 0xC4, 0xAB, 0x0C, 0x01]);
        Online(rig);
        Live(rig, 30);

        Assert.Equal("meter-ab0c01", rig.Device.Id);
        Assert.Equal("online", _broker.Await("meter/meter-ab0c01/status").Text);
        Assert.Equal(500, Json(_broker.Await("meter/meter-ab0c01/state").Text, "importW").GetInt32());
        Assert.Equal("meter-ab0c01", _broker.LastClientId);

        // What changes is told too.
        rig.Telegram.ImportW = 700;
        Live(rig, 30);
        _broker.Await("meter/meter-ab0c01/state", text => Json(text, "importW").GetInt32() == 700);
        rig.Device.StopNetwork();
    }

    [Fact]
    public void A_name_and_a_prefix_of_the_users_are_used()
    {
        DeviceRig rig = Rig(_broker.Port, """ "name": "cellar", "feed": {"prefix": "house/grid", "state": 1}, """);
        Online(rig);
        Live(rig, 30);

        _broker.Await("house/grid/state");
        Assert.Equal("cellar", _broker.LastClientId);
        Assert.All(
            _broker.Messages().Where(message => !message.Topic.StartsWith("homeassistant/", StringComparison.Ordinal)),
            message => Assert.StartsWith("house/grid/", message.Topic, StringComparison.Ordinal));

        rig.Board.Reboot();
        _broker.Await("house/grid/status", text => text == "offline");
    }

    [Fact]
    public void The_first_event_says_why_it_started()
    {
        FlashThatDies flash = Flash(_broker.Port, "");
        new DeviceStorage(flash).Crash.Write("System.Exception: oops");
        foreach (string reason in new[] { "System.Exception: oops", "power on", RemoteControl.TakenBack })
        {
            if (reason == RemoteControl.TakenBack)
            {
                new DeviceStorage(flash).Restart.Write(reason);
            }

            DeviceRig rig = new(flash);
            Online(rig);
            rig.Send(2);
            _broker.Await("meter/meter-000001/event", text => Json(text, "reason").GetString() == reason);
            if (reason == RemoteControl.TakenBack)
            {
                Live(rig, 40);
                Assert.Equal(reason, Json(_broker.Await("meter/meter-000001/settings/error").Text, "error").GetString());
            }

            rig.Device.StopNetwork();
        }
    }

    [Fact]
    public void A_stop_says_offline()
    {
        DeviceRig rig = Rig(_broker.Port, "");
        Online(rig);
        rig.Send(2);

        rig.Device.StopNetwork();

        Assert.Equal("offline", _broker.Retained("meter/meter-000001/status"));
        Assert.Equal("off", rig.Device.Broker!.State);
    }

    [Fact]
    public void A_reboot_after_an_error_says_nothing_so_the_broker_says_offline()
    {
        DeviceRig rig = Rig(_broker.Port, "");
        Online(rig);
        rig.Send(2);

        rig.Board.Reboot();

        Assert.Equal("offline", _broker.Await("meter/meter-000001/status", text => text == "offline").Text);
    }

    [Fact]
    public void The_display_says_how_it_is_with_the_broker()
    {
        DeviceRig rig = Rig(FreePort.Find(), "");
        rig.Send();
        Assert.Equal("connecting", rig.Device.Status.Broker);
        rig.Device.Broker!.Step(rig.NowMs);
        rig.Send();
        Assert.Equal("no network", rig.Device.Status.Broker);

        rig.Device.StepNetwork(rig.NowMs);
        rig.Device.StepNetwork(rig.NowMs + 5000);
        rig.Send();
        Assert.Equal("no route", rig.Device.Status.Broker);
        Assert.Equal("off", new DeviceRig().Device.Status.Broker);
    }

    [Fact]
    public void Neither_the_meter_nor_the_display_waits_for_a_broker_that_does_not_answer()
    {
        using BadServer server = new();
        DeviceRig rig = Rig(server.Port, "");
        rig.Device.StartNetwork();
        server.AwaitConnection();

        // The attempt hangs all the while.
        rig.Send(300);

        Assert.Equal(300, rig.Device.Meter.Reader.TelegramCount);
        Assert.True(rig.DisplayIsCanvas());
        Assert.Equal(("connecting", 1), (rig.Device.Broker!.State, server.Connections));
        rig.Device.StopNetwork();
        server.AwaitEnds();
    }

    [Fact]
    public void Neither_waits_for_a_broker_that_accepts_and_then_never_reads()
    {
        using BadServer server = new(0x20, 2, 0, 0);
        DeviceRig rig = Rig(server.Port, """ "feed": {"state": 1, "quarter": 1, "telegrams": true}, """);
        Online(rig);

        rig.Send(300);

        Assert.Equal(300, rig.Device.Meter.Reader.TelegramCount);
        Assert.True(rig.DisplayIsCanvas());
        Assert.InRange(rig.Device.Broker!.OutstandingCount, 1, OutstandingMessages.Capacity);
        rig.Board.Reboot();
        server.AwaitEnds();
    }

    [Fact]
    public void Certificates_are_checked_by_the_time_of_the_meter()
    {
        DeviceRig rig = Rig(_broker.Port, "");
        Assert.Null(rig.Board.Clock);
        rig.Send();
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(rig.Utc), rig.Board.Clock);
    }

    [Fact]
    public void The_chips_clock_follows_the_meters_once_a_day()
    {
        DeviceRig rig = Rig(_broker.Port, "");
        long midnight = Belgium.Winter(2026, 1, 15, 0);
        rig.Utc = midnight - 60;
        rig.Send(30);
        rig.Board.Clock = null;
        rig.Send(29);
        Assert.Null(rig.Board.Clock);

        rig.Send(10);

        Assert.InRange(rig.Board.Clock!.Value, DateTime.UnixEpoch.AddSeconds(midnight), DateTime.UnixEpoch.AddSeconds(rig.Utc));
    }

    [Fact]
    public void A_restart_that_was_asked_for_stores_what_was_booked_and_does_what_has_come_behind_it()
    {
        FlashThatDies flash = Flash(_broker.Port, "\"access\": \"open\", ");
        PcBroker broker = new();
        DeviceRig rig = new(flash, board => board.Broker = broker);
        Online(rig);
        rig.Telegram.ImportDayWh = 1000;
        rig.Send(Meter.Followers + 1);
        rig.Telegram.ImportDayWh = 1700;
        rig.Send(Meter.Followers + 1);
        broker.Client!.Receive(new MqttMsgPublishEventArgs("meter/meter-000001/restart/set", [], false, MqttQoSLevel.AtLeastOnce, false));
        broker.Speak();
        rig.Pass(2);
        Assert.True(rig.Device.IsRestartDue);
        broker.Client.Receive(new MqttMsgPublishEventArgs(
            "meter/meter-000001/rates/set", """{"Electricity": {"+": 0.4}}"""u8.ToArray(), false, MqttQoSLevel.AtLeastOnce, false));
        broker.Speak();

        // No goodbye, which would wait for an acknowledgement.
        broker.Client.Dispose();
        broker.Speak();
        rig.Device.EndForRestart(rig.NowMs);

        Ledger after = new DeviceRig(flash.Clone(Death.Truncates)).Device.Meter.Ledger;
        Assert.Equal((700, 400_000), (after.SinceStart.ImportWh, after.Rates.ImportNanoEuroPerWh(0)));
        DeviceStorage storage = Storage.Device.Boot(flash);
        Assert.Equal((0, "asked to restart"), (storage.Reboots.ShortBoots, storage.Restart.Take()));
    }

    [Fact]
    public void What_was_answered_goes_out_before_a_restart()
    {
        DeviceRig rig = Rig(_broker.Port, "\"access\": \"open\", ");
        Online(rig);
        Live(rig, 40);
        _broker.Send("meter/meter-000001/settings/set", """{"feed": {"state": 20}}"""u8.ToArray());
        LinkRig.Await(
            () =>
            {
                rig.Device.Step(rig.NowMs);
                return rig.Device.IsRestartDue;
            },
            "no message");

        rig.Device.EndForRestart(rig.NowMs);

        Assert.Equal(20, Json(_broker.On("meter/meter-000001/settings")[^1], "feed").GetProperty("state").GetInt32());
        Assert.Equal(2, _broker.On("meter/meter-000001/access").Length);
        Assert.Equal("offline", _broker.Retained("meter/meter-000001/status"));
    }

    [Fact]
    public void Settings_of_display_and_target_are_in_force_at_once_by_day_and_by_night()
    {
        PcBroker broker = new();
        DeviceRig rig = Rig(1883, "\"access\": \"open\", \"display\": {\"night\": \"11-13\"}, ", board => board.Broker = broker);
        Online(rig);
        rig.Send(10);
        Assert.NotEqual(40 * 255 / 100, rig.Board.Oled.Contrast);
        broker.Client!.Receive(new MqttMsgPublishEventArgs(
            "meter/meter-000001/settings/set", """{"target": 6.5, "display": {"pageSeconds": 60, "nightBrightness": 40}}"""u8.ToArray(), false, MqttQoSLevel.AtLeastOnce, false));
        broker.Speak();
        rig.Send(2);

        Assert.Equal((6500, 60, 40 * 255 / 100), (rig.Device.Meter.Quarter.TargetW, rig.Device.Pager.TurnSeconds, rig.Board.Oled.Contrast));
    }

    [Fact]
    public void Settings_on_trial_have_two_minutes_from_the_boot_on()
    {
        FlashThatDies flash = Flash(FreePort.Find(), "");
        DeviceStorage storage = new(flash);
        storage.Settings.TryOut(SettingsText.Read("""{"broker": {"host": "nowhere"}}"""));
        Assert.True(storage.Trial.Put(storage.Settings.Value, "0123ABCD"));
        DeviceRig rig = new(flash);
        rig.Pass(119);
        Assert.False(rig.Device.IsRestartDue);
        rig.Pass(2);
        Assert.True(rig.Device.IsRestartDue);
    }

    [Fact]
    public void The_wifi_of_the_settings_is_joined_asked_for_every_ten_seconds_and_told_of()
    {
        DeviceRig rig = Rig(
            1883,
            """ "wifi": {"ssid": "home", "password": "right password"}, """,
            board =>
            {
                board.WifiNetwork = ("home", "right password");
                board.Broker = new PcBroker();
            });
        rig.Device.StepNetwork(rig.NowMs);
        rig.Send();
        Assert.Equal((true, "192.168.1.50", "online"), (rig.Device.Status.IsWifiConnected, rig.Device.Status.Address, rig.Device.Status.Broker));

        rig.Board.IsWifiUp = false;
        int joins = rig.Board.Joins;
        for (int second = 0; second < 100; second++)
        {
            rig.Device.StepNetwork(rig.NowMs);
        }

        rig.Send();
        Assert.Equal((false, "", "no network"), (rig.Device.Status.IsWifiConnected, rig.Device.Status.Address, rig.Device.Status.Broker));
        Assert.Equal(10, rig.Board.Joins - joins);
    }

    [Fact]
    public void A_stop_ends_the_networks_thread()
    {
        DeviceRig rig = Rig(_broker.Port, "");
        rig.Device.StartNetwork();
        LinkRig.Await(() => rig.Device.Broker!.IsConnected, "no connection");
        rig.Device.StopNetwork();
        Assert.Equal("off", rig.Device.Broker!.State);
    }

    private static void Online(DeviceRig rig)
    {
        rig.Device.StepNetwork(rig.NowMs);
        Assert.True(rig.Device.Broker!.IsConnected, rig.Device.Broker.State);
    }

    // One message a second, and the next when the broker has it.
    private static void Live(DeviceRig rig, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            rig.Send();
            LinkRig.Await(() => rig.Device.Broker!.OutstandingCount == 0, "no acknowledgement");
        }
    }

    private static DeviceRig Rig(int port, string settings, Action<PcBoard>? prepare = null) => new(Flash(port, settings), prepare);

    private static FlashThatDies Flash(int port, string settings)
    {
        FlashThatDies flash = new();
        flash.Files["settings.json"] = Encoding.UTF8.GetBytes("{" + settings + "\"broker\": {\"host\": \"127.0.0.1\", \"port\": " + port + "} }");
        return flash;
    }

    private static JsonElement Json(string text, string name) => JsonDocument.Parse(text).RootElement.GetProperty(name);
}
