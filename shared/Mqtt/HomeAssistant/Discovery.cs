using System.Text;
using MeterFirmware.Json;

namespace MeterFirmware.Mqtt.HomeAssistant;

/// <summary>Knows when Home Assistant must be told of what, an entity a message, one after another.</summary>
/// <remarks>
/// An empty message takes an entity away. Those of equipment that has gone get one, and an hour after the start those of all
/// that never came: a broker may have kept them from a run before. When Home Assistant is switched off in the options, all get
/// one if the broker still keeps the first of them.
/// </remarks>
internal sealed class Discovery
{
    /// <summary>Seconds after the start by which every meter has been heard of.</summary>
    public const int SettledSeconds = 3600;

    private readonly Meter _meter;
    private readonly DeviceStatus _status;
    private readonly PublisherOptions _options;
    private readonly Equipment _equipment = new();
    private readonly Entities _entities;

    // The entity whose turn it is; as many as there are when there is nothing to tell.
    private int _entity;
    private bool _isThere;
    private bool _clears;
    private bool _isSettled;

    public Discovery(Meter meter, DeviceStatus status, PublisherOptions options)
    {
        _meter = meter;
        _status = status;
        _options = options;
        _entities = new Entities(_equipment, meter, status, options);
    }

    /// <summary>What to listen to: what Home Assistant says of itself, when it starts for instance; or where it would still find the device.</summary>
    public string Subscription
    {
        get
        {
            if (_options.HomeAssistant)
            {
                return _options.HomeAssistantPrefix + "/status";
            }

            _entities.Choose(0);
            return _entities.Topic;
        }
    }

    /// <summary>The topic of the message that is due.</summary>
    public string Topic => _entities.Topic;

    /// <summary>Takes note of the last telegram: a meter may have come.</summary>
    public void TakeTelegram()
    {
        if (!_options.HomeAssistant)
        {
            return;
        }

        bool isNew = _equipment.Note(_meter) || (_meter.Events & MeterEvents.MeterSwapped) != 0;
        if (!_isSettled && _status.UptimeSeconds >= SettledSeconds)
        {
            _isSettled = true;
            _equipment.HasLost = true;
        }

        if (isNew || _equipment.HasLost)
        {
            _entity = 0;
            _clears |= _equipment.HasLost;
            _equipment.HasLost = false;
        }
    }

    /// <summary>Takes a message that came.</summary>
    public void Take(InboundMessage message)
    {
        if (message.Topic != Subscription)
        {
            return;
        }

        // One that was kept is older than this connection, with which the configuration goes out anyway.
        if (_options.HomeAssistant ? !message.IsRetained && IsOnline(message.Payload) : message.Payload.Length > 0)
        {
            _clears |= !_options.HomeAssistant;
            _entity = 0;
        }
    }

    /// <summary>A new connection stands.</summary>
    public void StartOver() => _entity = 0;

    /// <summary>Whether a message is due; the next one then.</summary>
    public bool HasMessage()
    {
        if (_options.HomeAssistant && _meter.Reader.TelegramCount == 0)
        {
            return false;
        }

        for (; _entity < _entities.Count; _entity++)
        {
            _isThere = _entities.Choose(_entity) && _options.HomeAssistant;
            if (_isThere || _clears)
            {
                return true;
            }
        }

        // What has been cleared stays so.
        _clears = false;
        return false;
    }

    /// <summary>Writes the message that is due: nothing when it takes the entity away.</summary>
    public void Write(JsonWriter json)
    {
        if (_isThere)
        {
            _entities.Write(json);
        }
    }

    /// <summary>The link has taken the message.</summary>
    public void HasGone() => _entity++;

    private static bool IsOnline(byte[] payload) =>
        payload.Length == TopicName.Online.Length
        && Encoding.UTF8.GetString(payload, 0, payload.Length) == TopicName.Online;
}
