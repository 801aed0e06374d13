using System.Text.Json;
using MeterFirmware.Costs;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Display;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Fuzzing;

/// <summary>A device to which a <see cref="WildMeter"/> sends: all that it does with telegrams, and what must hold whatever they say.</summary>
internal sealed class FuzzRun : IBrokerLink
{
    // A telegram's 99 999 W, and as much for the seconds that it does not show yet.
    private const int MostDemandW = 101_666;
    private const int LongestPayload = 1024;
    private const int ShowEvery = 20;

    private const string AtTheMarket = """
        {"Electricity": {"bands": {"Full": ["7-22"], "Low": ["22-7"]}, "+": {"Spot": {"times": 100, "plus": {"Full": 1000, "Low": -1000}, "step": "hour"}},
         "-": {"Spot": {"times": -1.05, "fallback": 0.1}}}, "Capacity": {"perKwYear": 50, "ceilingPerKwh": 0.35, "networkPerKwh": 0.05, "kwhPerYear": 2000}}
        """;

    private static readonly string[] AllRates = [TestMeter.SeedRates, FeedMeter.Rates, PageMeter.DearRates, PageMeter.Rates, AtTheMarket];

    private readonly Random _random;
    private readonly TestMarket _market = new();
    private readonly WildMeter _house;
    private readonly string _rates;
    private readonly int _followers;
    private readonly bool _acceptsWithoutCrc;
    private readonly DeviceStatus _status = PageMeter.Status();
    private readonly Canvas _canvas = new();
    private readonly Pager _pager;
    private readonly PanelModel _panel = new();
    private readonly Page[] _pages;
    private readonly Canvas[] _canvases;
    private Meter _meter;
    private Publisher _feed;
    private long _nowMs;
    private bool _isWhole = true;
    private long _taken;

    public FuzzRun(int seed)
    {
        _random = new Random(seed);
        _house = new WildMeter(_random);
        _rates = AllRates[_random.Next(AllRates.Length)];
        _followers = _random.Next(2) == 0 ? Meter.Followers : _random.Next(7);
        _acceptsWithoutCrc = _random.Next(4) == 0;
        _pager = new Pager(_canvas) { NightFromHour = 22, NightToHour = 7 };
        _pages = [.. Enum.GetValues<PageName>().Select(PageDrawingTests.Make)];
        _canvases = [.. _pages.Select(_ => new Canvas())];
        (_meter, _feed) = Start();
    }

    public bool IsConnected => true;

    public int ConnectionCount => 1;

    /// <summary>Telegrams that were taken as right.</summary>
    public long TakenCount => _taken + _meter.Reader.TelegramCount + _meter.Reader.WithoutCrcCount;

    /// <summary>Takes some telegrams, and counts them as it goes.</summary>
    public void Take(int count, ref int sent)
    {
        for (int i = 0; i < count; i++)
        {
            sent++;
            Feed(_house.Next());
            CheckQuarter();
            _status.UptimeSeconds++;
            _nowMs += 500;
            _feed.Step(_nowMs);
            if (sent % ShowEvery == 0)
            {
                Show();
                CheckPayloads();
                CheckAccounts();
            }

            if (_random.Next(200) == 0)
            {
                StoreAndLoad();
            }

            if (_random.Next(100) == 0 && _meter.Reading.TimeUtc is > 950_000_000 and < 4_000_000_000)
            {
                _meter.TakePrices(TestMarket.Day(Belgium.Day(_meter.Reading.TimeUtc) + _random.Next(-1, 2)));
                _meter.NoteSaved();
            }
        }
    }

    public bool Send(OutboundMessage message)
    {
        if (message.Payload.Length > 0 && message.Payload[0] == '{')
        {
            CheckPayload(message.Payload);
        }

        message.End(isDelivered: true);
        return true;
    }

    public InboundMessage? Receive() => null;

    private (Meter Meter, Publisher Feed) Start()
    {
        Meter meter = new(TestMeter.Read(_rates), _acceptsWithoutCrc, _followers) { UnpricedStore = _market };
        meter.Quarter.TargetW = _random.Next(3) == 0 ? 100_000 : 0;
        Publisher feed = new(meter, _status, new PublisherOptions { StateSeconds = 1 }, this);
        meter.TelegramTaken = feed.TakeTelegram;
        return (meter, feed);
    }

    private void Feed(byte[] bytes)
    {
        int step = _random.Next(3) == 0 ? _random.Next(1, 300) : bytes.Length;
        for (int at = 0; at < bytes.Length; at += step)
        {
            _meter.Read(bytes, at, Math.Min(step, bytes.Length - at));
        }
    }

    private void CheckQuarter()
    {
        QuarterPeak quarter = _meter.Quarter;
        QuarterDemand demand = quarter.Demand;
        Assert.InRange(demand.DemandW, 0, MostDemandW);
        Assert.InRange(demand.ClosedW, 0, MostDemandW);
        Assert.InRange(demand.ElapsedSeconds, 0, 899);

        // There is no forecast yet between a start and the first telegram that is shown.
        Assert.InRange(quarter.ForecastW, quarter.IsKnown && quarter.ThresholdW > 0 ? demand.DemandW : 0, 2 * MostDemandW);
        Assert.InRange(quarter.ThresholdW, 0, MostDemandW);
        Assert.InRange(quarter.AllowedW, 0, 900 * MostDemandW);
        Assert.InRange(quarter.SecondsToBreach, -1, 900);
        Assert.InRange(quarter.MeanPeakW, 0, MostDemandW);
        Assert.True(quarter.BreachNanoEuro >= -1 && quarter.CapacityNanoEuroPerYear >= 0);
    }

    // Use never runs backwards, and no period has more than all time.
    private void CheckAccounts()
    {
        Ledger ledger = _meter.Ledger;
        Account all = ledger.SinceStart;
        foreach (Account account in new[] { ledger.Today, ledger.Day(1), ledger.Day(2), ledger.Day(3), ledger.Week, ledger.Month, ledger.Year, all })
        {
            Assert.InRange(account.ImportWh, 0, all.ImportWh);
            Assert.InRange(account.ExportWh, 0, all.ExportWh);
            Assert.InRange(account.GasLitres, 0, all.GasLitres);
            Assert.InRange(account.WaterLitres, 0, all.WaterLitres);
            Assert.InRange(account.PeakW, 0, MostDemandW);
        }
    }

    private void Show()
    {
        if (_random.Next(2) == 0)
        {
            _pager.Next();
        }

        _status.SilentSeconds = _random.Next(8) == 0 ? 3600 : 0;
        _status.Problem = _random.Next(8) == 0 ? "rates.json: at line 1, column 1, an object was expected" : null;
        _pager.Draw(_meter, _status);
        _canvas.FlushTo(_panel);
        for (int i = 0; i < _pages.Length; i++)
        {
            Tell(_pages[i]);
            _pages[i].Draw(_meter, _status, _canvases[i], _isWhole);
        }

        // What was drawn bit by bit is what is drawn at once.
        int one = _random.Next(_pages.Length);
        Page fresh = PageDrawingTests.Make((PageName)one);
        Canvas canvas = new();
        Tell(fresh);
        fresh.Draw(_meter, _status, canvas, true);
        Assert.True(canvas.Pixels.AsSpan().SequenceEqual(_canvases[one].Pixels), $"the page {(PageName)one} is another when drawn anew");
        _isWhole = false;
    }

    private void Tell(Page page)
    {
        if (page is MessagePage message)
        {
            message.SinceSeconds = _status.SilentSeconds;
            message.Tell("Attention", "Something that fits into some rows");
        }
    }

    private void CheckPayloads()
    {
        CheckPayload(json => Payload.WriteState(json, _meter));
        CheckPayload(json => Payload.WriteMeter(json, _meter.Reading));
        CheckPayload(json => Payload.WriteQuarter(json, _meter));
        CheckPayload(json => Payload.WritePeaks(json, _meter));
        CheckPayload(json => Payload.WritePrices(json, _meter));
        CheckPayload(json => Payload.WriteDayPrices(json, _meter, _random.Next(2)));
        CheckPayload(json => Payload.WritePeakHistory(json, _meter));
        CheckPayload(json => Payload.WriteDiagnostics(json, _meter, _status, 1, 0));
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            CheckPayload(json => Payload.WriteChannel(json, _meter.Reading.SubMeter(channel)));
        }

        for (int period = 0; period < Ledger.Periods; period++)
        {
            CheckPayload(json => Payload.WriteCosts(json, _meter, period));
        }
    }

    private static void CheckPayload(Action<JsonWriter> write)
    {
        byte[] buffer = new byte[LongestPayload];
        JsonWriter json = new();
        json.Begin(buffer);
        write(json);
        Assert.True(json.Fits, $"a message of {json.Length} bytes");
        CheckPayload(buffer.AsSpan(0, json.Length));
    }

    private static void CheckPayload(ReadOnlySpan<byte> payload)
    {
        Assert.InRange(payload.Length, 2, LongestPayload);
        Utf8JsonReader reader = new(payload);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                _ = reader.GetString();
            }
        }
    }

    private void StoreAndLoad()
    {
        byte[] state = SavedState.Of(_meter.Save, _random.Next(100, 300));
        (Meter meter, Publisher feed) = Start();
        Assert.True(SavedState.Load(meter, state), "what was stored cannot be read");
        Assert.True(state.AsSpan().SequenceEqual(SavedState.Of(meter.Save)), "what was stored comes back as something else");
        if (_random.Next(4) == 0)
        {
            _taken = TakenCount;
            (_meter, _feed) = (meter, feed);
        }
    }
}
