using System.Globalization;
using MeterFirmware.Costs;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Many simulated meters at one broker, each a device of its own, all on one thread.</summary>
/// <remarks>
/// Their telegrams are spread over the second, as those of real meters are; quarters end for all at once, as they do in the street. At several
/// hosts each begins at another.
/// </remarks>
/// <param name="access">The broker.</param>
/// <param name="rates">The prices.</param>
/// <param name="clock">Paces them.</param>
internal sealed class MeterFleet(BrokerAccess access, Rates rates, TimeProvider clock)
{
    private const int ConnectionsPerSecond = 100;
    private const int MsPerStep = 100;
    private const int StepsPerSecond = 10;

    // Devices that publish so seldom publish little else either.
    private const int FleetSeconds = 60;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // What a device leaves with the broker.
    private static readonly string[] KeptTopics =
    [
        TopicName.State, TopicName.Quarter, TopicName.Meter, TopicName.Peaks, TopicName.PeakHistory, TopicName.Diagnostics, TopicName.Status,
        TopicName.Prices, TopicName.PricesToday, TopicName.PricesTomorrow,
        .. Enumerable.Range(1, ObisCode.LastChannel).Select(TopicName.Channel),
        .. Enumerable.Range(0, Ledger.Periods).Select(TopicName.Costs),
    ];

    private readonly LinkCounts _counts = new();
    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];

    /// <summary>How many.</summary>
    public required int Devices { get; init; }

    /// <summary>What their ids begin with.</summary>
    public required string IdPrefix { get; init; }

    /// <summary>Seconds between two of <c>state</c>.</summary>
    public required int StateSeconds { get; init; }

    /// <summary>Simulated seconds in each second, one telegram's worth.</summary>
    public int Speed { get; init; } = 1;

    /// <summary>The seed of the first house; the others follow.</summary>
    public required int Seed { get; init; }

    /// <summary>Runs until it is asked to stop.</summary>
    /// <param name="output">Gets a line every ten seconds, and a summary.</param>
    /// <param name="cancellation">Asks it to stop.</param>
    /// <exception cref="CommandFailure">The broker cannot be reached at the start.</exception>
    public async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        await MqttLink.TryAsync(access, cancellation);
        FleetMeter[] meters = new FleetMeter[Devices];
        long startUtc = clock.GetUtcNow().ToUnixTimeSeconds() / Speed * Speed;
        string format = new('0', Devices.ToString(CultureInfo.InvariantCulture).Length);
        for (int i = 0; i < Devices; i++)
        {
            PublisherOptions options = new()
            {
                DeviceId = $"{IdPrefix}-{(i + 1).ToString(format, CultureInfo.InvariantCulture)}",
                StateSeconds = StateSeconds,
                HomeAssistant = false,
            };
            if (StateSeconds >= FleetSeconds)
            {
                (options.QuarterSeconds, options.CostsSeconds, options.DiagnosticsSeconds) = (0, 0, 3600);
            }

            string[] hosts = access.Address.Hosts;
            int first = i % hosts.Length;
            BrokerAddress address = access.Address with { Host = string.Join(',', [.. hosts[first..], .. hosts[..first]]) };
            MqttLink link = new(access with { Address = address }, options, clock) { Counts = _counts, LongestPause = LongestPause };
            meters[i] = new FleetMeter(Seed + i, startUtc, rates, options, link);
            link.Start(TimeSpan.FromSeconds((double)i / ConnectionsPerSecond));
        }

        long startedAt = clock.GetTimestamp();
        try
        {
            await WorkAsync(meters, startedAt, output, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }

        // Before the devices take leave, which is not part of what is measured.
        string summary = FleetReport.Summary(Devices, clock.GetElapsedTime(startedAt), _counts);
        await Task.WhenAll(meters.Select(meter => meter.LeaveAsync()));
        output.Write(summary);
    }

    private async Task WorkAsync(FleetMeter[] meters, long startedAt, TextWriter output, CancellationToken cancellation)
    {
        FleetReport report = new(Devices, _counts);
        TimeSpan reportAt = ReportEvery;

        // Step t of device n is turn t * Devices + n; with the first step of a second comes its telegram.
        for (long turn = 0; ; turn++)
        {
            TimeSpan due = TimeSpan.FromMilliseconds(turn * MsPerStep / Devices);
            TimeSpan now = clock.GetElapsedTime(startedAt);
            while (now < due)
            {
                TimeSpan wait = due - now;
                await Task.Delay(wait > Slice ? wait : Slice, clock, cancellation);
                now = clock.GetElapsedTime(startedAt);
            }

            cancellation.ThrowIfCancellationRequested();
            if (turn / Devices % StepsPerSecond == 0)
            {
                meters[turn % Devices].Pass(_telegram, Speed);
            }
            else
            {
                meters[turn % Devices].Step();
            }

            if (now >= reportAt)
            {
                output.WriteLine(report.Line(now, now - due));
                reportAt += ReportEvery;
            }
        }
    }

    /// <summary>One simulated meter of a fleet, with the device that reads it.</summary>
    private sealed class FleetMeter
    {
        private readonly SimulatedHome _home;
        private readonly Meter _meter;
        private readonly Publisher _feed;
        private readonly PublisherOptions _options;
        private readonly MqttLink _link;
        private readonly DeviceStatus _status = new() { Version = Show.Version };

        /// <summary>Hangs it.</summary>
        /// <param name="seed">Which house.</param>
        /// <param name="startUtc">Now, UTC seconds.</param>
        /// <param name="rates">The prices.</param>
        /// <param name="options">Which device it is, and how often it publishes.</param>
        /// <param name="link">Its way to the broker.</param>
        public FleetMeter(int seed, long startUtc, Rates rates, PublisherOptions options, MqttLink link)
        {
            _home = new SimulatedHome(seed, startUtc);
            _meter = new Meter(rates);
            _options = options;
            _link = link;
            _feed = new Publisher(_meter, _status, options, link);
            _feed.TellStart("simulation started");
        }

        /// <summary>Lets time pass, until the next telegram.</summary>
        /// <param name="telegram">Room for a telegram, shared by all meters.</param>
        /// <param name="seconds">How long.</param>
        public void Pass(byte[] telegram, int seconds)
        {
            _home.Step(seconds);
            _status.UptimeSeconds += seconds;
            _meter.Read(telegram, 0, _home.WriteTelegram(telegram));
            _feed.TakeTelegram();
            Step();
        }

        /// <summary>Hands over what is due: one message, when the broker has the one before.</summary>
        public void Step() => _feed.Step(_status.UptimeSeconds * 1000);

        /// <summary>Takes back what the broker keeps of it, which is left as it was found, and ends the connection.</summary>
        public async Task LeaveAsync()
        {
            try
            {
                await Task.WhenAll(KeptTopics.Select(topic => _link.PublishAsync(_options.Topic(topic), [], isRetained: true, CancellationToken.None)));
            }
            catch (CommandFailure)
            {
                // It has gone before us.
            }

            await _link.DisposeAsync();
        }
    }
}
