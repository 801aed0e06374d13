using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Simulation;
using MeterFirmware.Tariffs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Live;

public sealed class LiveSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly Meter _meter = new(new Rates());
    private readonly Log _log = new();
    private readonly RecordingView _view = new();

    [Fact]
    public async Task Every_telegram_of_a_source_reaches_the_view()
    {
        using ScriptedSource source = new(Bytes(25), chunk: 700);

        await new LiveSession(source, _meter, _log, _clock).RunAsync(_view, CancellationToken.None);

        Assert.Equal(25, _view.Telegrams);
        Assert.Equal(25, _meter.Reader.TelegramCount);
    }

    [Fact]
    public async Task A_telegram_that_ends_with_the_stream_still_counts()
    {
        byte[] bytes = Bytes(2);
        using ScriptedSource source = new(bytes[..^2], chunk: 4096);

        await new LiveSession(source, _meter, _log, _clock).RunAsync(_view, CancellationToken.None);

        Assert.Equal(2, _view.Telegrams);
    }

    [Fact]
    public async Task A_silent_meter_is_shown_and_logged_once()
    {
        using ScriptedSource source = new(Bytes(1), chunk: 4096) { StaysOpen = true };
        using CancellationTokenSource stop = new();
        _view.OnTrouble = trouble =>
        {
            if (trouble == "no telegram for 0:15")
            {
                stop.Cancel();
            }
        };

        await new LiveSession(source, _meter, _log, new LeapingClock()).RunAsync(_view, stop.Token).WaitAsync(Patience);

        Assert.Equal(1, _view.Telegrams);
        Assert.Equal("no telegram for 0:10", _view.Troubles[0]);
        Assert.Single(_log.Messages, message => message.Text.Contains("silent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\n", "line ends were changed to LF: the converter changes what the meter sends; set it to raw")]
    [InlineData("\r\r\n", "line ends were changed to CR CR LF: the converter changes what the meter sends; set it to raw")]
    public async Task Telegrams_that_a_converter_changed_are_refused_and_it_is_said_what_it_does(string lineEnd, string said)
    {
        string text = System.Text.Encoding.Latin1.GetString(Bytes(20)).Replace("\r\n", lineEnd, StringComparison.Ordinal);
        using ScriptedSource source = new(System.Text.Encoding.Latin1.GetBytes(text), chunk: 700);

        await new LiveSession(source, _meter, _log, _clock).RunAsync(_view, CancellationToken.None);

        Assert.Equal((0, 20), (_view.Telegrams, _meter.Reader.CrcErrorCount));
        Assert.Equal([said], _log.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Who_leaves_by_a_key_ends_it_well()
    {
        using ScriptedSource source = new(Bytes(3), chunk: 4096) { StaysOpen = true };
        _view.Leaves = true;

        await new LiveSession(source, _meter, _log, new LeapingClock()).RunAsync(_view, CancellationToken.None).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_source_that_fails_says_so()
    {
        using ScriptedSource source = new([], chunk: 1) { Failure = new CommandFailure(ExitCode.NotReachable, "gone") };

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(
            () => new LiveSession(source, _meter, _log, _clock).RunAsync(_view, CancellationToken.None));

        Assert.Equal("gone", failure.Message);
    }

    [Fact]
    public async Task A_state_that_cannot_be_stored_is_logged_and_reading_goes_on()
    {
        string folder = Directory.CreateTempSubdirectory("meter").FullName;
        string path = Path.Combine(folder, "totals");
        Directory.CreateDirectory(path + ".new");
        using ScriptedSource source = new(Bytes(1000), chunk: 4096);

        // At the end, when nothing more can be tried, it is an error.
        await Assert.ThrowsAsync<CommandFailure>(
            () => new LiveSession(source, _meter, _log, _clock) { State = new StateFile(path) }.RunAsync(_view, CancellationToken.None));

        Assert.Equal(1000, _view.Telegrams);
        Assert.Contains(_log.Messages, message => message.IsWarning && message.Text.Contains("cannot be written", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Bytes(int telegrams)
    {
        SimulatedHome home = new(2, Moments.Local(2026, 6, 1));
        byte[] telegram = new byte[SimulatedHome.LargestTelegram];
        List<byte> bytes = [];
        for (int i = 0; i < telegrams; i++)
        {
            home.Step(1);
            bytes.AddRange(telegram.AsSpan(0, home.WriteTelegram(telegram)));
        }

        return [.. bytes];
    }

    private sealed class RecordingView : ILiveView
    {
        public int Telegrams { get; private set; }

        public List<string> Troubles { get; } = [];

        public Action<string>? OnTrouble { get; set; }

        public bool Leaves { get; set; }

        public bool HandleKeys(IShownMeter shown) => !Leaves;

        public void Telegram(IShownMeter shown) => Telegrams++;

        public void Refresh(IShownMeter shown)
        {
            if (shown.Trouble.Length > 0)
            {
                Troubles.Add(shown.Trouble);
                OnTrouble?.Invoke(shown.Trouble);
            }
        }

        public void Message(LogMessage message)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class ScriptedSource(byte[] bytes, int chunk) : IByteSource
    {
        private int _position;

        public string Name => "script";

        public Action<string>? Notice { get; set; }

        public bool StaysOpen { get; init; }

        public Exception? Failure { get; init; }

        public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

        public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
        {
            if (Failure != null)
            {
                throw Failure;
            }

            int count = Math.Min(chunk, bytes.Length - _position);
            if (count == 0 && StaysOpen)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            Array.Copy(bytes, _position, buffer, 0, count);
            _position += count;
            return count;
        }

        public void Dispose()
        {
        }
    }
}
