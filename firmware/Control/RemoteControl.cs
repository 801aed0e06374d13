using System;
using MeterFirmware.Feed;
using MeterFirmware.Json;
using MeterFirmware.Settings;
using MeterFirmware.State;
using MeterFirmware.Storage;

namespace MeterFirmware.Control;

/// <summary>Does what is asked for over MQTT: other rates, other settings, a restart. Whatever is refused changes nothing.</summary>
/// <remarks>
/// Settings by which the device reaches the broker are tried out by the next boot, which starts at once: it keeps them when it
/// has reached the broker, and starts again with the old ones when it has not in <see cref="TrialMs"/>.
/// </remarks>
public sealed class RemoteControl : IFeedListener
{
    /// <summary>How long settings are tried out, milliseconds.</summary>
    public const long TrialMs = 120000;

    /// <summary>Why the device starts again with the settings that it had.</summary>
    public const string TakenBack = "settings taken back: the broker was not reached with them within two minutes";

    private const int SettingsCommand = 2;

    private static readonly string[] Commands =
    {
        ControlTopic.RatesSet, ControlTopic.RatesCancel, ControlTopic.SettingsSet, ControlTopic.RestartSet,
    };

    private readonly RatesInForce _ratesInForce;
    private readonly DeviceStorage _storage;
    private readonly FeedOptions _options;
    private readonly CommandGate _gate;
    private readonly FeedPart _access;
    private readonly FeedPart _rates;
    private readonly FeedPart _settings;
    private readonly FeedPart[] _refusals = new FeedPart[Commands.Length];
    private readonly RefusalPayload[] _reasons = new RefusalPayload[Commands.Length];
    private DeviceSettings? _changed;
    private int _ratesChanges;

    /// <summary>Makes it.</summary>
    /// <param name="rates">Puts rates in force.</param>
    /// <param name="storage">Keeps rates and settings.</param>
    /// <param name="options">The device's id and topics.</param>
    public RemoteControl(RatesInForce rates, DeviceStorage storage, FeedOptions options)
    {
        _ratesInForce = rates;
        _storage = storage;
        _options = options;
        _gate = new CommandGate(storage.Counter);
        _access = new FeedPart(options.Topic(ControlTopic.Access), new AccessPayload(storage));
        _rates = new FeedPart(options.Topic(ControlTopic.Rates), new RatesPayload(storage));
        _settings = new FeedPart(options.Topic(ControlTopic.Settings), new SettingsPayload(storage));
        Topics = new string[Commands.Length];
        for (int i = 0; i < Commands.Length; i++)
        {
            Topics[i] = options.Topic(Commands[i]);
            _reasons[i] = new RefusalPayload();
            _refusals[i] = new FeedPart(options.Topic(ControlTopic.ErrorOf(Commands[i])), _reasons[i], isRetained: false);
        }

        Parts = new FeedPart[3 + Commands.Length];
        Parts[0] = _access;
        Parts[1] = _rates;
        Parts[2] = _settings;
        Array.Copy(_refusals, 0, Parts, 3, Commands.Length);
    }

    /// <inheritdoc/>
    public string[] Topics { get; }

    /// <inheritdoc/>
    public FeedPart[] Parts { get; }

    /// <summary>Why the device is to start again, in words; null when it is not.</summary>
    public string? RestartReason { get; private set; }

    /// <summary>Settings that the device can use without starting again, when they have changed since this was last asked for; else null.</summary>
    /// <returns>The settings in force.</returns>
    public DeviceSettings? TakeChanged()
    {
        DeviceSettings? changed = _changed;
        _changed = null;
        return changed;
    }

    /// <inheritdoc/>
    public void Take(InboundMessage message)
    {
        for (int i = 0; i < Commands.Length; i++)
        {
            if (message.Topic == Topics[i])
            {
                Do(i, message);
            }
        }
    }

    /// <summary>Says that the settings on trial were taken back, after the restart that did it.</summary>
    public void TellTakenBack() => Refuse(SettingsCommand, TakenBack, "");

    /// <summary>Looks after settings on trial, and tells of rates that have changed.</summary>
    /// <param name="isConnected">Whether the broker has been reached with them.</param>
    /// <param name="sinceBootMs">Milliseconds since the boot.</param>
    public void Step(bool isConnected, long sinceBootMs)
    {
        if (_ratesInForce.ChangeCount != _ratesChanges)
        {
            _ratesChanges = _ratesInForce.ChangeCount;
            _rates.IsDue = true;
        }

        if (!_storage.Settings.IsOnTrial || RestartReason != null)
        {
            return;
        }

        if (isConnected)
        {
            if (_storage.Settings.Save(_storage.Settings.Value))
            {
                _settings.IsDue = true;
            }
            else
            {
                RestartReason = "settings taken back: they could not be stored";
            }
        }
        else if (sinceBootMs >= TrialMs)
        {
            RestartReason = TakenBack;
        }
    }

    private void Do(int command, InboundMessage message)
    {
        // What opens it moves it about.
        byte[] payload = message.Payload;
        string crc = message.TooLongBytes > 0 ? "" : Crc32.Text(payload, 0, payload.Length);
        int count = message.TooLongBytes;
        if (count == 0)
        {
            count = _gate.Open(message, Commands[command], _options.DeviceId, _storage.Settings.Value);
        }

        if (count < 0)
        {
            Refuse(command, _gate.Refusal, crc);
            return;
        }

        _access.IsDue = true;
        if (count > SignedMessage.MostPayloadBytes)
        {
            Refuse(command, "it has " + count.ToString() + " bytes; at most " + SignedMessage.MostPayloadBytes.ToString() + " can be used", crc);
            return;
        }

        try
        {
            string? problem = Do(Commands[command], payload, count);
            if (problem != null)
            {
                Refuse(command, problem, crc);
            }
        }
        catch (InvalidInputException error)
        {
            _reasons[command].Say(Commands[command], error.Message, crc, error.Line, error.Column);
            _refusals[command].IsDue = true;
        }
    }

    // Returns what went wrong, or null.
    private string? Do(string command, byte[] payload, int count)
    {
        switch (command)
        {
            case ControlTopic.RatesSet:
                return _ratesInForce.Set(payload, count) ? null : "the device could not store them; the rates before are still in force";
            case ControlTopic.RatesCancel:
                return _ratesInForce.Cancel() ? null : "the device could not forget them; they still wait for their day";
            case ControlTopic.SettingsSet:
                return ChangeSettings(payload, count);
            default:
                RestartReason = "asked to restart";
                return null;
        }
    }

    private string? ChangeSettings(byte[] json, int count)
    {
        DeviceSettings now = _storage.Settings.Value;
        DeviceSettings changed = _storage.Settings.Copy();
        DeviceSettingsReader.ReadChanges(json, count, changed);
        if (changed.Secret != now.Secret || changed.IsAccessOpen != now.IsAccessOpen)
        {
            return "\"secret\" and \"access\" can be changed over the cable only";
        }

        if (!changed.HasBroker)
        {
            return "without a broker the device could not be told anything any more; that can be changed over the cable only";
        }

        if (changed.ReachesOtherwise(now))
        {
            if (!_storage.Trial.Put(changed))
            {
                return "the device could not store them; the settings before are still in force";
            }

            RestartReason = "to try out other settings";
            return null;
        }

        if (!_storage.Settings.Save(changed))
        {
            return "the device could not store them; the settings before are still in force";
        }

        _settings.IsDue = true;
        if (changed.NeedsRestart(now))
        {
            RestartReason = "settings changed";
        }
        else
        {
            _changed = changed;
        }

        return null;
    }

    private void Refuse(int command, string why, string crc)
    {
        _reasons[command].Say(Commands[command], why, crc, 0, 0);
        _refusals[command].IsDue = true;
    }
}
