using MeterFirmware.Companion.Live;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Watching;

/// <summary>Carries what the broker says to a house and a view, until someone stops it.</summary>
/// <param name="subscriber">Listens to the device's topics.</param>
/// <param name="prefix">What they start with, with a slash at the end.</param>
/// <param name="house">The house as the device tells it.</param>
/// <param name="log">The messages.</param>
/// <param name="clock">Ticks each second, so that ages are right.</param>
internal sealed class WatchSession(FeedSubscriber subscriber, string prefix, FeedHouse house, Log log, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

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
                while (subscriber.News.TryRead(out FeedNews? news))
                {
                    Take(news, view);
                }

                view.Refresh(house);
                Task<bool> more = subscriber.News.WaitToReadAsync(cancellation).AsTask();
                while (await Task.WhenAny(more, Task.Delay(Tick, clock, cancellation)) != more)
                {
                    cancellation.ThrowIfCancellationRequested();
                    view.Refresh(house);
                }

                await more;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }
    }

    private void Take(FeedNews news, ILiveView view)
    {
        if (news.Topic.Length == 0)
        {
            house.SetBroker(news.IsConnected);
            long utc = house.Look().TimeUtc;
            log.Add(utc, news.IsConnected ? "the broker is back" : "the broker is gone, trying to come back", isWarning: !news.IsConnected);
        }
        else if (house.Take(news.Topic[prefix.Length..], news.Payload, news.IsRetained) && house.Look().TimeUtc != MeterTime.None)
        {
            view.Telegram(house);
        }
    }
}
