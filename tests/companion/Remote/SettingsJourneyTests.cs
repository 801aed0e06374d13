using System.Text.Json;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Control;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>Other settings for a device that hangs on the wall, as the owner gives them.</summary>
public sealed class SettingsJourneyTests
{
    [Fact]
    public async Task Display_and_target_change_while_it_runs()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        MeterProcess set = await told.MeterAsync("settings", "set", "display.pageSeconds", "20");

        Assert.Equal((0, "In force on kelder.", ""), (set.ExitCode, set.Output.TrimEnd(), set.Errors));
        Assert.Equal(20, await told.Device.LookAsync(device => device.Pager.TurnSeconds));
        Assert.Equal(0, told.Device.Restarts);
        MeterProcess show = await told.MeterAsync("settings", "show");
        Assert.Matches(@"display\.pageSeconds +│ 20 ", show.Output);

        MeterProcess json = await told.MeterAsync("settings", "show", "--json");
        told.Write("all.json", json.Output.Replace("\"pageSeconds\":20", "\"pageSeconds\":30", StringComparison.Ordinal));
        MeterProcess push = await told.MeterAsync("settings", "push", "all.json");
        Assert.Equal((0, "In force on kelder."), (push.ExitCode, push.Output.TrimEnd()));
        Assert.Equal((30, 0), (await told.Device.LookAsync(device => device.Pager.TurnSeconds), told.Device.Restarts));
    }

    [Fact]
    public async Task What_needs_a_restart_gets_one()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        MeterProcess set = await told.MeterAsync("settings", "set", "p1.inverted", "true");

        Assert.Equal((0, ""), (set.ExitCode, set.Errors));
        Assert.Equal(["The device starts again with them.", "In force on kelder."], set.Output.TrimEnd().Split('\n'));
        Assert.Equal((true, 1), (await told.Device.LookAsync(device => device.Settings.P1Inverted), told.Device.Restarts));
    }

    [Theory]
    [InlineData("broker.user", "jo", "kelder")]
    [InlineData("broker.hosts", "nas2, nas3", "kelder")]
    [LongInlineData("name", "zolder", "zolder")]
    [LongInlineData("feed.prefix", "home/energy", "kelder")]
    [InlineData("p1.rx", "25", "kelder")]
    public async Task A_way_to_the_broker_that_works_is_kept(string key, string value, string id)
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        MeterProcess set = await told.MeterAsync("settings", "set", key, value);

        Assert.Equal((0, ""), (set.ExitCode, set.Errors));
        Assert.Equal(
            ["The device starts again with them. If they keep it from its broker, it takes them back after two minutes.", $"In force on {id}."],
            set.Output.TrimEnd().Split('\n'));
        await told.SwitchOffAndOnAsync(key == "feed.prefix" ? value : "meter/" + id);
        Assert.Equal(id, await told.Device.LookAsync(device => device.Id));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_taken_back_after_two_minutes()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        int nobody = FreePort.Find();

        Task<MeterProcess> setting = told.MeterAsync("settings", "set", "broker.port", $"{nobody}");
        await told.Device.RestartedAsync();
        Assert.Equal(nobody, await told.Device.LookAsync(device => device.Settings.BrokerPort));
        await told.Device.PassAsync(RemoteControl.TrialMs);
        MeterProcess set = await setting;

        Assert.Equal(1, set.ExitCode);
        Assert.Equal(
            "The device refuses: settings taken back: the broker was not reached with them within two minutes. The settings before are in force.",
            set.Errors.TrimEnd());
        Assert.Equal((told.Broker.Address.Port, 2), (await told.Device.LookAsync(device => device.Settings.BrokerPort), told.Device.Restarts));
    }

    [Fact]
    public async Task A_network_that_cannot_be_joined_is_taken_back_and_one_that_can_is_kept()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        told.Device.WifiNetwork = ("Home", "pass of home");
        told.Write("wrong.json", """{"wifi": {"ssid": "Home", "password": "pass of hone"}}""");
        told.Write("right.json", """{"wifi": {"ssid": "Home", "password": "pass of home"}}""");

        Task<MeterProcess> pushing = told.MeterAsync("settings", "push", "wrong.json");
        await told.Device.RestartedAsync();
        await told.Device.PassAsync(RemoteControl.TrialMs);
        MeterProcess wrong = await pushing;
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("settings taken back", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal("", await told.Device.LookAsync(device => device.Settings.WifiSsid));

        MeterProcess right = await told.MeterAsync("settings", "push", "right.json");
        Assert.Equal(0, right.ExitCode);
        Assert.DoesNotContain("pass of", wrong.Output + wrong.Errors + right.Output + right.Errors, StringComparison.Ordinal);
        Assert.Equal("pass of home", await told.Device.LookAsync(device => device.Settings.WifiPassword));
    }

    [Theory]
    [InlineData("display.brightness", "140", 1, "display.brightness, line 1 column 26: a number from 0 to 100 was expected, found \"140\". Nothing was sent.")]
    [InlineData("display.brightness", "bright", 2, "display.brightness takes a number, not \"bright\".")]
    [InlineData("p1.inverted", "yes", 2, "p1.inverted takes true or false, not \"yes\".")]
    [InlineData("p1.rx", "6", 1, "p1.rx cannot be 6, GPIO6 belongs to the flash memory. A board for ESP32_REV3 has free: p1.rx 16, p1.tx 17, i2c.data 21, i2c.clock 22. Nothing was sent.")]
    [InlineData("display.brightnes", "1", 2, "There is no setting display.brightnes; did you mean display.brightness?")]
    [InlineData("broker.password", "hush", 2, "broker.password is asked for, or comes from --value-file or METER_VALUE: what stands on a command line others can read. 'meter settings set --help' shows how it is used.")]
    [InlineData("secret", "another-secret-of-this-house", 2, "The secret can be changed over the cable only: 'meter setup', then 'meter flash --only files'.")]
    [InlineData("access", "open", 1, "The device refuses: \"secret\" and \"access\" can be changed over the cable only. The settings before are in force.")]
    [InlineData("broker.host", "", 1, "The device refuses: without a broker the device could not be told anything any more; that can be changed over the cable only. The settings before are in force.")]
    public async Task What_is_wrong_or_would_shut_the_owner_out_is_refused(string key, string value, int exitCode, string error)
    {
        await using ToldDevice told = await ToldDevice.StartAsync();

        MeterProcess set = await told.MeterAsync("settings", "set", key, value);

        Assert.Equal((exitCode, error, ""), (set.ExitCode, set.Errors.TrimEnd(), set.Output));
        Assert.Equal(0, told.Device.Restarts);
        Assert.False(await told.Device.LookAsync(device => device.Settings.IsAccessOpen));
    }

    [Fact]
    public async Task A_new_password_reaches_the_device_and_no_screen_topic_or_log()
    {
        const string Password = "Psst-a-new-one";
        await using ToldDevice told = await ToldDevice.StartAsync();

        // Whether the device takes it back, which it does not.
        told.Clock = new HastyClock((SettingsDelivery.AfterTrial, TimeSpan.Zero));
        MeterProcess set = await told.MeterWithAsync(new() { ["METER_VALUE"] = Password }, "settings", "set", "broker.password");

        Assert.Equal(0, set.ExitCode);
        Assert.Equal("The password goes to the broker in the clear: the connection is not mqtts.", set.Errors.TrimEnd());
        Assert.Equal(Password, await told.Device.LookAsync(device => device.Settings.BrokerPassword));
        Dictionary<string, List<string>> said = told.Listener.Rest();
        Assert.Contains(Password, Assert.Single(said["meter/kelder/settings/set"]), StringComparison.Ordinal);
        said.Remove("meter/kelder/settings/set");
        string[] screens = [(await told.MeterAsync("settings", "show")).Output, (await told.MeterAsync("settings", "show", "--json")).Output, set.Output];
        foreach (string text in said.Values.SelectMany(payloads => payloads).Concat(screens))
        {
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(ToldDevice.Secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_password_is_wrong_in_silence()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        told.Write("wifi.json", """{"wifi": {"ssid": "Home", "password": "hush"}}""");

        MeterProcess push = await told.MeterAsync("settings", "push", "wifi.json");

        Assert.Equal(1, push.ExitCode);
        Assert.StartsWith("wifi.password, line 1 column 39: ", push.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", push.Errors, StringComparison.Ordinal);

        await told.SendAsync("settings/set", ToldDevice.Sign("settings/set", 1, """{"wifi": {"ssid": "Home", "password": "hush"}}"""));
        JsonElement refusal = await told.RefusalAsync("settings");
        Assert.DoesNotContain("hush", refusal.GetRawText(), StringComparison.Ordinal);
    }
}
