using MeterFirmware.Companion.Commands;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Feed;

/// <summary>The demo's house on its evening, read by a meter that publishes every second.</summary>
internal sealed class PublishedMeter
{
    /// <summary>A meter's state at the evening's start, which takes a second to work out.</summary>
    public static readonly Lazy<byte[]> WeeksBefore = new(() =>
    {
        Meter meter = new(RatesFile.ReadExample());
        DemoCommand.RunThroughWeeksBefore(SimulatedHome.Demo(1), meter);
        return SavedState.Of(meter.Save);
    });

    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];
    private readonly SimulatedHome _home = SimulatedHome.Demo(1);
    private readonly Publisher _feed;
    private long _nowMs;

    /// <summary>Stands at the evening's start, before its first telegram.</summary>
    /// <param name="deliver">Takes the last part of each topic, and the payload.</param>
    /// <param name="rates">The rates; the example's when null.</param>
    public PublishedMeter(Action<string, byte[]> deliver, Rates? rates = null)
    {
        _home.StepToLive();
        Meter = new Meter(rates ?? RatesFile.ReadExample());
        Assert.True(SavedState.Load(Meter, WeeksBefore.Value));
        PublisherOptions options = new() { StateSeconds = 1, QuarterSeconds = 1, CostsSeconds = 1, DiagnosticsSeconds = 10 };
        _feed = new Publisher(Meter, Status, options, new DirectLink(options, deliver));
    }

    public Meter Meter { get; }

    public DeviceStatus Status { get; } = new() { Version = "0.1.0" };

    /// <summary>Lets time pass, with a telegram at the end of it.</summary>
    public void Pass(int seconds)
    {
        _home.Step(seconds);
        _nowMs += seconds * 1000L;
        Status.UptimeSeconds += seconds;
        Meter.Read(_telegram, 0, _home.WriteTelegram(_telegram));
        _feed.TakeTelegram();
        Settle();
    }

    /// <summary>Lets time pass without telegram.</summary>
    public void BeSilent(int seconds)
    {
        _nowMs += seconds * 1000L;
        Status.SilentSeconds += seconds;
        Settle();
    }

    private void Settle()
    {
        do
        {
            _feed.Step(_nowMs);
        }
        while (!_feed.IsIdle);
    }

    /// <summary>A broker without network: every message is handed on at once, and acknowledged.</summary>
    private sealed class DirectLink(PublisherOptions options, Action<string, byte[]> deliver) : IBrokerLink
    {
        private readonly int _prefix = options.Topic("").Length;

        public bool IsConnected => true;

        public int ConnectionCount => 1;

        public bool Send(OutboundMessage message)
        {
            deliver(message.Topic[_prefix..], [.. message.Payload]);
            message.End(isDelivered: true);
            return true;
        }

        public InboundMessage? Receive() => null;
    }
}
