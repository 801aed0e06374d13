using System.Text;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Control;
using MeterFirmware.Mqtt;
using MeterFirmware.State;

namespace MeterFirmware.Companion.Remote;

/// <summary>A device that is to be told something over its broker.</summary>
/// <param name="Access">The broker.</param>
/// <param name="Id">The device's id.</param>
/// <param name="Root">What its topics start with, without slash at the end.</param>
/// <param name="Secret">The device's secret; empty when it is not known here. Never to be shown or logged.</param>
internal sealed record DeviceTarget(BrokerAccess Access, string Id, string Root, string Secret)
{
    /// <summary>What the command line says of the broker, as it can be said again behind another command.</summary>
    public string BrokerWords { get; init; } = "";

    /// <summary>What it says of broker and device.</summary>
    public string Words { get; init; } = "";

    /// <summary>The device as a person calls it.</summary>
    public string Name => $"{Id} at {Access.Address}";

    /// <summary>A topic of the device.</summary>
    /// <param name="name">Its last part.</param>
    public string Topic(string name) => $"{Root}/{name}";
}

/// <summary>Talks with one device over its broker: reads what it has published, tells it what to do, and waits for its answer.</summary>
internal sealed class RemoteDevice : IAsyncDisposable
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a device that has just connected may take to tell of all: one thing a second, rates and settings after its totals and peaks.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(45);

    /// <summary>How long it is waited for what is missing before a person is told of it.</summary>
    public static readonly TimeSpan QuietPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long it is waited for what the broker keeps.</summary>
    public static readonly TimeSpan KeptPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(20);

    private static readonly string[] Topics =
    [
        TopicName.Status, ControlTopic.Access, ControlTopic.Rates, ControlTopic.NextRates, ControlTopic.Settings,
        TopicName.Prices, ControlTopic.ErrorOf(ControlTopic.PricesSet),
        ControlTopic.ErrorOf(ControlTopic.RatesSet), ControlTopic.ErrorOf(ControlTopic.SettingsSet), ControlTopic.ErrorOf(ControlTopic.RestartSet),
    ];

    private readonly DeviceTarget _target;
    private readonly TimeProvider _clock;
    private readonly MqttLink _link;
    private readonly Dictionary<string, byte[]> _known = [];
    private readonly List<string> _roots;

    private RemoteDevice(DeviceTarget target, TimeProvider clock)
    {
        _target = target;
        _clock = clock;
        _link = new MqttLink(target.Access, "tell", clock);
        _roots = [target.Root];
    }

    /// <summary>Connects, and reads what the device has published.</summary>
    /// <param name="target">Which device.</param>
    /// <param name="clock">Measures how long to wait, and gives messages their counter.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The broker cannot be reached, or the device is not there.</exception>
    public static async Task<RemoteDevice> OpenAsync(DeviceTarget target, TimeProvider clock, CancellationToken cancellation)
    {
        RemoteDevice device = new(target, clock);
        try
        {
            await device._link.OpenAsync(TopicsOf(target.Root), cancellation);
            await device.RequireAsync(cancellation);
            return device;
        }
        catch (Exception)
        {
            await device.DisposeAsync();
            throw;
        }
    }

    /// <summary>The newest payload of a topic.</summary>
    /// <param name="topic">Its last part.</param>
    /// <returns>Null when there was none.</returns>
    public byte[]? Known(string topic) => _known.GetValueOrDefault(topic);

    /// <summary>Why the device refused a message.</summary>
    /// <param name="command">What it was told.</param>
    /// <param name="crc">The CRC-32 of the message.</param>
    /// <returns>The reason, without full stop; null when nothing that it published names that message.</returns>
    public string? Refusal(string command, string crc)
    {
        try
        {
            FeedObject? refusal = Known(ControlTopic.ErrorOf(command)) is byte[] payload ? FeedObject.Parse(payload) : null;
            return refusal?.Text("crc") == crc ? refusal?.Text("error") : null;
        }
        catch (FeedException)
        {
            // Not written by a device.
            return null;
        }
    }

    /// <summary>What the device's nanoCLR was built for; empty when it does not say.</summary>
    public string Board
    {
        get
        {
            try
            {
                FeedObject access = FeedObject.Parse(Known(ControlTopic.Access)!);
                return access.Has("board") ? access.Text("board") : "";
            }
            catch (FeedException)
            {
                return "";
            }
        }
    }

    /// <summary>Tells the device what to do, signed when it asks for that.</summary>
    /// <param name="command">The command.</param>
    /// <param name="payload">What goes with it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The CRC-32 by which a refusal names the message.</returns>
    /// <exception cref="CommandFailure">The device wants a signature and its secret is not known here, the payload is too long, or the broker is gone.</exception>
    public async Task<string> SendAsync(string command, byte[] payload, CancellationToken cancellation)
    {
        (bool isOpen, bool hasSecret, long last) = ReadAccess();
        byte[] message = payload;
        if (payload.Length > SignedMessage.MostPayloadBytes)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The JSON has {payload.Length} bytes; a device takes at most {SignedMessage.MostPayloadBytes} over MQTT. Nothing was sent.");
        }

        if (!isOpen)
        {
            if (!hasSecret)
            {
                throw new CommandFailure(ExitCode.BadInput, $"The device {_target.Name} has no secret, so it takes nothing over MQTT: give it one over the cable with 'meter setup', or set \"access\" to \"open\"; 'meter device' takes it from the settings.json in the folder of --storage.");
            }

            if (_target.Secret.Length == 0)
            {
                throw new CommandFailure(ExitCode.WrongUsage, "The device takes signed messages only, and its secret is not known here: name its settings.json with --settings FILE, or a file with the secret with --secret-file FILE.");
            }

            // Also a companion whose clock is behind must come after what was taken before. What the device did not sign may be
            // anyone's: a message far ahead would use up the counters of all others.
            long counter = Math.Max(last + 1, _clock.GetUtcNow().ToUnixTimeMilliseconds());
            message = SignedMessage.Sign(_target.Id, command, counter, payload, Encoding.UTF8.GetBytes(_target.Secret));
        }

        await _link.PublishAsync(_target.Topic(command), message, isRetained: false, cancellation);
        return Crc32.Text(message, 0, message.Length);
    }

    /// <summary>Tells the device what to do, and waits for its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="payload">What goes with it.</param>
    /// <param name="isDone">Called with each message that comes, the last part of its topic and whether the broker had kept it: whether it says that all is well.</param>
    /// <param name="hint">What helps when no answer comes, as the end of a sentence.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="patience">How long to wait, if not as long as for most.</param>
    /// <returns>Why the device refuses, without full stop; null when it does not.</returns>
    /// <exception cref="CommandFailure">As of <see cref="SendAsync"/>; or the device does not answer.</exception>
    public async Task<string?> AskAsync(string command, byte[] payload, Func<string, bool, bool> isDone, string hint, CancellationToken cancellation, TimeSpan? patience = null)
    {
        string message = await SendAsync(command, payload, cancellation);
        string? refusal = null;
        bool isAnswered = await WaitAsync(
            (topic, isRetained) =>
            {
                refusal = topic == ControlTopic.ErrorOf(command) ? Refusal(command, message) : null;
                return refusal != null || isDone(topic, isRetained);
            },
            patience ?? AnswerPatience,
            cancellation);
        return isAnswered ? refusal : throw new CommandFailure(ExitCode.NotReachable, $"The device {_target.Name} did not answer within {(patience ?? AnswerPatience).TotalSeconds:0} s{hint}.");
    }

    /// <summary>Listens to the device under other topics too, to which it is about to move.</summary>
    /// <param name="root">What they start with, without slash at the end.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The broker is gone.</exception>
    public Task FollowAsync(string root, CancellationToken cancellation)
    {
        _roots.Add(root);
        return _link.SubscribeAsync(TopicsOf(root), cancellation);
    }

    /// <summary>Waits for something that the device publishes.</summary>
    /// <param name="isIt">Called with each message that comes: the last part of its topic, and whether the broker had kept it.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False when it did not come.</returns>
    public async Task<bool> WaitAsync(Func<string, bool, bool> isIt, TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource timeUp = new(patience, _clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        try
        {
            await foreach (LinkNews news in _link.News.ReadAllAsync(stop.Token))
            {
                if (news.Topic.Length == 0)
                {
                    continue;
                }

                string topic = news.Topic[(_roots.Find(root => news.Topic.StartsWith(root + "/", StringComparison.Ordinal))!.Length + 1)..];
                _known[topic] = news.Payload;
                if (isIt(topic, news.IsRetained))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Time is up.
        }

        return false;
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static string[] TopicsOf(string root) => [.. Topics.Select(topic => $"{root}/{topic}")];

    private (bool IsOpen, bool HasSecret, long Counter) ReadAccess()
    {
        try
        {
            FeedObject access = FeedObject.Parse(Known(ControlTopic.Access)!);
            long counter = access.Number("counter");
            bool isDevices = access.Has("signature") && access.Text("signature") == SignedMessage.SignCounter(_target.Id, counter, _target.Secret);
            return (access.Text("access") == "open", access.Bool("hasSecret"), isDevices ? counter : 0);
        }
        catch (FeedException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"What stands in {_target.Topic(ControlTopic.Access)} is not the device's: {Sentence.Ended(error.Message)} Find out who else publishes there; the device writes it anew when it starts.");
        }
    }

    private bool IsOnline => Known(TopicName.Status) is byte[] status && Encoding.UTF8.GetString(status).Trim() == TopicName.Online;

    private string? Program() => Known(ControlTopic.Access) is byte[] access ? PublishingProgram.Describe(access) : null;

    private async Task RequireAsync(CancellationToken cancellation)
    {
        string[] needed = [TopicName.Status, ControlTopic.Access, ControlTopic.Rates, ControlTopic.NextRates, ControlTopic.Settings];
        bool IsTold() => needed.All(_known.ContainsKey) || Program() != null;
        bool isTold = await WaitAsync((_, _) => IsTold(), KeptPatience, cancellation);
        if (!isTold && !_known.ContainsKey(TopicName.Status))
        {
            await WaitAsync((topic, _) => topic == TopicName.Status || IsTold(), StatusPatience, cancellation);
            isTold = IsTold();
        }

        isTold = isTold || (IsOnline && await WaitAsync((_, _) => IsTold(), QuietPatience, cancellation));
        if (!isTold && IsOnline)
        {
            Console.Error.WriteLine($"The device {_target.Name} has not told of its rates and settings yet, as when it has just started; waiting for them.");
            await WaitAsync((_, _) => IsTold(), StartPatience, cancellation);
        }

        if (Program() is string program)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"{_target.Name} is no device that takes rates and settings over MQTT. {program}");
        }

        if (Known(TopicName.Status) == null)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"No device {_target.Name} has told of itself; 'meter devices{_target.BrokerWords}' lists those that have.{_target.Access.HiddenHint}");
        }

        if (!IsOnline)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device {_target.Name} is offline.");
        }

        if (needed.FirstOrDefault(topic => !_known.ContainsKey(topic)) is string missing)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"The device {_target.Name} has not published {missing} within {StartPatience.TotalSeconds:0} s: it has lost its broker, is another program, or runs a version without it; 'meter devices{_target.BrokerWords}' tells how it is.");
        }
    }
}
