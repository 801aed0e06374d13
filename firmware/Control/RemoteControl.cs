using System;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Settings;
using MeterFirmware.State;
using MeterFirmware.Storage;
using nanoFramework.Runtime.Native;

namespace MeterFirmware.Control;

/// <summary>Does what is asked for over MQTT: other rates, other settings, a restart. Whatever is refused changes nothing.</summary>
/// <remarks>
/// Settings by which the device reaches the broker, and pins, are tried out by the next boot, which starts at once: it keeps them when it
/// has reached the broker, and starts again with the old ones when it has not in <see cref="TrialMs"/>.
/// </remarks>
public sealed class RemoteControl : IPublisherListener
{
    /// <summary>How long settings are tried out, milliseconds.</summary>
    public const long TrialMs = 120000;

    /// <summary>Why the device starts again with the settings that it had.</summary>
    public const string TakenBack = "settings taken back: the broker was not reached with them within two minutes";

    private const int SettingsCommand = 2;

    // The answers; behind them come the refusals, one for each command.
    private const int Access = 0;
    private const int Rates = 1;
    private const int NextRates = 2;
    private const int SettingsInForce = 3;
    private const int FirstRefusal = 4;

    private static readonly string[] Commands =
    {
        ControlTopic.RatesSet, ControlTopic.RatesCancel, ControlTopic.SettingsSet, ControlTopic.RestartSet, ControlTopic.PricesSet,
    };

    private readonly RatesInForce _ratesInForce;
    private readonly DeviceStorage _storage;
    private readonly PublisherOptions _options;
    private readonly CommandGate _gate;
    private readonly Refusal?[] _refusals = new Refusal?[Commands.Length];
    private DeviceSettings? _changed;
    private int _ratesChanges;
    private string _takenCrc = "";

    /// <summary>Makes it.</summary>
    /// <param name="rates">Puts rates in force.</param>
    /// <param name="storage">Keeps rates and settings.</param>
    /// <param name="options">The device's id and topics.</param>
    public RemoteControl(RatesInForce rates, DeviceStorage storage, PublisherOptions options)
    {
        _ratesInForce = rates;
        _storage = storage;
        _options = options;
        _gate = new CommandGate(storage.Counter);
    }

    /// <inheritdoc/>
    public string[] Topics
    {
        get
        {
            string[] topics = new string[Commands.Length];
            for (int i = 0; i < topics.Length; i++)
            {
                topics[i] = _options.Topic(Commands[i]);
            }

            return topics;
        }
    }

    /// <inheritdoc/>
    public int Due { get; set; }

    /// <inheritdoc/>
    public int Kept => (1 << FirstRefusal) - 1;

    /// <summary>How many answers there are.</summary>
    internal static int AnswerCount => FirstRefusal + Commands.Length;

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
            if (message.Topic == _options.Topic(Commands[i]))
            {
                Do(i, message);
            }
        }
    }

    /// <inheritdoc/>
    public string AnswerTopic(int answer) => answer switch
    {
        Access => ControlTopic.Access,
        Rates => ControlTopic.Rates,
        NextRates => ControlTopic.NextRates,
        SettingsInForce => ControlTopic.Settings,
        _ => ControlTopic.ErrorOf(Commands[answer - FirstRefusal]),
    };

    /// <inheritdoc/>
    public void WriteAnswer(int answer, JsonWriter json)
    {
        switch (answer)
        {
            case Access:
                WriteAccess(_storage.Settings.Value, _storage.Counter.Value, json);
                break;
            case Rates:
                json.BeginObject();
                json.Moment("since", _storage.RatesSince.Value);
                _storage.Rates.Write(json, "rates");
                json.EndObject();
                break;
            case NextRates:
                json.BeginObject();
                _storage.NextRates.Write(json, "rates");
                json.EndObject();
                break;
            case SettingsInForce:
                new DeviceSettingsWriter(_storage.Settings.Value, withSecrets: false).Write(json);
                break;
            default:
                _refusals[answer - FirstRefusal]?.Write(json);
                break;
        }
    }

    /// <summary>Says that the settings on trial were taken back, after the restart that did it.</summary>
    public void TellTakenBack() => Refuse(SettingsCommand, TakenBack, _storage.Trial.Crc);

    /// <summary>Looks after settings on trial, and tells of rates that have changed.</summary>
    /// <param name="isConnected">Whether the broker has been reached with them.</param>
    /// <param name="sinceBootMs">Milliseconds since the boot.</param>
    public void Step(bool isConnected, long sinceBootMs)
    {
        if (_ratesInForce.ChangeCount != _ratesChanges)
        {
            _ratesChanges = _ratesInForce.ChangeCount;
            Due |= 1 << Rates | 1 << NextRates;
        }

        if (!_storage.Settings.IsOnTrial || RestartReason != null)
        {
            return;
        }

        if (isConnected)
        {
            if (_storage.Settings.Save(_storage.Settings.Value))
            {
                Due |= 1 << SettingsInForce;
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

    private void WriteAccess(DeviceSettings settings, long counter, JsonWriter json)
    {
        json.BeginObject();
        json.Text("access", settings.IsAccessOpen ? "open" : "signed");
        json.Bool("hasSecret", settings.Secret.Length > 0);
        json.Number("counter", counter);
        json.Text("board", SystemInfo.TargetName);
        if (settings.Secret.Length > 0)
        {
            json.Text("signature", SignedMessage.SignCounter(_options.DeviceId, counter, settings.Secret));
        }

        json.EndObject();
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
            // The same message again, as a broker may deliver it or anyone send it: whoever wrote it has his answer.
            if (crc == _takenCrc)
            {
                return;
            }

            Refuse(command, _gate.Refusal, crc);
            return;
        }

        _takenCrc = crc;
        Due |= 1 << Access;
        if (count > SignedMessage.MostPayloadBytes)
        {
            Refuse(command, "it has " + count.ToString() + " bytes; at most " + SignedMessage.MostPayloadBytes.ToString() + " can be used", crc);
            return;
        }

        try
        {
            string? problem = Do(Commands[command], payload, count, crc);
            if (problem != null)
            {
                Refuse(command, problem, crc);
            }
        }
        catch (InvalidInputException error)
        {
            Refuse(command, error.Message, crc, error.Line, error.Column);
        }
    }

    // Returns what went wrong, or null.
    private string? Do(string command, byte[] payload, int count, string crc)
    {
        switch (command)
        {
            case ControlTopic.RatesSet:
                return _ratesInForce.Set(payload, count) ? null : "the device could not store them; the rates before are still in force";
            case ControlTopic.RatesCancel:
                return _ratesInForce.Cancel() ? null : "the device could not forget them; they still wait for their day";
            case ControlTopic.PricesSet:
                return _ratesInForce.SetPrices(payload, count);
            case ControlTopic.SettingsSet:
                return ChangeSettings(payload, count, crc);
            default:
                RestartReason = "asked to restart";
                return null;
        }
    }

    private string? ChangeSettings(byte[] json, int count, string crc)
    {
        if (RestartReason != null)
        {
            // Those that are to be tried out would take the place of these.
            return "the device is about to restart; send them again after that";
        }

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

        string? problem = PinSettingsReader.ProblemOf(changed, now, SystemInfo.TargetName);
        if (problem != null)
        {
            return problem;
        }

        if (changed.ReachesOtherwise(now))
        {
            if (!_storage.Trial.Put(changed, crc))
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

        Due |= 1 << SettingsInForce;
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

    private void Refuse(int command, string why, string crc, int line = 0, int column = 0)
    {
        _refusals[command] = new Refusal(Commands[command], why, crc, line, column);
        Due |= 1 << (FirstRefusal + command);
    }
}
