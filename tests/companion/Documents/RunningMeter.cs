using System.Diagnostics;
using System.Text.Json;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Market;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Companion.Tests.Service;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>What the command lines of documents speak of: a device at a broker, a serial bridge, files, and a user's systemd.</summary>
public sealed class RunningMeter : IAsyncLifetime
{
    /// <summary>The device's id.</summary>
    public const string Device = "home";

    private readonly string _folder = Directory.CreateTempSubdirectory("house").FullName;
    private readonly int _port = FreePort.Find();
    private readonly List<Process> _processes = [];
    private readonly SystemdStandIn _systemd = new();
    private readonly MarketServer _market = MarketServer.OfEnergyCharts();

    public string Broker => $"mqtt://127.0.0.1:{_port}";

    /// <summary>HOST:PORT of the bridge.</summary>
    public string Bridge { get; private set; } = "";

    /// <summary>The environment of a command: prices and passwords, a home and a systemd of its own.</summary>
    internal Dictionary<string, string> Home => new()
    {
        ["METER_PRICES_URL"] = _market.Root.ToString(),
        ["XDG_CACHE_HOME"] = Path.Combine(_folder, "cache"),
        ["METER_WIFI_PASSWORD"] = "wifi password",
        ["METER_BROKER_PASSWORD"] = "broker password",
        ["PATH"] = _systemd.SearchPath,
        ["HOME"] = _systemd.Home,
        ["SUDO_USER"] = "",
    };

    public async Task InitializeAsync()
    {
        // Who asks for a third day within a minute waits.
        int day = MarketAnswers.DayOf("2026-12-01");
        new PriceFolder(Path.Combine(_folder, "cache", "meter", "prices")).Keep(EnergyCharts.SourceName, DayPrices.Of(day, MarketAnswers.Hundredths(day)));
        string chip = Directory.CreateDirectory(Path.Combine(_folder, "chip")).FullName;
        File.WriteAllText(Path.Combine(chip, "settings.json"), JsonSerializer.Serialize(new { name = Device, access = "open", broker = new { host = "127.0.0.1", port = _port } }));
        Start("device", "--simulate", "--storage", chip, "--plain", "--speed", "10");
        Process bridge = Start("simulate", "--listen", "0", "--speed", "10");
        string announced = await MeterProcess.LineWith(bridge.StandardError, "127.0.0.1:");
        Bridge = announced[(announced.LastIndexOf(' ') + 1)..];
        await MeterProcess.LineWith(_processes[0].StandardError, "broker on");
        foreach (Process process in _processes)
        {
            _ = process.StandardError.ReadToEndAsync();
        }

        await using TestClient listener = await TestClient.ConnectAsync(new BrokerAddress("127.0.0.1", _port, IsTls: false), $"meter/{Device}/#");
        await listener.FirstOf($"meter/{Device}/diagnostics");
    }

    /// <summary>A folder with the files that documents name; whoever asks removes it.</summary>
    public static string NewFolder()
    {
        string folder = Directory.CreateTempSubdirectory("document").FullName;
        string kitchen = Directory.CreateDirectory(Path.Combine(folder, "kitchen")).FullName;
        foreach (string place in new[] { folder, kitchen })
        {
            File.Copy(Repository.File("rates.json"), Path.Combine(place, "rates.json"));
            File.WriteAllText(Path.Combine(place, "settings.json"), """{"name": "home", "broker": {"host": "nas"}}""");
        }

        MeterProcess.RunIn(folder, [], "simulate", "--out", "recorded.p1", "--telegrams", "20");
        File.WriteAllText(
            Path.Combine(folder, "kwartiertotalen.csv"),
            "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving\n"
            + "05-01-2026;00:00:00;05-01-2026;00:15:00;=\"541448000000000017\";1SAG9900000017;Digitaal;Afname Nacht;0,125;kWh;Uitgelezen;\n");
        string password = Path.Combine(folder, "broker-password");
        File.WriteAllText(password, "broker password\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(Path.Combine(folder, "page-password"), MeterFirmware.Companion.Serve.Doorkeeper.Hash("page password") + "\n");

        // Firmware, where a clone has it.
        string built = Directory.CreateDirectory(Path.Combine(folder, "firmware", "bin", "Release", "netnano1.0")).FullName;
        File.WriteAllBytes(Path.Combine(built, "MeterFirmware.bin"), NanoffStandIn.Assembly("MeterFirmware", 1, 0));
        return folder;
    }

    public Task DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _systemd.Dispose();
        _market.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private Process Start(params string[] words)
    {
        Process process = MeterProcess.Start(_folder, words);
        _ = process.StandardOutput.ReadToEndAsync();
        _processes.Add(process);
        return process;
    }
}
