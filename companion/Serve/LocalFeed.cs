using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Serve;

/// <summary>Serves a meter that is read here: what the chip's own feed says of it, with each telegram, as of one that is published to a broker.</summary>
internal sealed class LocalFeed : ILiveView, IBrokerLink
{
    /// <summary>How long no telegram may come. Older meters send one every ten seconds, and a bridge that starts anew takes its time.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    // More than all topics with their rests take.
    private const int MostSteps = 500;

    private readonly Meter _meter;
    private readonly ServedMeter _served;
    private readonly TimeProvider _clock;
    private readonly PlainView _messages;
    private readonly DeviceStatus _status = new() { Version = Show.Version };
    private readonly PublisherOptions _options;
    private readonly Publisher _feed;
    private readonly long _startedAt;
    private readonly int _rootLength;
    private long _telegramAt;

    /// <summary>Makes it.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="served">Takes what is told of it.</param>
    /// <param name="messages">Takes messages, a line each.</param>
    /// <param name="clock">Measures silence.</param>
    public LocalFeed(Meter meter, ServedMeter served, TextWriter messages, TimeProvider clock)
    {
        _meter = meter;
        _served = served;
        _clock = clock;
        _messages = new PlainView(TextWriter.Null, messages);
        _startedAt = clock.GetTimestamp();
        _telegramAt = _startedAt;
        _options = new PublisherOptions { DeviceId = served.Id, HomeAssistant = false, StateSeconds = 1, QuarterSeconds = 1, CostsSeconds = 10, DiagnosticsSeconds = 10, Telegrams = true };
        _rootLength = _options.Topic("").Length;
        _feed = new Publisher(meter, _status, _options, this);
        _feed.TellStart($"meter {Show.Version} started");
        Step();
    }

    /// <summary>Here a recorder of a meter that is read here is plugged in. Is called after each telegram, on the thread that reads, and may look at all of the meter.</summary>
    public Action<Meter>? Taken { get; set; }

    bool IBrokerLink.IsConnected => true;

    int IBrokerLink.ConnectionCount => 1;

    public void Telegram(IShownMeter shown)
    {
        _telegramAt = _clock.GetTimestamp();
        _served.Snapshot = shown.Snapshot();
        _feed.TakeTelegram();
        Step();
        Taken?.Invoke(_meter);
    }

    public void Refresh(IShownMeter shown)
    {
    }

    // Comes ten times a second, with and without telegrams.
    public bool HandleKeys(IShownMeter shown)
    {
        Step();
        return true;
    }

    public void Message(LogMessage message) => _messages.Message(message);

    public void Dispose() => _messages.Dispose();

    bool IBrokerLink.Send(OutboundMessage message)
    {
        _served.Take(message.Topic[_rootLength..], message.Payload);
        message.End(isDelivered: true);
        return true;
    }

    InboundMessage? IBrokerLink.Receive() => null;

    // All that is due at once: nobody here is slow.
    private void Step()
    {
        TimeSpan silence = _clock.GetElapsedTime(_telegramAt);
        TimeSpan up = _clock.GetElapsedTime(_startedAt);
        _status.SilentSeconds = silence >= LongestSilence ? (long)silence.TotalSeconds : 0;
        _status.UptimeSeconds = (long)up.TotalSeconds;
        for (int i = 0; i < MostSteps; i++)
        {
            _feed.Step((long)up.TotalMilliseconds);
            if (_feed.IsIdle)
            {
                return;
            }
        }
    }
}
