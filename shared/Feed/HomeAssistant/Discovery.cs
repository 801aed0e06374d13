using System.Text;
using MeterFirmware.Json;

namespace MeterFirmware.Feed.HomeAssistant;

/// <summary>Knows when Home Assistant must be told of the device, and keeps the message while it is under way.</summary>
/// <remarks>
/// It is the feed's largest message by far and is sent seldom, so its memory is given back as soon as the broker has it. When
/// Home Assistant is switched off in the options, an empty message goes out once: entities left from before go away by it.
/// With little memory it has fewer entities. That is settled once, at the start: none comes or goes while the device runs.
/// </remarks>
internal sealed class Discovery
{
    // Home Assistant says so when it starts, in a message of its own beside the devices'.
    private const string StatusTopic = "status";

    private readonly Meter _meter;
    private readonly DeviceStatus _status;
    private readonly FeedOptions _options;
    private readonly HouseEquipment _house = new();
    private readonly DeviceConfig _config;
    private readonly string _birthTopic;
    private bool _isDue;
    private bool _isComposed;
    private bool _isWithdrawn;

    public Discovery(Meter meter, DeviceStatus status, FeedOptions options)
    {
        _meter = meter;
        _status = status;
        _options = options;
        _config = new DeviceConfig(_house, status, options) { IsShort = status.IsShortOfMemory };
        _birthTopic = options.HomeAssistantPrefix + "/" + StatusTopic;
        Subscriptions = options.HomeAssistant ? new string[] { _birthTopic } : new string[0];
        Message = new FeedMessage(options.HomeAssistantPrefix + "/device/" + TopicPart(options.DeviceId) + "/config", isRetained: true);
    }

    /// <summary>What Home Assistant says of itself.</summary>
    public string[] Subscriptions { get; }

    /// <summary>To be sent when <see cref="IsReady"/> says so.</summary>
    public FeedMessage Message { get; }

    /// <summary>Takes note of the last telegram: a meter may have come.</summary>
    public void TakeTelegram()
    {
        if (_options.HomeAssistant && _house.Note(_meter, _status))
        {
            SendAgain();
        }
    }

    /// <summary>Takes a message that came.</summary>
    public void Take(InboundMessage message)
    {
        // One that was kept is older than this connection, with which the configuration goes out anyway.
        if (_options.HomeAssistant && !message.IsRetained && message.Topic == _birthTopic && IsOnline(message.Payload))
        {
            SendAgain();
        }
    }

    /// <summary>A new connection stands.</summary>
    public void StartOver() => SendAgain();

    /// <summary>Gives the memory back once the message is under way no longer, or cannot go.</summary>
    /// <param name="isConnected">Whether there is a broker.</param>
    public void Release(bool isConnected)
    {
        MessageState state = Message.State;
        if (state == MessageState.InFlight || (state == MessageState.Idle && (isConnected || !_isComposed)))
        {
            return;
        }

        _isWithdrawn |= !_options.HomeAssistant && state == MessageState.Delivered;
        Message.State = MessageState.Idle;
        Message.Forget();
        _isComposed = false;
    }

    /// <summary>Whether the message is to be sent now; writes it.</summary>
    public bool IsReady(JsonWriter json)
    {
        bool knowsHouse = _meter.Reader.TelegramCount > 0;
        if (!_isDue || Message.State == MessageState.InFlight || (_options.HomeAssistant ? !knowsHouse : _isWithdrawn))
        {
            return false;
        }

        if (_options.HomeAssistant && !_isComposed)
        {
            _isComposed = Message.Compose(json, _config);
            return _isComposed;
        }

        return true;
    }

    /// <summary>The link has taken the message.</summary>
    public void HasSent() => _isDue = false;

    private static bool IsOnline(byte[] payload) =>
        payload.Length == FeedTopic.Online.Length
        && Encoding.UTF8.GetString(payload, 0, payload.Length) == FeedTopic.Online;

    // Home Assistant leaves aside a topic with anything else in it.
    private static string TopicPart(string id)
    {
        char[] part = new char[id.Length];
        for (int i = 0; i < part.Length; i++)
        {
            char c = id[i];
            bool isAllowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            part[i] = isAllowed ? c : '_';
        }

        return new string(part);
    }

    // What was written before this is not what must go out; while it is under way its bytes stay.
    private void SendAgain()
    {
        _isDue = true;
        if (Message.State != MessageState.InFlight)
        {
            _isComposed = false;
        }
    }
}
