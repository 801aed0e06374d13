using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Mqtt;
using MeterFirmware.Storage;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>A broker, a device on it, someone who listens to the device, and a folder in which its owner runs commands.</summary>
internal sealed class ToldDevice : IAsyncDisposable
{
    public const string Id = "kelder";
    public const string Secret = "the-secret-of-this-house";
    public const string Signed = "\"secret\": \"" + Secret + "\"";
    public const string Open = "\"access\": \"open\"";

    public const string Cheap = """{"Electricity": {"+": 0.10}}""";
    public const string Dear = """{"Electricity": {"+": {"Day": 0.50, "Night": 0.25}}}""";

    /// <summary>A day on which the meter's clock shows winter time.</summary>
    public static readonly long Noon = Belgium.Winter(2026, 11, 23, 12);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meter");

    private ToldDevice(LoopbackBroker broker)
    {
        Broker = broker;
    }

    public LoopbackBroker Broker { get; private set; }

    public RunningDevice Device { get; private set; } = null!;

    public FlashThatDies Flash { get; private set; } = null!;

    /// <summary>Listens to all that the device says.</summary>
    public TestClient Listener { get; private set; } = null!;

    public TestTelegram Telegram { get; } = new() { Utc = Noon };

    /// <summary>Times the owner's commands. A machine with much to do may be slower than any chip.</summary>
    public TimeProvider Clock { get; set; } = new HastyClock((RemoteDevice.AnswerPatience, TimeSpan.FromMinutes(1)), (RemoteDevice.QuietPatience, TimeSpan.FromMinutes(1)));

    /// <summary>The device as the companion's parts know it.</summary>
    public DeviceTarget Target => new(new BrokerAccess(Broker.Address), Id, $"meter/{Id}", Secret);

    /// <summary>Starts a device that has the cheap rates in force, and its settings.json in the folder.</summary>
    /// <param name="access">Its settings of access.</param>
    public static async Task<ToldDevice> StartAsync(string access = Signed)
    {
        ToldDevice told = new(await LoopbackBroker.StartAsync(FreePort.Find()));
        string settings = $$"""{"name": "{{Id}}", {{access}}, "broker": {"host": "127.0.0.1", "port": {{told.Broker.Address.Port}} } }""";
        told.Write("settings.json", settings);
        await told.SwitchOnAsync(RunningDevice.Flash("settings.json", settings, "rates.json", Cheap));
        return told;
    }

    /// <summary>Starts a device whose files a command has written.</summary>
    /// <param name="write">Writes settings.json and rates.json, with this broker, to this folder.</param>
    public static async Task<ToldDevice> StartAsync(Action<BrokerAddress, string> write)
    {
        ToldDevice told = new(await LoopbackBroker.StartAsync(FreePort.Find()));
        write(told.Broker.Address, told._folder.FullName);
        await told.SwitchOnAsync(RunningDevice.Flash("settings.json", told.Read("settings.json"), "rates.json", told.Read("rates.json")));
        return told;
    }

    /// <summary>CRC-32, bit by bit as the standard has it.</summary>
    public static string Crc(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
            }
        }

        return (~crc).ToString("X8", null);
    }

    public static byte[] Sign(string command, long counter, string payload, string secret = Secret, string id = Id) =>
        SignedMessage.Sign(id, command, counter, Encoding.UTF8.GetBytes(payload), Encoding.UTF8.GetBytes(secret));

    /// <summary>Switches the device off and on again.</summary>
    /// <param name="root">What its topics start with.</param>
    public async Task SwitchOffAndOnAsync(string root = $"meter/{Id}")
    {
        await Device.DisposeAsync();
        await Listener.DisposeAsync();
        await SwitchOnAsync(Flash, root);
    }

    /// <summary>The broker goes away, and comes back with nothing kept.</summary>
    public async Task RestartBrokerAsync()
    {
        await Listener.DisposeAsync();
        await Broker.DisposeAsync();
        Broker = (await LoopbackBroker.TryStartAsync(Broker.Address.Port))!;
        await ListenAsync();
    }

    /// <summary>Runs a command of the owner's on the files in the folder.</summary>
    public Task<MeterProcess> MeterAsync(params string[] arguments) =>
        MeterProcess.RunBesideAsync(Clock, _folder.FullName, [.. arguments, "--settings", "settings.json"]);

    public Task<MeterProcess> MeterWithAsync(Dictionary<string, string> environment, params string[] arguments) =>
        MeterProcess.RunAsync(Clock, environment, _folder.FullName, arguments);

    /// <summary>Anyone at the broker publishes to the device.</summary>
    public Task SendAsync(string command, string message, bool retain = false) => SendAsync(command, Encoding.UTF8.GetBytes(message), retain);

    public Task SendAsync(string command, byte[] message, bool retain = false) => Listener.PublishAsync($"meter/{Id}/{command}", message, retain);

    /// <summary>Why the device refuses, when it does next.</summary>
    public async Task<JsonElement> RefusalAsync(string topic = "rates") =>
        JsonDocument.Parse(await Listener.NextOf($"meter/{Id}/{topic}/error")).RootElement;

    /// <summary>The price of import of the rates that its storage has, in force and waiting, nano-euro per Wh; 0 for none.</summary>
    public Task<(long InForce, long Waiting)> StoredPricesAsync() => Device.LookAsync(_ =>
    {
        DeviceStorage storage = new(Flash.Clone(Death.Truncates));
        storage.Boot(0);
        return (storage.Rates.Value.ImportNanoEuroPerWh(0), storage.NextRates.Value.ImportNanoEuroPerWh(0));
    });

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    public string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));

    public async ValueTask DisposeAsync()
    {
        await Device.DisposeAsync();
        await Listener.DisposeAsync();
        await Broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task SwitchOnAsync(FlashThatDies flash, string root = $"meter/{Id}")
    {
        Flash = flash;
        await ListenAsync();
        Device = new RunningDevice(flash);
        await Listener.NextOf($"{root}/status", status => status == "online");
    }

    private async Task ListenAsync() => Listener = await TestClient.ConnectAsync(Broker.Address, "meter/#", "home/#");
}
