using System.Diagnostics;
using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>A conversation with a device that is not as it should be: which words come, and which exit code.</summary>
public sealed class ConversationTests : TemporaryFolder
{
    private const string Rates = """{"since":null,"crc":null,"rates":null}""";
    private const string Settings = """{"name":"a"}""";

    // What the broker keeps comes at once; who is not there does not come in twenty seconds either.
    private static readonly HastyClock Hasty = new(
        (DeviceCensus.Patience, TimeSpan.FromSeconds(0.5)), (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5)), (RemoteDevice.KeptPatience, TimeSpan.FromSeconds(1)), (RemoteDevice.QuietPatience, TimeSpan.FromSeconds(0.5)), (RemoteDevice.StartPatience, TimeSpan.FromSeconds(0.5)));

    [Fact]
    public async Task Who_does_not_answer_in_ten_seconds_is_not_reachable()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient mute = await PublishAsync(broker);
        HastyClock clock = new((TimeSpan.FromSeconds(10), TimeSpan.Zero));
        DeviceTarget target = new(new BrokerAccess(broker.Address), "a", "meter/a", "") { BrokerWords = " --broker nas", Words = " --broker nas --device a" };
        await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, CancellationToken.None);
        byte[] json = """{"Electricity": {"+": 0.3}}"""u8.ToArray();

        CommandFailure rates = await Assert.ThrowsAsync<CommandFailure>(
            () => new RatesDelivery(target, remote).DeliverAsync(json, RatesReader.Read(json, json.Length), isYes: true, CancellationToken.None));
        CommandFailure settings = await Assert.ThrowsAsync<CommandFailure>(
            () => new SettingsDelivery(target, remote).DeliverAsync("""{"target": 3}"""u8.ToArray(), CancellationToken.None));

        Assert.Equal(
            (3, $"The device a at {broker.Address} did not answer within 10 s; 'meter rates show --broker nas --device a' tells what is in force, 'meter devices --broker nas' whether it is there."),
            (rates.ExitCode, rates.Message));
        Assert.Equal(
            (3, $"The device a at {broker.Address} did not answer within 10 s; 'meter settings show --broker nas --device a' tells what is in force, 'meter devices --broker nas' whether it is there."),
            (settings.ExitCode, settings.Message));
        Assert.Equal(2, clock.Waits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_counts_only_when_it_names_the_message(bool isRefused)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient device = await PublishAsync(broker);
        Task<MeterProcess> pushing = PushAsync(broker, "--yes", "--device", "a");
        string message = await device.NextOf("meter/a/rates/set");

        // Of a message of 9 kB, of one that was someone else's, and of no device.
        await device.PublishAsync("meter/a/rates/error", """{"command":"rates/set","error":"it has 9000 bytes; at most 2048 can be used","crc":""}""", retain: false);
        await device.PublishAsync("meter/a/rates/error", """{"command":"rates/set","error":"no","crc":"00000000"}""", retain: false);
        await device.PublishAsync("meter/a/rates/error", """{"command":"rates/set","error":"no"}""", retain: false);
        string crc = ToldDevice.Crc(message);
        await (isRefused
            ? device.PublishAsync("meter/a/rates/error", $$"""{"command":"rates/set","error":"not now","crc":"{{crc}}"}""", retain: false)
            : device.PublishAsync("meter/a/rates", $$"""{"since":null,"crc":"{{crc}}","rates":{{message}}}"""));

        MeterProcess push = await pushing;
        Assert.Equal(isRefused ? (1, "The device refuses the rates: not now. Those before are still in force.") : (0, ""), (push.ExitCode, push.Errors.TrimEnd()));
    }

    [Fact]
    public async Task What_is_longer_than_a_device_takes_is_not_sent()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient other = await PublishAsync(broker);
        DeviceTarget target = new(new BrokerAccess(broker.Address), "a", "meter/a", "");
        await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, TimeProvider.System, CancellationToken.None);

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => remote.SendAsync("rates/set", new byte[2049], CancellationToken.None));

        Assert.Equal((1, "The JSON has 2049 bytes; a device takes at most 2048 over MQTT. Nothing was sent."), (failure.ExitCode, failure.Message));
    }

    [Theory]
    [InlineData("status", "offline", 3, "The device a at {0} is offline.")]
    [InlineData("access", "", 3, "The device a at {0} has not told of its rates and settings yet, as when it has just started; waiting for them.\nThe device a at {0} has not published access within 45 s: it has lost its broker, is another program, or runs a version without it; 'meter devices --broker {0}' tells how it is.")]
    [InlineData("access", "rubbish", 1, "What stands in meter/a/access is not the device's: no JSON. Find out who else publishes there; the device writes it anew when it starts.")]
    [InlineData("access", """{"access":"signed","hasSecret":false,"counter":0}""", 1, "The device a at {0} has no secret, so it takes nothing over MQTT: give it one over the cable with 'meter setup', or set \"access\" to \"open\"; 'meter device' takes it from the settings.json in the folder of --storage.")]
    [InlineData("access", """{"access":"signed","hasSecret":true,"counter":0}""", 2, "The device takes signed messages only, and its secret is not known here: name its settings.json with --settings FILE, or a file with the secret with --secret-file FILE.")]
    [InlineData("rates", "[]", 1, "What the device publishes as its rates is not understood: no JSON object; has it another version?")]
    public async Task What_is_wrong_with_it_is_said(string topic, string payload, int exitCode, string error)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient other = await PublishAsync(broker);
        await other.PublishAsync($"meter/a/{topic}", payload);

        MeterProcess push = await PushAsync(broker, "--yes", "--device", "a");

        Assert.Equal((exitCode, string.Format(null, error, broker.Address)), (push.ExitCode, push.Errors.TrimEnd()));
    }

    [Theory]
    [InlineData("rates")]
    [InlineData("settings")]
    public async Task What_a_device_that_has_just_started_tells_last_is_waited_for(string what)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient device = await TestClient.ConnectAsync(broker.Address, "meter/#");
        await device.PublishAsync("meter/a/status", "online");
        TaskCompletionSource isAwaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HastyClock clock = new((RemoteDevice.KeptPatience, TimeSpan.Zero), (RemoteDevice.QuietPatience, TimeSpan.Zero), (RemoteDevice.StartPatience, RemoteDevice.StartPatience))
        {
            Waiting = wait => _ = wait == RemoteDevice.StartPatience && isAwaited.TrySetResult(),
        };

        Task<MeterProcess> showing = MeterProcess.RunBesideAsync(clock, Folder, what, "show", "--broker", broker.Address.ToString(), "--device", "a");
        await Task.WhenAny(isAwaited.Task, showing);
        await device.PublishAsync("meter/a/access", """{"access":"open","hasSecret":false,"counter":0}""");
        await device.PublishAsync("meter/a/rates", Rates);
        await device.PublishAsync("meter/a/rates/next", """{"crc":null,"rates":null}""");
        await device.PublishAsync("meter/a/settings", Settings);

        MeterProcess show = await showing;
        Assert.Equal((0, $"The device a at {broker.Address} has not told of its rates and settings yet, as when it has just started; waiting for them."), (show.ExitCode, show.Errors.TrimEnd()));
    }

    [Fact]
    public async Task Settings_that_no_device_wrote_are_not_understood()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient other = await PublishAsync(broker);
        await other.PublishAsync("meter/a/settings", "[1]");

        foreach (string[] words in new[] { new[] { "show" }, ["set", "target", "3"] })
        {
            MeterProcess run = await MeterProcess.RunBesideAsync(Hasty, Folder, ["settings", .. words, "--broker", broker.Address.ToString()]);
            Assert.Equal((1, "What the device publishes as its settings is not understood; has it another version?"), (run.ExitCode, run.Errors.TrimEnd()));
        }
    }

    [Fact]
    public async Task Nobody_to_ask_needs_yes_and_several_devices_need_a_name()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient other = await PublishAsync(broker);

        MeterProcess push = await PushAsync(broker, "--yes", "--device", "none");
        Assert.Equal((3, $"No device none at {broker.Address} has told of itself; 'meter devices --broker {broker.Address}' lists those that have."), (push.ExitCode, push.Errors.TrimEnd()));

        push = await PushAsync(broker, null);
        Assert.Equal((2, "Nobody can be asked here; --yes sends them."), (push.ExitCode, push.Errors.TrimEnd()));
        Assert.DoesNotContain("meter/a/rates/set", other.Topics);

        await other.PublishAsync("meter/b/status", "offline");
        push = await PushAsync(broker, "--yes");
        Assert.Equal((2, $"2 devices are at {broker.Address}; name one with --device: a, b (offline)."), (push.ExitCode, push.Errors.TrimEnd()));
    }

    [Fact]
    public async Task Devices_are_listed_with_what_they_told_last()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        MeterProcess none = await MeterProcess.RunBesideAsync(Hasty, Folder, "devices", "--broker", broker.Address.ToString());
        Assert.Equal((3, $"No device has told of itself at {broker.Address} under meter/."), (none.ExitCode, none.Errors.TrimEnd()));

        await using TestClient other = await PublishAsync(broker);
        await other.PublishAsync("meter/a/diagnostics", """{"version":"1.2.0","meterSilent":false,"address":"192.168.1.9","lastTelegram":"2020-01-01T00:00:00+01:00"}""");
        await other.PublishAsync("meter/b/status", "online");
        await other.PublishAsync("meter/b/diagnostics", """{"version":"1.3.0","meterSilent":true,"address":"192.168.1.8","lastTelegram":null}""");
        await other.PublishAsync("meter/b/meter", """{"serial":"1SAG0000000001"}""");
        await other.PublishAsync("meter/c/status", "offline");
        await other.PublishAsync("meter/c/diagnostics", "rubbish");
        await other.PublishAsync("meter/c/meter", "rubbish");
        await other.PublishAsync("meter/d/status", "online");
        await other.PublishAsync("meter/d/diagnostics", """{"version":"1.3.0","meterSilent":false,"address":"","lastTelegram":"2020-01-01T18:05:09+01:00"}""");
        await other.PublishAsync("meter/d/meter", """{"version":50217,"serial":"1SIM0100000001"}""");

        MeterProcess list = await MeterProcess.RunBesideAsync(Hasty, Folder, "devices", "--broker", broker.Address.ToString());

        Assert.Equal(0, list.ExitCode);
        Assert.Matches(@"a +│ online +│ 1\.2\.0 +│ 192\.168\.1\.9 │ \d{4} d \d+ h ago", list.Output);
        Assert.Matches(@"b +│ meter silent +│ 1\.3\.0 +│ 192\.168\.1\.8 │ none", list.Output);
        Assert.Matches(@"c +│ offline +│ +│ +│ none", list.Output);
        Assert.Matches(@"d +│ online, simulated +│ 1\.3\.0 +│ +│ 18:05:09 by its clock", list.Output);
    }

    // The chip's own names for what it is told.
    [Fact]
    public async Task A_run_that_publishes_says_that_it_is_no_device_and_where_its_prices_stand()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        string rates = Path.Combine(Folder, "new.json");
        File.WriteAllText(rates, """{"Electricity": {"+": 0.3}}""");
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "20");
        MeterProcess run = await MeterProcess.RunAsync(new HastyClock { Times = 10 }, Folder, "run", "--file", "house.p1", "--rates", "new.json", "--publish", broker.Address.ToString(), "--id", "pi");
        Assert.Equal(0, run.ExitCode);

        foreach (string words in new[] { "rates show", "rates push new.json --yes", "settings show", "settings set target 4", "restart" })
        {
            MeterProcess told = await MeterProcess.RunAsync(Hasty, Folder, [.. words.Split(' '), "--broker", broker.Address.ToString(), "--device", "pi"]);

            Assert.Equal(
                (2, $"pi at {broker.Address} is no device that takes rates and settings over MQTT. It is 'meter run' on {Environment.MachineName}, and it read its prices from {rates} at its start: change them there, and start it again. Its other settings are its options."),
                (told.ExitCode, told.Errors.TrimEnd()));
        }
    }

    [PosixTheory]
    [InlineData("demo", "demo", "Demo P1 meter")]
    [LongInlineData("device", "demo-device", "demo-device")]
    public async Task What_is_simulated_is_announced_as_a_demo_and_leaves_nothing_behind(string command, string id, string name)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient listener = await TestClient.ConnectAsync(broker.Address, "meter/#", "homeassistant/#");
        using Process running = MeterProcess.Start(Folder, command, "--broker", broker.Address.ToString(), "--speed", "100", "--plain");
        Task draining = Task.WhenAll(running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        string silent = $"homeassistant/binary_sensor/{id}/ds/config";
        string first = await listener.NextOf(silent);
        if (command == "demo")
        {
            MeterProcess show = await MeterProcess.RunBesideAsync(Hasty, Folder, "rates", "show", "--broker", broker.Address.ToString(), "--device", id);
            Assert.Equal(
                (2, $"demo at {broker.Address} is no device that takes rates and settings over MQTT. It is 'meter demo' on {Environment.MachineName}, with the prices of an example; 'meter device --storage DIR' is a simulated one that takes others."),
                (show.ExitCode, show.Errors.TrimEnd()));
        }

        Assert.Equal(name, JsonDocument.Parse(first).RootElement.GetProperty("dev").GetProperty("name").GetString());

        Process.Start("kill", ["-INT", $"{running.Id}"]).WaitForExit();
        await draining;
        await running.WaitForExitAsync();

        Assert.Equal(0, running.ExitCode);
        Assert.Equal("", await listener.NextOf(silent));
        await using TestClient later = await TestClient.ConnectAsync(broker.Address, "#");
        await later.PublishAsync("end", "");
        await later.FirstOf("end");
        Assert.Equal(["end"], later.Topics);
    }

    private static async Task<TestClient> PublishAsync(LoopbackBroker broker)
    {
        TestClient client = await TestClient.ConnectAsync(broker.Address, "meter/#");
        await client.PublishAsync("meter/a/access", """{"access":"open","hasSecret":false,"counter":0}""");
        await client.PublishAsync("meter/a/rates", Rates);
        await client.PublishAsync("meter/a/rates/next", """{"crc":null,"rates":null}""");
        await client.PublishAsync("meter/a/settings", Settings);
        await client.PublishAsync("meter/a/status", "online");
        return client;
    }

    private async Task<MeterProcess> PushAsync(LoopbackBroker broker, string? yes, params string[] more)
    {
        File.WriteAllText(Path.Combine(Folder, "new.json"), """{"Electricity": {"+": 0.3}}""");
        return await MeterProcess.RunBesideAsync(Hasty, Folder, ["rates", "push", "new.json", "--broker", broker.Address.ToString(), .. yes == null ? Array.Empty<string>() : [yes], .. more]);
    }
}
