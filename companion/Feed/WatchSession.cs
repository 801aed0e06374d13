using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Feed;

/// <summary>Carries what the broker says to a house and a view, until someone stops it.</summary>
/// <param name="link">Listens to the device's topics.</param>
/// <param name="prefix">What they start with, with a slash at the end.</param>
/// <param name="shown">The meter as the device tells it.</param>
/// <param name="log">The messages.</param>
/// <param name="clock">Ticks, so that ages are right.</param>
internal sealed class WatchSession(MqttLink link, string prefix, WatchedMeter shown, Log log, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromSeconds(1);

    // What the broker keeps of a device comes at once.
    private static readonly TimeSpan MissingAfter = TimeSpan.FromSeconds(3);

    private readonly long _startedAt = clock.GetTimestamp();
    private bool _isHeardOf;
    private bool _isStateNew;
    private bool _isStateLive;

    /// <summary>What to say, once, when nothing comes from the device: a sentence without full stop; empty for nothing.</summary>
    public string Missing { get; init; } = "";

    /// <summary>Runs.</summary>
    /// <param name="view">Shows what happens.</param>
    /// <param name="cancellation">Ends it well.</param>
    public async Task RunAsync(ILiveView view, CancellationToken cancellation)
    {
        log.Added = view.Message;
        try
        {
            while (true)
            {
                while (link.News.TryRead(out LinkNews? news))
                {
                    Take(news);
                }

                TellState(view);
                view.Refresh(shown);
                long refreshedAt = clock.GetTimestamp();
                if (!view.HandleKeys(shown))
                {
                    return;
                }

                Task<bool> more = link.News.WaitToReadAsync(cancellation).AsTask();
                while (await Task.WhenAny(more, Task.Delay(Tick, clock, cancellation)) != more)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (clock.GetElapsedTime(_startedAt) >= MissingAfter)
                    {
                        TellMissing();
                    }

                    if (!view.HandleKeys(shown))
                    {
                        return;
                    }

                    if (clock.GetElapsedTime(refreshedAt) >= BetweenRefreshes)
                    {
                        view.Refresh(shown);
                        refreshedAt = clock.GetTimestamp();
                    }
                }

                await more;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
            TellMissing();
        }
    }

    private void TellMissing()
    {
        if (!_isHeardOf && Missing.Length > 0)
        {
            _isHeardOf = true;
            log.Add(0, Missing, isWarning: true);
        }
    }

    // What the broker kept comes topic by topic: a line of it is worth writing when it is whole.
    private void TellState(ILiveView view)
    {
        MeterSnapshot now = shown.Snapshot();
        if (_isStateNew && now.TimeUtc != MeterTime.None && (_isStateLive || (now.Quarter != null && now.Costs != null)))
        {
            _isStateNew = false;
            view.Telegram(shown);
        }
    }

    private void Take(LinkNews news)
    {
        if (news.Topic.Length == 0)
        {
            shown.SetBroker(news.IsConnected);
            long utc = shown.Snapshot().TimeUtc;
            log.Add(utc, news.IsConnected ? "the broker is back" : "the broker is gone, trying to come back", isWarning: !news.IsConnected);
        }
        else
        {
            _isHeardOf = true;
            if (shown.Take(news.Topic[prefix.Length..], news.Payload, news.IsRetained))
            {
                _isStateNew = true;
                _isStateLive |= !news.IsRetained;
            }
        }
    }
}
