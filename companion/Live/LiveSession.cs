using System.Threading.Channels;
using MeterFirmware.Companion.Sources;

namespace MeterFirmware.Companion.Live;

/// <summary>Carries bytes from a source through the meter to a view, until the source ends or someone stops it.</summary>
/// <remarks>
/// The source is read by a task of its own, so that drawing never makes it miss a byte. The picture is drawn once a telegram,
/// and not more than some twenty times a second when telegrams come faster.
/// </remarks>
internal sealed class LiveSession(IByteSource source, Meter meter, Log log, TimeProvider clock)
{
    private const int SilentAfterSeconds = 10;

    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly MeterLog _meterLog = new(log);

    /// <summary>Where totals are kept, or null.</summary>
    public StateFile? State { get; init; }

    /// <summary>Whether the source goes at its own pace, so that a pause is worth a warning.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Called with each telegram while its bytes are still in the reader's buffer.</summary>
    public Action? KeepTelegram { get; init; }

    /// <summary>Runs.</summary>
    /// <param name="view">Shows what happens.</param>
    /// <param name="cancellation">Ends it well.</param>
    public async Task RunAsync(ILiveView view, CancellationToken cancellation)
    {
        log.Added = view.Message;
        source.Notice = text => log.Add(meter.Reading.TimeUtc, text, isWarning: true);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        SourcePump pump = new(source, stop.Token);
        try
        {
            await WorkAsync(pump.Chunks, view, stop.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }
        finally
        {
            await stop.CancelAsync();
            State?.Save(meter);
        }

        view.Refresh(0);
        await pump.Done;
    }

    private async Task WorkAsync(ChannelReader<byte[]> chunks, ILiveView view, CancellationToken cancellation)
    {
        long lastTelegram = clock.GetTimestamp();
        long lastRefresh = 0;
        bool isSilent = false;
        bool isStale = false;
        while (true)
        {
            while (chunks.TryRead(out byte[]? chunk))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Feed(chunk, view))
                {
                    lastTelegram = clock.GetTimestamp();
                    isSilent = false;
                    isStale = true;
                }

                if (isStale && clock.GetElapsedTime(lastRefresh) >= BetweenRefreshes)
                {
                    view.Refresh(0);
                    lastRefresh = clock.GetTimestamp();
                    isStale = false;
                }
            }

            if (isStale)
            {
                view.Refresh(0);
                lastRefresh = clock.GetTimestamp();
                isStale = false;
            }

            Task<bool> more = chunks.WaitToReadAsync(cancellation).AsTask();
            while (await Task.WhenAny(more, Task.Delay(Tick, clock, cancellation)) != more)
            {
                cancellation.ThrowIfCancellationRequested();
                int silent = (int)clock.GetElapsedTime(lastTelegram).TotalSeconds;
                if (IsLive && silent >= SilentAfterSeconds)
                {
                    if (!isSilent)
                    {
                        isSilent = true;
                        log.Add(meter.Reading.TimeUtc, "the meter is silent: is the cable in, and the P1 port open?", isWarning: true);
                    }

                    view.Refresh(silent);
                }
            }

            if (!await more)
            {
                break;
            }
        }

        long count = meter.Reader.TelegramCount;
        meter.End();
        if (meter.Reader.TelegramCount > count)
        {
            Tell(view);
        }
    }

    private bool Feed(byte[] chunk, ILiveView view)
    {
        bool any = false;
        int offset = 0;
        while (offset < chunk.Length)
        {
            offset += meter.Feed(chunk, offset, chunk.Length - offset);
            if (meter.Reader.HasTelegram)
            {
                any = true;
                Tell(view);
            }
        }

        return any;
    }

    // A disk that is full for a while is no reason to stop reading: the next quarter tries again.
    private void SaveState()
    {
        try
        {
            State?.Save(meter);
        }
        catch (CommandFailure failure)
        {
            log.Add(meter.Reading.TimeUtc, failure.Message, isWarning: true);
        }
    }

    private void Tell(ILiveView view)
    {
        KeepTelegram?.Invoke();
        _meterLog.Tell(meter);
        view.Telegram(meter);

        // A recording can be read again, so its totals are stored at its end only.
        if (IsLive && meter.Events.HasFlag(MeterEvents.QuarterClosed))
        {
            SaveState();
        }
    }
}
