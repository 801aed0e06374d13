using System.Net;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Page;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

/// <summary>A meter that is served on ports of its own, with telegrams that a test composes.</summary>
internal sealed class ServedHouse : IAsyncDisposable
{
    public const string Id = "house";

    /// <summary>A Thursday at 18:05:00, in winter.</summary>
    public static readonly long Evening = Belgium.Winter(2026, 1, 15, 18, 5);

    private readonly LocalFeed _feed;
    private readonly LocalMeter _shown;

    private ServedHouse(bool isWithoutCrc)
    {
        Meter = new Meter(new Rates(), isWithoutCrc);
        Served = Meters.Add(new ServedMeter(Id, "test", Clock) { LongestSilence = LocalFeed.LongestSilence });
        _feed = new LocalFeed(Meter, Served, TextWriter.Null, Clock);
        _shown = new LocalMeter(Meter, "test");
        Meter.TelegramTaken = () =>
        {
            _shown.KeepTelegram();
            _feed.Telegram(_shown);
        };
    }

    public FakeTimeProvider Clock { get; } = new();

    public Log Log { get; } = new();

    public Meter Meter { get; }

    public ServedMeters Meters { get; } = new();

    public ServedMeter Served { get; }

    public ServeHost Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public static async Task<ServedHouse> StartAsync(ServeSettings? settings = null, bool isWithoutCrc = false)
    {
        ServedHouse house = new(isWithoutCrc);
        IPEndPoint any = new(IPAddress.Loopback, 0);
        house.Host = await ServeHost.StartAsync((settings ?? new ServeSettings()) with { Listen = any, HomeWizard = any, Telegrams = any, AddPage = Pages.AddTo, MapPage = Pages.Map }, house.Meters, house.Log, house.Clock);
        house.Http = Client(house.Host.Address);
        return house;
    }

    /// <summary>A client that follows nowhere and keeps no cookie.</summary>
    public static HttpClient Client(Uri root) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = root };

    /// <summary>A client of the emulated HomeWizard P1 meter.</summary>
    public HttpClient HomeWizard() => Client(new Uri($"http://127.0.0.1:{Host.HomeWizardPortNumber}"));

    /// <summary>The evening's telegram with three phases, gas and water.</summary>
    /// <param name="second">Seconds after it.</param>
    /// <param name="importW">What is drawn then, W.</param>
    public static TestTelegram Usual(int second = 0, int importW = 4788) => new()
    {
        Utc = Evening + second,
        ImportDayWh = 1_315_812,
        ImportNightWh = 1_653_059,
        ExportDayWh = 886_151,
        ExportNightWh = 351_000,
        DemandW = 1596,
        MonthPeakW = 3064,
        MonthPeakEnd = "260109184500W",
        ImportW = importW,
        ExportW = 0,
        MoreLines =
        {
            "1-0:21.7.0(03.310*kW)", "1-0:41.7.0(01.584*kW)", "1-0:61.7.0(00.000*kW)",
            "1-0:22.7.0(00.000*kW)", "1-0:42.7.0(00.000*kW)", "1-0:62.7.0(00.106*kW)",
            "1-0:32.7.0(230.1*V)", "1-0:52.7.0(231.2*V)", "1-0:72.7.0(232.3*V)",
            "1-0:31.7.0(014.39*A)", "1-0:51.7.0(006.85*A)", "1-0:71.7.0(000.46*A)",
        },
        Channels =
        {
            new TestChannel { Channel = 1, Type = TestChannel.Gas, Serial = "7FLO2100000041", Litres = 93_505 },
            new TestChannel { Channel = 2, Type = TestChannel.Water, Serial = "8WTR2100000042", Litres = 872_234 },
        },
    };

    /// <summary>Lets the meter send a telegram.</summary>
    public void Send(TestTelegram telegram) => Send(telegram.Bytes());

    public void Send(byte[] bytes) => Meter.Read(bytes, 0, bytes.Length);

    /// <summary>Lets a second pass as the command does, with nothing from the meter.</summary>
    public void BeSilent(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            _feed.HandleKeys(_shown);
        }
    }

    public async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await TextAsync(Http, path));

    public static async Task<string> TextAsync(HttpClient http, string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(path);
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        _feed.Dispose();
    }
}
