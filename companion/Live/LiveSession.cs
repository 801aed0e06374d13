using System.Threading.Channels;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Live;

/// <summary>Carries bytes from a source through the meter to a view, until the source ends or someone stops it.</summary>
/// <remarks>
/// The source is read by a task of its own, so that drawing never makes it miss a byte. The picture is drawn once a telegram,
/// and not more than some twenty times a second when telegrams come faster.
/// </remarks>
internal sealed class LiveSession(IByteSource source, Meter meter, Log log, TimeProvider clock)
{
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly MeterLog _meterLog = new(log);
    private readonly LocalMeter _shown = new(meter, source.Name);
    private readonly WireLook _look = new();

    private int _patienceSeconds = DeviceStatus.SilentAfterSeconds;

    /// <summary>The recent past, to which each telegram adds.</summary>
    public RecentPast Past
    {
        init => _shown = new LocalMeter(meter, source.Name) { Past = value };
    }

    /// <summary>Where totals are kept, or null.</summary>
    public StateFile? State { get; init; }

    /// <summary>Whether the source goes at its own pace, so that a pause is worth a warning.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Publishes what is read, or null.</summary>
    public PublishSession? Publisher { get; init; }

    /// <summary>Tells of events, or null.</summary>
    public Notices? Notices { get; init; }

    /// <summary>Gives the meter day-ahead prices, or null.</summary>
    public PriceKeeper? Prices { get; init; }

    /// <summary>Keeps day-ahead prices over a restart, or null.</summary>
    public StoredPrices? KeptPrices { get; init; }

    /// <summary>What is seen of telegrams as long as none is right, see <see cref="WireLook"/>.</summary>
    public string Seen => IsLive && meter.Reader.TelegramCount == 0 ? _look.Seen : "";

    /// <summary>The house as it is known from the meter.</summary>
    public IShownMeter Shown => _shown;

    /// <summary>Runs.</summary>
    /// <param name="view">Shows what happens.</param>
    /// <param name="cancellation">Ends it well.</param>
    public async Task RunAsync(ILiveView view, CancellationToken cancellation)
    {
        log.Added = view.Message;
        source.Notice = text => log.Add(meter.Reading.TimeUtc, text, isWarning: true);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        SourcePump pump = new(source, stop.Token);
        bool isComplete = false;
        Publisher?.Start();
        try
        {
            isComplete = await WorkAsync(pump.Chunks, view, stop.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }
        finally
        {
            await stop.CancelAsync();
            try
            {
                Save();
            }
            finally
            {
                await (Notices?.StopAsync() ?? Task.CompletedTask);
                await (Publisher?.StopAsync(isComplete) ?? Task.CompletedTask);
            }
        }

        view.Refresh(_shown);
        await pump.Done;
    }

    // False when the person has left.
    private async Task<bool> WorkAsync(ChannelReader<byte[]> chunks, ILiveView view, CancellationToken cancellation)
    {
        meter.TelegramTaken = () => Tell(view);
        long lastTelegram = clock.GetTimestamp();
        long lastRefresh = 0;
        bool isStale = false;
        while (true)
        {
            while (chunks.TryRead(out byte[]? chunk))
            {
                cancellation.ThrowIfCancellationRequested();
                bool hasTelegram = Read(chunk);
                StepPrices(cancellation);
                if (hasTelegram)
                {
                    _patienceSeconds = DeviceStatus.Patience(meter.Reader.TelegramCount > 1 ? (long)clock.GetElapsedTime(lastTelegram).TotalMilliseconds : 0);
                    lastTelegram = clock.GetTimestamp();
                    _shown.SilentSeconds = 0;
                    isStale = true;
                }

                if (isStale && clock.GetElapsedTime(lastRefresh) >= BetweenRefreshes)
                {
                    if (!view.HandleKeys(_shown))
                    {
                        return false;
                    }

                    view.Refresh(_shown);
                    lastRefresh = clock.GetTimestamp();
                    isStale = false;
                }
            }

            if (isStale)
            {
                view.Refresh(_shown);
                lastRefresh = clock.GetTimestamp();
                isStale = false;
            }

            Task<bool> more = chunks.WaitToReadAsync(cancellation).AsTask();
            while (await Task.WhenAny(more, Task.Delay(Tick, clock, cancellation)) != more)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!view.HandleKeys(_shown))
                {
                    return false;
                }

                StepPrices(cancellation);
                Wait(view, (int)clock.GetElapsedTime(lastTelegram).TotalSeconds);
            }

            if (!await more)
            {
                break;
            }
        }

        meter.End();
        return true;
    }

    // Returns whether a telegram came to its end.
    private bool Read(byte[] chunk)
    {
        long count = meter.Reader.TelegramCount;
        meter.Read(chunk, 0, chunk.Length);
        if (IsLive && meter.Reader.TelegramCount == 0 && _look.Take(chunk, 0, chunk.Length))
        {
            log.Add(0, Seen, isWarning: true);
        }

        return meter.Reader.TelegramCount > count;
    }

    private void Wait(ILiveView view, int silentSeconds)
    {
        bool isSilent = IsLive && silentSeconds >= _patienceSeconds;
        Publisher?.Step(isSilent ? silentSeconds : 0);
        Notices?.Step(isSilent ? silentSeconds : 0);
        if (isSilent)
        {
            if (_shown.SilentSeconds == 0)
            {
                log.Add(meter.Reading.TimeUtc, "the meter is silent: is the cable in, and the P1 port open?", isWarning: true);
            }

            _shown.SilentSeconds = silentSeconds;
            view.Refresh(_shown);
        }
    }

    // Prices are kept before the totals that were reckoned with them.
    private void StepPrices(CancellationToken cancellation)
    {
        if (Prices != null && Prices.Step(meter, cancellation) && KeptPrices != null && IsLive)
        {
            if (!KeptPrices.Save(meter))
            {
                log.Add(meter.Reading.TimeUtc, "the prices cannot be kept beside the state file; they are asked for again at the next start", isWarning: true);
            }

            SaveState();
        }
    }

    private void Save()
    {
        if (State != null)
        {
            State.Save(meter, _shown.Past);
            meter.NoteSaved();
        }
    }

    // A disk that is full for a while is no reason to stop reading: the next quarter tries again.
    private void SaveState()
    {
        try
        {
            Save();
            NoteStorage(null);
        }
        catch (CommandFailure failure)
        {
            NoteStorage(failure.Message);
            log.Add(meter.Reading.TimeUtc, failure.Message, isWarning: true);
        }
    }

    private void NoteStorage(string? problem)
    {
        if (Publisher != null && State != null)
        {
            Publisher.Status.Problem = problem;
            Publisher.Status.Storage = problem == null ? CheckState.Passed : CheckState.Failed;
            Publisher.Status.StorageWrites += problem == null ? 1 : 0;
        }
    }

    private void Tell(ILiveView view)
    {
        _shown.KeepTelegram();
        Publisher?.TakeTelegram();
        Publisher?.Step(0);
        Notices?.TakeTelegram();
        Notices?.Step(0);
        _meterLog.Tell(meter);
        view.Telegram(_shown);

        // A recording can be read again, so its totals are stored at its end only.
        if (IsLive && meter.Events.HasFlag(MeterEvents.QuarterClosed))
        {
            SaveState();
        }
    }
}
