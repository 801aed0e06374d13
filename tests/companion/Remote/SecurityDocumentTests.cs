using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using Xunit;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>What docs/security.md gives to paste does what it says there, with a real mosquitto.</summary>
public sealed class SecurityDocumentTests : TemporaryFolder
{
    private const string Password = "pass of all of them";

    private static readonly Document Page = new("docs/security.md");

    [Fact]
    public void Each_claim_names_a_test_that_is_there()
    {
        Dictionary<string, string> sources = Directory.EnumerateFiles(Repository.File("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .GroupBy(path => Path.GetFileNameWithoutExtension(path))
            .ToDictionary(paths => paths.Key, paths => string.Concat(paths.Select(File.ReadAllText)));
        string[] names = [.. Document.Rows(Page.Text, "What holds").SelectMany(row => row["Test"].Split(", "))];

        Assert.InRange(names.Length, 20, 40);
        Assert.All(names, name =>
        {
            string[] parts = name.Trim('`').Split('.');
            Assert.Contains($" {parts[1]}(", sources[parts[0]], StringComparison.Ordinal);
        });
    }

    [ProgramFact("mosquitto", "mosquitto_passwd")]
    public async Task The_rules_let_the_device_and_its_owner_work_and_keep_the_others_from_telling_it_anything()
    {
        await using Mosquitto broker = await StartAsync();
        await using TestClient admin = await TestClient.ConnectAsync(new BrokerAccess(broker.Address, "admin", Password), "meter/#");
        await using TestClient shown = await TestClient.ConnectAsync(new BrokerAccess(broker.Address, "homeassistant", Password), "meter/#", "homeassistant/#");
        await using RunningDevice device = new(RunningDevice.Flash("settings.json", Settings(broker.Address)));
        await device.ReceiveAsync(new MeterFirmware.Tests.Support.TestTelegram { Utc = ToldDevice.Noon });
        await shown.NextOf("meter/home/state");
        await shown.NextOf("homeassistant/sensor/home/pi/config");
        await admin.NextOf("meter/home/settings");

        // Neither this nor that is heard by the device; what its owner publishes after them is.
        await shown.PublishAsync("meter/home/rates/set", "{}", retain: false);
        await shown.PublishAsync("meter/home/rates/cancel", "{}", retain: false);
        await shown.PublishAsync("meter/home/rates", "false", retain: true);
        await admin.PublishAsync("meter/home/state", "false", retain: true);
        await admin.PublishAsync("meter/home/rates/set", "unsigned", retain: false);
        using JsonDocument refusal = JsonDocument.Parse(await admin.NextOf("meter/home/rates/error"));
        Assert.Equal(ToldDevice.Crc("unsigned"), refusal.RootElement.GetProperty("crc").GetString());

        string[] asOwner = ["--broker", broker.Address.ToString(), "--user", "admin", "--device", "home", "--settings", "settings.json"];
        MeterProcess push = await MeterProcess.RunAsync(TimeProvider.System, new() { ["METER_BROKER_PASSWORD"] = Password }, Folder, ["rates", "push", "rates.json", "--yes", .. asOwner]);
        Assert.Equal((0, ""), (push.ExitCode, push.Errors));
        MeterProcess restart = await MeterProcess.RunBesideAsync(TimeProvider.System, Folder, ["restart", .. asOwner, "--password-file", "password"]);
        Assert.Equal((0, "Asked home to start again; waiting up to 60 s."), (restart.ExitCode, restart.Errors.TrimEnd()));

        Dictionary<string, List<string>> heard = shown.Rest();
        Assert.Contains("meter/home/rates", heard.Keys);
        Assert.DoesNotContain(heard.Keys, topic => topic.EndsWith("/set", StringComparison.Ordinal));
        Assert.DoesNotContain(heard.Values.Concat(admin.Rest().Values), payloads => payloads.Contains("false"));
    }

    [ProgramFact("sh", "jq", "openssl", "mosquitto", "mosquitto_passwd", "mosquitto_pub")]
    public async Task The_script_signs_what_the_device_takes()
    {
        await using Mosquitto broker = await StartAsync();
        await using TestClient admin = await TestClient.ConnectAsync(new BrokerAccess(broker.Address, "admin", Password), "meter/#");
        await using RunningDevice device = new(RunningDevice.Flash("settings.json", Settings(broker.Address)));
        await admin.NextOf("meter/home/status", status => status == "online");
        string script = Document.Blocks(Page.Section("How a message is signed"), "sh")[0];
        Assert.Contains("broker=nas port=1883", script, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Folder, "send.sh"), script.Replace("broker=nas port=1883", $"broker=127.0.0.1 port={broker.Address.Port}", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(Folder, ".config"));
        File.WriteAllText(Path.Combine(Folder, ".config", "mosquitto_pub"), $"--pw {Password}\n");

        BufferedCommandResult sending = await Cli.Wrap("sh").WithArguments(["send.sh", "rates/set", "rates.json"]).WithWorkingDirectory(Folder)
            .WithEnvironmentVariables(variables => variables.Set("HOME", Folder).Set("XDG_CONFIG_HOME", null))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

        Assert.Equal((0, ""), (sending.ExitCode, sending.StandardError));
        await admin.NextOf("meter/home/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Dear), StringComparison.Ordinal));
        Assert.Equal(500_000, await device.LookAsync(one => one.Meter.Ledger.Rates.ImportNanoEuroPerWh(0)));
    }

    private Task<Mosquitto> StartAsync()
    {
        string rules = Page.Section("Rules for mosquitto");
        File.WriteAllText(Path.Combine(Folder, "acl"), Assert.Single(Document.Blocks(rules, "acl")));
        File.WriteAllText(Path.Combine(Folder, "rates.json"), ToldDevice.Dear);
        File.WriteAllText(Path.Combine(Folder, "password"), Password);
        return Mosquitto.StartAsync(Folder, Assert.Single(Document.Blocks(rules, "conf")), ("home", Password), ("homeassistant", Password), ("admin", Password));
    }

    private string Settings(BrokerAddress broker)
    {
        string settings = $$"""{"name": "home", {{ToldDevice.Signed}}, "broker": {"host": "{{broker.Host}}", "port": {{broker.Port}}, "user": "home", "password": "{{Password}}"} }""";
        File.WriteAllText(Path.Combine(Folder, "settings.json"), settings);
        return settings;
    }
}
