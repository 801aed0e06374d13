using System.Diagnostics;
using System.Globalization;
using System.Text;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Serve.Tests;

/// <summary>Many meters at a mosquitto, two collectors that share them and write to one PostgreSQL.</summary>
public sealed class SharedFeedTests(Postgres postgres) : IClassFixture<Postgres>, IDisposable
{
    private const int Devices = 50;
    private const int Boundaries = 6;
    private const int Quarter = 900;
    private const string Broker = "listener 1883\nallow_anonymous true\nmax_queued_messages 10000\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meter");
    private readonly Dictionary<string, int> _ports = new() { ["first"] = FreePort.Find(), ["second"] = FreePort.Find() };
    private readonly long _firstUtc = ((DateTimeOffset.UtcNow.ToUnixTimeSeconds() / Quarter) - Boundaries) * Quarter;

    public void Dispose() => _folder.Delete(recursive: true);

    [SharedFeedFact]
    public async Task One_of_two_collectors_is_killed_and_started_again_and_every_quarter_of_every_meter_is_there_once()
    {
        string address = postgres.NewAddress();
        using HistoryStore store = HistoryStore.Open(new StoreAddress(address));
        await using Mosquitto broker = await Mosquitto.StartAsync(_folder.FullName, Broker);
        using Process first = Collector("first", broker.Address, address);
        using Process second = Collector("second", broker.Address, address);
        try
        {
            await Task.WhenAll(ReadyAsync(first), ReadyAsync(second));
            await using MqttLink meters = new(new BrokerAccess(broker.Address), "test", TimeProvider.System);
            await meters.OpenAsync([], CancellationToken.None);
            for (int boundary = 0; boundary < Boundaries; boundary++)
            {
                await PublishAsync(meters, _firstUtc + (boundary * Quarter));
                if (boundary == Boundaries / 2)
                {
                    first.Kill();
                }
            }

            // What it had taken and not written, and its share since, waits for its next start.
            using Process again = Collector("first", broker.Address, address);
            try
            {
                await UntilAsync(() => Enumerable.Range(0, Devices).All(device => Rows(store, device).LastOrDefault()?.EndUtc == _firstUtc + ((Boundaries - 1) * Quarter)));
                Assert.Equal(Devices, store.Meters().Count);
                for (int device = 0; device < Devices; device++)
                {
                    List<HistoryRow> rows = Rows(store, device);
                    Assert.Equal(Enumerable.Range(0, Boundaries - 1).Select(i => (_firstUtc + (i * Quarter), Quarter)), rows.Select(row => (row.StartUtc, row.Seconds)));
                    ElectricityRegisters[] kept = [.. Enumerable.Range(0, Boundaries).Select(i => store.Registers(Id(device), _firstUtc + (i * Quarter))!.Electricity!)];
                    for (int i = 0; i < Boundaries; i++)
                    {
                        Assert.Equal((Wh(device, i * Quarter), 0), (kept[i].ImportDayWh, kept[i].DelaySeconds));
                    }

                    Assert.Equal(Wh(device, (Boundaries - 1) * Quarter) - Wh(device, 0), rows.Sum(row => row.ImportWh));
                }
            }
            finally
            {
                again.Kill();
            }
        }
        finally
        {
            first.Kill();
            second.Kill();
        }
    }

    private static string Id(int device) => $"lab-{device:00}";

    // Each house draws another power, up to 5 kW.
    private static int Wh(int device, long seconds) => (1_000_000 * device) + (int)((device + 1) * 100 * seconds / 3600);

    private static List<HistoryRow> Rows(HistoryStore store, int device) => [.. store.Rows(Id(device), 0, uint.MaxValue).Where(row => row.ImportWh != null)];

    private Task PublishAsync(MqttLink meters, long utc)
    {
        string time = DateTimeOffset.FromUnixTimeSeconds(utc).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return Task.WhenAll(Enumerable.Range(0, Devices).Select(device =>
        {
            decimal kwh = Wh(device, utc - _firstUtc) / 1000m;
            string state = string.Create(CultureInfo.InvariantCulture, $$"""{"time": "{{time}}", "importDayKwh": {{kwh:0.000}}, "importNightKwh": 0.000, "exportDayKwh": 0.000, "exportNightKwh": 0.000}""");
            return meters.PublishAsync($"meter/{Id(device)}/state", Encoding.UTF8.GetBytes(state), isRetained: true, CancellationToken.None);
        }));
    }

    private Process Collector(string name, BrokerAddress broker, string store)
    {
        string home = _folder.CreateSubdirectory(name).FullName;
        Directory.CreateDirectory(Path.Combine(home, ".local", "state", "meter"));
        string[] words = [Path.Combine(AppContext.BaseDirectory, "meter.dll"), "serve", "--broker", broker.ToString(), "--share", "test", "--store", store, "--listen", $"127.0.0.1:{_ports[name]}"];
        ProcessStartInfo start = new(Environment.ProcessPath!, words) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        start.Environment["HOME"] = home;
        return Process.Start(start)!;
    }

    // It has subscribed when it begins to wait for devices.
    private static async Task ReadyAsync(Process collector)
    {
        using CancellationTokenSource timeUp = new(Patience);
        string? line;
        do
        {
            line = await collector.StandardError.ReadLineAsync(timeUp.Token);
        }
        while (line?.Contains("no device has told of itself", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
        _ = collector.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource timeUp = new(Patience);
        while (!isSo())
        {
            timeUp.Token.ThrowIfCancellationRequested();
            await Task.Delay(100);
        }
    }
}
