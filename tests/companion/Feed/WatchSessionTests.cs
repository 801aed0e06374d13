using System.Threading.Channels;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Feed;

public sealed class WatchSessionTests
{
    private const string State = """{"time":"2026-02-19T18:02:00+01:00","importW":7282}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_the_broker_keeps_and_what_comes_reach_the_view()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient device = await TestClient.ConnectAsync(broker.Address);
        List<(string Topic, byte[] Payload)> kept = [];
        PublishedMeter shown = new((topic, payload) => kept.Add((topic, payload)));
        shown.Pass(1);
        foreach ((string topic, byte[] payload) in kept)
        {
            await device.PublishAsync($"meter/a/{topic}", payload, retain: topic != "event");
        }

        await device.PublishAsync("meter/b/state", State);
        await using Watcher watcher = await Watcher.StartAsync(broker.Address);

        // Told once all of it is there, whatever came first.
        MeterSnapshot first = await watcher.NextStateAsync();
        Assert.Equal(shown.Meter.Reading.TimeUtc, first.TimeUtc);
        Assert.Equal(shown.Meter.Quarter.ForecastW, first.Quarter!.ForecastW);
        Assert.Equal(shown.Meter.Ledger.Today.ImportWh, first.Costs!.Days[0].ImportWh);

        await device.PublishAsync("meter/a/state", State.Replace("7282", "100", StringComparison.Ordinal).Replace("18:02", "23:02", StringComparison.Ordinal));
        Assert.Equal(100, (await watcher.NextStateAsync()).ImportW);
        Assert.Equal("meter, 0 s old", watcher.Shown.Source);
    }

    [Fact]
    public async Task A_broker_that_goes_is_said_and_one_that_comes_back_is_found()
    {
        LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using Watcher watcher = await Watcher.StartAsync(broker.Address);

        await broker.DisposeAsync();
        await watcher.MessageAsync("the broker is gone, trying to come back");
        Assert.StartsWith("no broker for 0:0", watcher.Shown.Trouble, StringComparison.Ordinal);

        await using LoopbackBroker again = (await LoopbackBroker.TryStartAsync(broker.Address.Port))!;
        await watcher.MessageAsync("the broker is back");
        await using TestClient device = await TestClient.ConnectAsync(again.Address);
        await device.PublishAsync("meter/a/state", State);
        Assert.Equal(7282, (await watcher.NextStateAsync()).ImportW);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_not_reachable()
    {
        BrokerAddress nowhere = new("127.0.0.1", FreePort.Find(), IsTls: false);

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => Watcher.StartAsync(nowhere));

        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
        Assert.StartsWith($"Nothing listens at {nowhere}; ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_tells_nothing_is_said_once()
    {
        FakeTimeProvider clock = new();
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using MqttLink link = new(new BrokerAccess(broker.Address), "watch", clock);
        await link.OpenAsync(["meter/a/#"], CancellationToken.None);
        Log log = new();
        WatchedMeter shown = new("meter", log, clock);
        using CancellationTokenSource stop = new();
        using PlainView view = new(TextWriter.Null, TextWriter.Null);
        Task running = new WatchSession(link, "meter/a/", shown, log, clock) { Missing = "no device a" }.RunAsync(view, stop.Token);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(log.Messages);
        await Eventually.IsSo(() => log.Messages.Count > 0, () => clock.Advance(TimeSpan.FromSeconds(1)));

        await stop.CancelAsync();
        await running;
        Assert.Equal(new LogMessage(0, "no device a", true), Assert.Single(log.Messages));
    }

    [Fact]
    public async Task The_only_device_is_found_and_more_are_listed()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient device = await TestClient.ConnectAsync(broker.Address);
        BrokerAccess access = new(broker.Address);
        HastyClock clock = new((TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(0.5)));

        CommandFailure none = await Assert.ThrowsAsync<CommandFailure>(() => DeviceCensus.FindOnlyAsync(access, clock, CancellationToken.None));
        Assert.StartsWith($"No device has told of itself at {broker.Address}", none.Message, StringComparison.Ordinal);

        await device.PublishAsync("meter/a/status", "online");
        await device.PublishAsync("other/c/status", "online");
        Assert.Equal("a", await DeviceCensus.FindOnlyAsync(access, clock, CancellationToken.None));

        await device.PublishAsync("meter/b/status", "offline");
        CommandFailure two = await Assert.ThrowsAsync<CommandFailure>(() => DeviceCensus.FindOnlyAsync(access, clock, CancellationToken.None));
        Assert.Equal($"2 devices are at {broker.Address}; name one with --device: a, b (offline).", two.Message);
    }

    private sealed class Watcher : ILiveView, IAsyncDisposable
    {
        private readonly Channel<MeterSnapshot> _states = Channel.CreateUnbounded<MeterSnapshot>();
        private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
        private readonly CancellationTokenSource _stop = new();
        private readonly MqttLink _link;
        private readonly Log _log = new();
        private Task _running = Task.CompletedTask;

        private Watcher(BrokerAddress broker)
        {
            Shown = new WatchedMeter("meter", _log, TimeProvider.System);
            _link = new MqttLink(new BrokerAccess(broker), "watch", TimeProvider.System);
        }

        public WatchedMeter Shown { get; }

        public static async Task<Watcher> StartAsync(BrokerAddress broker)
        {
            Watcher watcher = new(broker);
            await watcher._link.OpenAsync(["meter/a/#"], CancellationToken.None);
            watcher._running = new WatchSession(watcher._link, "meter/a/", watcher.Shown, watcher._log, TimeProvider.System).RunAsync(watcher, watcher._stop.Token);
            return watcher;
        }

        public async Task<MeterSnapshot> NextStateAsync() => await _states.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public async Task MessageAsync(string text)
        {
            while (await _messages.Reader.ReadAsync().AsTask().WaitAsync(Patience) != text)
            {
            }
        }

        public void Telegram(IShownMeter shown) => _states.Writer.TryWrite(shown.Snapshot());

        public void Refresh(IShownMeter shown)
        {
        }

        public void Message(LogMessage message) => _messages.Writer.TryWrite(message.Text);

        public void Dispose()
        {
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _link.DisposeAsync();
        }
    }
}
