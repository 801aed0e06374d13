using System.Net.NetworkInformation;
using System.Net.Sockets;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Publishes a meter that is read here, with the device's own feed: the messages are the chip's, byte for byte.</summary>
/// <remarks>Nothing here waits for the network, but the end. Whatever goes wrong is logged, and reading goes on.</remarks>
internal sealed class PublishSession
{
    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FinishTick = TimeSpan.FromMilliseconds(1);

    private readonly Meter _meter;
    private readonly BrokerAddress _address;
    private readonly BrokerAccess _access;
    private readonly PublisherOptions _options;
    private readonly HashSet<string> _kept = [];
    private readonly Log _log;
    private readonly TimeProvider _clock;
    private readonly MqttLink _link;
    private readonly Publisher _feed;
    private readonly long _startedAt;
    private string _said = "";
    private bool _isBroken;

    /// <summary>Makes it; <see cref="Start"/> connects.</summary>
    /// <param name="meter">What is published.</param>
    /// <param name="access">The broker.</param>
    /// <param name="options">Which device it is, and how often.</param>
    /// <param name="log">Is told how it is with the broker.</param>
    /// <param name="clock">Measures time.</param>
    /// <exception cref="CommandFailure">A certificate cannot be read.</exception>
    public PublishSession(Meter meter, BrokerAccess access, PublisherOptions options, Log log, TimeProvider clock)
    {
        _meter = meter;
        _access = access;
        _address = access.Address;
        _options = options;
        _log = log;
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        _link = new MqttLink(access, options, clock) { Kept = _kept };
        _feed = new Publisher(meter, Status, options, _link);
        _feed.TellStart($"meter {Show.Version} started");
    }

    /// <summary>Who publishes, for commands that take it for a device that they can change.</summary>
    public PublishingProgram? Program
    {
        init => _feed.Join(value!);
    }

    /// <summary>Whether nothing is to be left with the broker at the end, as of a house that there is not.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>How this machine is doing, as far as it can tell.</summary>
    public DeviceStatus Status { get; } = new() { Version = Show.Version, Address = LanAddress(), IsWifiConnected = true };

    /// <summary>Begins to connect.</summary>
    public void Start() => _link.Start(topics: _feed.Subscriptions);

    /// <summary>Takes note of the telegram that the meter has just worked through.</summary>
    public void TakeTelegram() => Try(_feed.TakeTelegram);

    /// <summary>Hands over what is due.</summary>
    /// <param name="silentSeconds">Seconds since the last telegram.</param>
    public void Step(long silentSeconds)
    {
        TimeSpan up = _clock.GetElapsedTime(_startedAt);
        Status.UptimeSeconds = (long)up.TotalSeconds;
        Status.SilentSeconds = silentSeconds;
        Status.Broker = _link.State;
        Try(() =>
        {
            if (_link.Failure is Exception failure)
            {
                throw failure;
            }

            _feed.Step((long)up.TotalMilliseconds);
        });
        TellState();
    }

    /// <summary>Says goodbye to the broker.</summary>
    /// <param name="isComplete">
    /// Whether the source has come to its end: then what it said last is handed over before, and that is waited for, for some seconds.
    /// </param>
    public async Task StopAsync(bool isComplete)
    {
        if (isComplete && !_isBroken)
        {
            await FinishAsync();
        }

        Try(() => _feed.SayGoodbye());
        await _link.DisposeAsync();
        if (IsForgotten && _kept.Count > 0)
        {
            await MqttLink.TakeBackAsync(_access, _kept, _clock);
        }
    }

    /// <summary>The IPv4 address of this machine on its network; empty without one.</summary>
    internal static string LanAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(net => net.OperationalStatus == OperationalStatus.Up && net.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(net => net.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "";

    // A recording is over sooner than a connection comes about.
    private async Task FinishAsync()
    {
        long from = _clock.GetTimestamp();
        while (!_link.IsConnected && _clock.GetElapsedTime(from) < LongestConnecting)
        {
            await Task.Delay(FinishTick, _clock);
        }

        Try(_feed.TellAll);

        // One after another.
        do
        {
            Step(0);
            await Task.Delay(FinishTick, _clock);
        }
        while (!_isBroken && !_feed.IsIdle && _clock.GetElapsedTime(from) < (_link.IsConnected ? LongestFinish : LongestConnecting));
    }

    private void Try(Action action)
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            action();
        }
        catch (Exception error)
        {
            _isBroken = true;
            _log.Add(_meter.Reading.TimeUtc, $"publishing has stopped: {error.Message}", isWarning: true);
        }
    }

    private void TellState()
    {
        string state = _link.State;
        if (state is "connecting" || state == _said)
        {
            return;
        }

        _said = state;
        bool isOnline = state == MqttLink.Online;
        _log.Add(
            _meter.Reading.TimeUtc,
            isOnline ? $"published as {_options.Topic("#")}" : $"broker {_address.Host}:{_address.Port}: {state}, trying again",
            isWarning: !isOnline);
    }
}
