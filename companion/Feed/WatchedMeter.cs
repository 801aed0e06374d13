using System.Text;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Feed;

/// <summary>The house as a device publishes it. A message that cannot be read is counted and said, and what was known stays.</summary>
/// <param name="name">The device, in a few words.</param>
/// <param name="log">Is told of events and of what is wrong.</param>
/// <param name="clock">Measures how old things are.</param>
internal sealed class WatchedMeter(string name, Log log, TimeProvider clock) : IShownMeter
{
    /// <summary>The last parts of the topics that it understands.</summary>
    public static readonly string[] Topics =
    [
        TopicName.Status, TopicName.State, TopicName.Quarter, TopicName.Meter, TopicName.Peaks, TopicName.PeakHistory, TopicName.Diagnostics,
        TopicName.Event, ControlTopic.Rates, TopicName.Prices, TopicName.PricesToday, TopicName.PricesTomorrow,
        .. Enumerable.Range(1, ObisCode.LastChannel).Select(TopicName.Channel),
        .. Enumerable.Range(0, Ledger.Periods).Select(TopicName.Costs),
    ];

    private readonly FeedCosts _costs = new();
    private readonly List<DecodedLine>[] _channels = [.. Enumerable.Range(1, ObisCode.LastChannel).Select(_ => new List<DecodedLine>())];
    private const int StaleAfterSeconds = 60;
    private const int SayAgainEvery = 100;

    private FeedState? _state;
    private QuarterSnapshot? _quarter;
    private MeterSnapshot? _quarterHouse;
    private PeaksSnapshot? _peaks;
    private MonthSnapshot[] _past = [];
    private List<DecodedLine> _meter = [];
    private Rates? _rates;
    private PricesSnapshot? _prices;
    private PriceDaySnapshot? _today;
    private PriceDaySnapshot? _tomorrow;
    private FeedDiagnostics? _diagnostics;
    private long _diagnosticsAt;
    private long _newsAt;
    private bool _hasNews;
    private bool? _isOnline;
    private long? _brokerLostAt;
    private (long Id, LogMessage Message)? _lastEvent;

    public RecentPast Past { get; init; } = new();

    public string Source => Age.Length == 0 ? name : $"{name}, {Age}";

    public string Age =>
        _hasNews ? $"{Seconds(_newsAt)} s old"
        : NewestUtc == MeterTime.None ? ""
        : "as the broker kept it";

    /// <summary>Messages that could not be read.</summary>
    public long UnreadableCount { get; private set; }

    public string Trouble
    {
        get
        {
            if (_brokerLostAt is long lostAt)
            {
                return $"no broker for {Show.MinutesSeconds(Seconds(lostAt))}";
            }

            if (_isOnline == false)
            {
                return "device offline" + (NewestUtc == MeterTime.None ? "" : $" since {Show.Local(NewestUtc, "d MMM HH:mm")}");
            }

            if (_diagnostics is { IsMeterSilent: true } silent)
            {
                return $"meter silent for {Show.MinutesSeconds(silent.SilentSeconds + Seconds(_diagnosticsAt))}";
            }

            return _hasNews && Seconds(_newsAt) >= StaleAfterSeconds ? $"no news for {Show.MinutesSeconds(Seconds(_newsAt))}" : "";
        }
    }

    private long NewestUtc => Math.Max(_state?.TimeUtc ?? MeterTime.None, _quarterHouse?.TimeUtc ?? MeterTime.None);

    /// <summary>Says that the connection to the broker is gone, or is there again.</summary>
    public void SetBroker(bool isConnected) => _brokerLostAt = isConnected ? null : _brokerLostAt ?? clock.GetTimestamp();

    /// <summary>Takes a message.</summary>
    /// <param name="topic">The last part of its topic, see <see cref="TopicName"/>, and <see cref="ControlTopic.Rates"/>; others are left aside.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="isRetained">Whether the broker had kept it from before.</param>
    /// <returns>Whether it is a new state.</returns>
    public bool Take(string topic, ReadOnlyMemory<byte> payload, bool isRetained)
    {
        try
        {
            return TakeReadable(topic, payload, isRetained);
        }
        catch (Exception error) when (error is FeedException or InvalidOperationException)
        {
            // The second comes from text that is no UTF-8.
            UnreadableCount++;
            if (UnreadableCount == 1 || UnreadableCount % SayAgainEvery == 0)
            {
                log.Add(NewestUtc, $"{topic} cannot be read: {error.Message}; so far {UnreadableCount}", isWarning: true);
            }

            return false;
        }
    }

    public MeterSnapshot Snapshot()
    {
        // Power comes with both; the quarter comes more often.
        bool isQuarterNewer = _quarterHouse != null && _quarterHouse.TimeUtc > (_state?.TimeUtc ?? MeterTime.None);
        MeterSnapshot power = isQuarterNewer
            ? _quarterHouse!
            : new MeterSnapshot { TimeUtc = _state?.TimeUtc ?? MeterTime.None, ImportW = _state?.ImportW, ExportW = _state?.ExportW ?? 0 };
        return power with { PhasesW = _state?.PhasesW ?? [], ActiveRate = _state?.Rate ?? "", Quarter = _quarter, Peaks = _peaks == null ? null : _peaks with { Past = _past }, Costs = _costs.Snapshot(_rates), Rates = _rates, Prices = Prices() };
    }

    public TelegramSnapshot Telegram() =>
        new(
            "State" + (UnreadableCount > 0 ? $", {UnreadableCount} messages not understood" : ""),
            [
                .. (_state?.Lines ?? []).Concat(_meter).OrderBy(line => ObisCatalogue.IndexOf(line.Obis)),
                .. _channels.SelectMany(lines => lines),
                .. _diagnostics?.Lines ?? [],
            ]);

    private bool TakeReadable(string topic, ReadOnlyMemory<byte> payload, bool isRetained)
    {
        switch (topic)
        {
            case TopicName.Status:
                TakeStatus(Encoding.UTF8.GetString(payload.Span).Trim());
                return false;
            case TopicName.State:
                _state = FeedState.Read(FeedObject.Parse(payload));
                NotePower(_state.TimeUtc, _state.ImportW, _state.ExportW);
                TakeNews(isRetained);
                return true;
            case TopicName.Quarter:
                FeedObject quarter = FeedObject.Parse(payload);
                MeterSnapshot power = new()
                {
                    TimeUtc = quarter.Moment("time"),
                    ImportW = quarter.Has("importW") ? quarter.Whole("importW") : null,
                    ExportW = quarter.Has("exportW") ? quarter.Whole("exportW") : 0,
                };
                _quarter = FeedReader.Quarter(quarter);
                _quarterHouse = power;
                NotePower(power.TimeUtc, power.ImportW, power.ExportW);
                Past.TakeQuarter(_quarter.StartUtc, _quarter.ElapsedSeconds, _quarter.DemandW, _quarter.IsPartial);
                TakeNews(isRetained);
                return false;
            case TopicName.Meter:
                _meter = [.. FeedState.Telegram(FeedObject.Parse(payload))];
                return false;
            case TopicName.PeakHistory:
                _past = FeedReader.PeakHistory(FeedObject.Parse(payload));
                return false;
            case TopicName.Peaks:
                _peaks = FeedReader.Peaks(FeedObject.Parse(payload));
                return false;
            case ControlTopic.Rates:
                _rates = PublishedRates.Parse(payload).Rates ?? new Rates();
                return false;
            case TopicName.Prices:
                _prices = FeedReader.Prices(FeedObject.Parse(payload));
                return false;
            case TopicName.PricesToday:
                _today = FeedReader.PriceDay(FeedObject.Parse(payload));
                return false;
            case TopicName.PricesTomorrow:
                _tomorrow = FeedReader.PriceDay(FeedObject.Parse(payload));
                return false;
            case TopicName.Diagnostics:
                _diagnostics = FeedReader.Diagnostics(FeedObject.Parse(payload));
                _diagnosticsAt = clock.GetTimestamp();
                return false;
            case TopicName.Event:
                TakeEvent(FeedObject.Parse(payload));
                return false;
            default:
                TakeNumbered(topic, payload);
                return false;
        }
    }

    // A device whose rates are fixed again leaves what it told of the market with the broker.
    private PricesSnapshot? Prices() => _prices == null || _rates is { ImportSpot: null } ? null
        : _prices with { Days = [.. new[] { _today, _tomorrow }.OfType<PriceDaySnapshot>().Where(day => day.Prices.Count > 0)] };

    private void TakeNumbered(string topic, ReadOnlyMemory<byte> payload)
    {
        for (int period = 0; period < Ledger.Periods; period++)
        {
            if (topic == TopicName.Costs(period))
            {
                _costs.Take(period, FeedObject.Parse(payload));
                NoteDays();
            }
        }

        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            if (topic == TopicName.Channel(channel))
            {
                _channels[channel - 1] = [.. FeedState.SubMeter(FeedObject.Parse(payload), channel)];
            }
        }
    }

    private void NotePower(long utc, int? importW, int exportW)
    {
        if (importW is int known)
        {
            Past.TakePower(utc, known - exportW);
        }
    }

    private void NoteDays()
    {
        if (_costs.Snapshot(_rates) is CostsSnapshot { StartedUtc: not MeterTime.None } costs)
        {
            int days = Math.Min(costs.Days.Count, costs.TodayNumber - BelgianTime.DayNumber(costs.StartedUtc) + 1);
            for (int back = 0; back < days; back++)
            {
                PeriodSnapshot day = costs.Days[back];
                Past.TakeDay(costs.TodayNumber - back, new DayUse(day.ImportWh, day.ExportWh)
                {
                    GasLitres = day.GasLitres,
                    WaterLitres = day.WaterLitres,
                    TotalNanoEuro = day.TotalNanoEuro,
                    PeakW = day.PeakW,
                });
            }
        }
    }

    private void TakeNews(bool isRetained)
    {
        if (!isRetained)
        {
            _hasNews = true;
            _newsAt = clock.GetTimestamp();
        }
    }

    private void TakeStatus(string word)
    {
        bool isOnline = word switch
        {
            TopicName.Online => true,
            TopicName.Offline => false,
            _ => throw new FeedException("neither online nor offline"),
        };
        if (isOnline != _isOnline)
        {
            bool isFirst = _isOnline == null;
            _isOnline = isOnline;
            if (!isFirst || !isOnline)
            {
                log.Add(NewestUtc, isOnline ? "the device is online" : "the device is offline", isWarning: !isOnline);
            }
        }
    }

    // A message may arrive twice; it has the same number then.
    private void TakeEvent(FeedObject json)
    {
        (long Id, LogMessage Message) told = (json.Number("id"), FeedReader.Event(json));
        if (told != _lastEvent)
        {
            _lastEvent = told;
            log.Add(told.Message.Utc, told.Message.Text, told.Message.IsWarning);
        }
    }

    private int Seconds(long since) => (int)clock.GetElapsedTime(since).TotalSeconds;
}
