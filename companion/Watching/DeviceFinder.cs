using System.Text;
using MeterFirmware.Companion.Brokers;
using MeterFirmware.Feed;

namespace MeterFirmware.Companion.Watching;

/// <summary>Finds the devices of a broker by what it keeps of their status.</summary>
internal static class DeviceFinder
{
    private const string Root = "meter/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Finds the only device.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="clock">Measures how long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="CommandFailure">The broker cannot be reached, or there is none or more than one.</exception>
    public static async Task<string> FindOnlyAsync(BrokerAccess access, TimeProvider clock, CancellationToken cancellation)
    {
        SortedDictionary<string, string> found = await FindAsync(access, clock, cancellation);
        return found.Count switch
        {
            1 => found.Keys.First(),
            0 => throw new CommandFailure(ExitCode.NotReachable, $"No device has told of itself at {access.Address}; --device ID waits for one, --prefix names other topics than meter/ID."),
            _ => throw new CommandFailure(ExitCode.WrongUsage, $"{found.Count} devices are at {access.Address}; name one with --device: {List(found)}."),
        };
    }

    private static async Task<SortedDictionary<string, string>> FindAsync(BrokerAccess access, TimeProvider clock, CancellationToken cancellation)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        await using FeedSubscriber subscriber = new(access, [$"{Root}+/{FeedTopic.Status}"], clock);
        await subscriber.OpenAsync(cancellation);
        using CancellationTokenSource timeUp = new(Patience, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        try
        {
            await foreach (FeedNews news in subscriber.News.ReadAllAsync(stop.Token))
            {
                if (news.Topic.StartsWith(Root, StringComparison.Ordinal) && news.Topic.Split('/') is [_, string id, _])
                {
                    found[id] = Encoding.UTF8.GetString(news.Payload).Trim();
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What is kept has come by now.
        }

        return found;
    }

    private static string List(SortedDictionary<string, string> found)
    {
        const int Most = 20;
        IEnumerable<string> devices = found.Take(Most).Select(device =>
            FeedObject.Harmless(device.Key) + (device.Value == FeedTopic.Offline ? " (offline)" : ""));
        return string.Join(", ", devices) + (found.Count > Most ? $" and {found.Count - Most} more" : "");
    }
}
