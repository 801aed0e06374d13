using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Firmware.Tests.Network;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>Commands that talk to a broker, as their user runs them.</summary>
public sealed class BrokerCommandTests : TemporaryFolder
{
    // Nobody comes, however long one waits.
    private static readonly HastyClock Hasty = new((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.2)), (DeviceCensus.Patience, TimeSpan.FromSeconds(0.2)));

    [Fact]
    public async Task What_run_reads_is_published_to_the_last_telegram()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "20");

        MeterProcess run = await MeterProcess.RunAsync(new HastyClock { Times = 3 }, Folder, "run", "--file", "house.p1", "--publish", broker.Address.ToString(), "--id", "lab");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("published as meter/lab/#", run.Errors, StringComparison.Ordinal);
        await using TestClient listener = await TestClient.ConnectAsync(broker.Address, "meter/lab/#");
        using JsonDocument state = JsonDocument.Parse(await listener.FirstOf("meter/lab/state"));
        Assert.Equal("2026-02-19T18:01:20+01:00", state.RootElement.GetProperty("time").GetString());
        Assert.Equal("offline", await listener.FirstOf("meter/lab/status"));

        // The broker keeps it all.
        MeterProcess export = await MeterProcess.RunBesideAsync(new HastyClock((DeviceCensus.Patience, TimeSpan.FromSeconds(0.5))), Folder, "export", "--broker", broker.Address.ToString());
        string[] lines = export.Output.TrimEnd().Split('\n');
        Assert.Equal((0, ""), (export.ExitCode, export.Errors));
        Assert.StartsWith("day,2026-02-19,0.0", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("month,2025-01,,,,,,", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",4103,2026-02-10T19:15", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_broker_a_recording_is_read_all_the_same()
    {
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "500");

        MeterProcess run = await MeterProcess.RunAsync(new HastyClock { Times = 10 }, Folder, "run", "--file", "house.p1", "--publish", $"mqtt://127.0.0.1:{FreePort.Find()}");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(500, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("no route, trying again", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("device", "demo-device")]
    [LongInlineData("demo", "demo")]
    public async Task A_command_with_a_broker_of_its_own_can_be_watched(string command, string device)
    {
        using Process publisher = MeterProcess.Start(Folder, command, "--speed", "30");
        try
        {
            string announced = await MeterProcess.LineWith(publisher.StandardError, "broker on ");
            string address = announced[(announced.LastIndexOf(' ') + 1)..];
            Assert.Equal(
                $"mosquitto_sub -h 127.0.0.1 -p {address.Split(':')[1]} -t 'meter/#' -v",
                await MeterProcess.LineWith(publisher.StandardError, "mosquitto_sub"));
            Task draining = publisher.StandardOutput.ReadToEndAsync();
            await using TestClient listener = await TestClient.ConnectAsync(new BrokerAddress("127.0.0.1", int.Parse(address.Split(':')[1], null), IsTls: false), "meter/#");
            await listener.FirstOf($"meter/{device}/state");

            MeterProcess watch = await MeterProcess.RunAsync(TimeProvider.System, Folder, "watch", "--broker", $"mqtt://{address}", "--for", "1s", "--picture", "watch.svg");

            Assert.Equal(0, watch.ExitCode);
            Assert.StartsWith("2026-02-19 18:0", watch.Output, StringComparison.Ordinal);
            Assert.Contains($"meter/{device} at 127.0.0.1", File.ReadAllText(Path.Combine(Folder, "watch.svg")), StringComparison.Ordinal);
            publisher.Kill(entireProcessTree: true);
            await draining;
        }
        finally
        {
            publisher.Kill(entireProcessTree: true);
        }
    }

    [LongFact]
    public async Task Settings_of_a_storage_are_left_alone()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient listener = await TestClient.ConnectAsync(broker.Address, "meter/#");
        MeterProcess.RunIn(Folder, [], "simulate", "--out", "house.p1", "--telegrams", "30");
        string storage = Directory.CreateDirectory(Path.Combine(Folder, "chip")).FullName;
        File.WriteAllText(Path.Combine(storage, "settings.json"), $$$"""{"name": "mine", "broker": {"host": "127.0.0.1", "port": {{{broker.Address.Port}}}}}""");
        using Process device = MeterProcess.Start(Folder, "device", "--simulate", "--storage", "chip");
        try
        {
            Assert.Equal($"device mine at 127.0.0.1:{broker.Address.Port}", await MeterProcess.LineWith(device.StandardError, "device mine"));
            await listener.FirstOf("meter/mine/state");
        }
        finally
        {
            device.Kill(entireProcessTree: true);
        }

        MeterProcess other = await MeterProcess.RunAsync(TimeProvider.System, Folder, "device", "--simulate", "--storage", "chip", "--broker", "localhost", "--for", "1s");
        Assert.Equal(2, other.ExitCode);
        Assert.Equal("The storage chip has settings of its own, which name the broker; --broker is for a storage without.", other.Errors.TrimEnd());
    }

    [LongFact]
    public async Task A_device_with_a_broker_of_its_own_names_it_once_however_often_it_starts()
    {
        int port = FreePort.Find();
        string storage = Directory.CreateDirectory(Path.Combine(Folder, "chip")).FullName;
        File.WriteAllText(Path.Combine(storage, "settings.json"), $$$"""{"name": "mine", "access": "open", "broker": {"host": "127.0.0.1", "port": {{{port}}}}}""");
        using Process device = MeterProcess.Start(Folder, "device", "--simulate", "--storage", "chip");
        try
        {
            await MeterProcess.LineWith(device.StandardError, "device mine at");
            Task draining = device.StandardOutput.ReadToEndAsync();
            await using (TestClient listener = await TestClient.ConnectAsync(new BrokerAddress("127.0.0.1", port, IsTls: false), "meter/mine/status"))
            {
                await listener.NextOf("meter/mine/status", status => status == "online");
                await listener.PublishAsync("meter/mine/restart/set", "", retain: false);
                await listener.NextOf("meter/mine/status", status => status == "offline");
                await listener.NextOf("meter/mine/status", status => status == "online");
            }

            device.Kill(entireProcessTree: true);
            string said = await device.StandardError.ReadToEndAsync();
            await draining;
            Assert.Contains("the device starts again", said, StringComparison.Ordinal);
            Assert.Contains("device mine at", said, StringComparison.Ordinal);
            Assert.DoesNotContain("broker on", said, StringComparison.Ordinal);
            Assert.DoesNotContain("mosquitto_sub", said, StringComparison.Ordinal);
        }
        finally
        {
            device.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void A_password_file_that_is_not_there_is_bad_input()
    {
        MeterProcess run = MeterProcess.RunIn(Folder, [], "watch", "--user", "me", "--password-file", "secret");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("There is no file secret; check the path.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_that_is_not_there_is_not_reachable()
    {
        MeterProcess run = MeterProcess.Run("watch", "--broker", $"mqtt://127.0.0.1:{FreePort.Find()}", "--device", "x");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Nothing listens at", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_without_device_is_told_however_short_the_time()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());

        MeterProcess run = await MeterProcess.RunBesideAsync(Hasty, Folder, "watch", "--broker", $"mqtt://127.0.0.1:{broker.Address.Port}", "--for", "1s");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("No device has told of itself at", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--device", "hom", "no device hom at {0} has told of itself yet; 'meter devices --broker {0}' lists those that have")]
    [InlineData("--prefix", "x", "no device under x/ at {0} has told of itself yet; check the prefix")]
    public async Task Waiting_for_a_device_that_is_not_there_is_told(string option, string name, string message)
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());

        MeterProcess run = await MeterProcess.RunBesideAsync(Hasty, Folder, "watch", "--broker", broker.Address.ToString(), option, name, "--for", "1s");

        Assert.Equal((0, string.Format(null, message, broker.Address)), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [LongFact]
    public async Task A_device_says_what_is_wrong_with_its_broker()
    {
        int port = FreePort.Find();
        using Process device = MeterProcess.Start(Folder, "device", "--simulate", "--plain", "--speed", "10", "--broker", $"127.0.0.1:{port}");
        try
        {
            _ = device.StandardOutput.ReadToEndAsync();

            // No broker of its own comes before it.
            Assert.EndsWith($"device demo-device at 127.0.0.1:{port}", await device.StandardError.ReadLineAsync(), StringComparison.Ordinal);
            Assert.EndsWith("broker: no route", await MeterProcess.LineWith(device.StandardError, "broker"), StringComparison.Ordinal);
            await using LoopbackBroker late = (await LoopbackBroker.TryStartAsync(port))!;
            Assert.EndsWith("broker: online", await MeterProcess.LineWith(device.StandardError, "broker: o"), StringComparison.Ordinal);
        }
        finally
        {
            device.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void A_device_needs_the_authority_of_an_encrypted_broker_and_as_short_as_the_chip_reads_it()
    {
        MeterProcess none = MeterProcess.RunIn(Folder, [], "device", "--broker", "mqtts://localhost");
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), Encoding.ASCII.GetString(new TestAuthority("house").Pem) + new string('\n', 4096));
        MeterProcess tooLong = MeterProcess.RunIn(Folder, [], "device", "--broker", "mqtts://localhost", "--ca", "ca.pem");

        Assert.Equal(
            (2, "To publish to mqtts://localhost:8883 the authority must be named: --ca FILE, with the certificate that the broker's comes from."),
            (none.ExitCode, none.Errors.TrimEnd()));
        Assert.Equal((1, "ca.pem is longer than 4096 bytes; name the authority's own certificate, not a collection."), (tooLong.ExitCode, tooLong.Errors.TrimEnd()));
    }
}
