using System.Text;
using MeterFirmware.Companion.Brokers;
using MeterFirmware.Companion.Watching;
using MeterFirmware.Feed;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Remote;

/// <summary>Finds the devices of a broker by what it keeps of them.</summary>
internal static class DeviceCensus
{
    private const string Root = "meter/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Finds them.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="clock">Measures how long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>By their ids.</returns>
    /// <exception cref="CommandFailure">The broker cannot be reached.</exception>
    public static async Task<List<FoundDevice>> TakeAsync(BrokerAccess access, TimeProvider clock, CancellationToken cancellation)
    {
        SortedDictionary<string, FoundDevice> found = new(StringComparer.Ordinal);
        await using FeedSubscriber subscriber = new(access, [$"{Root}+/{FeedTopic.Status}", $"{Root}+/{FeedTopic.Diagnostics}"], clock);
        await subscriber.OpenAsync(cancellation);
        using CancellationTokenSource timeUp = new(Patience, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        try
        {
            await foreach (FeedNews news in subscriber.News.ReadAllAsync(stop.Token))
            {
                if (news.Topic.Split('/') is [_, string id, string topic])
                {
                    FoundDevice known = found.GetValueOrDefault(id) ?? new(FeedObject.Harmless(id), false, false, "", "", MeterTime.None);
                    found[id] = topic == FeedTopic.Status
                        ? known with { IsOnline = Encoding.UTF8.GetString(news.Payload).Trim() == FeedTopic.Online }
                        : WithDiagnostics(known, news.Payload);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What is kept has come by now.
        }

        return [.. found.Values];
    }

    private static FoundDevice WithDiagnostics(FoundDevice known, byte[] payload)
    {
        try
        {
            FeedObject json = FeedObject.Parse(payload);
            return known with
            {
                IsMeterSilent = json.Bool("meterSilent"),
                Version = json.Text("version"),
                Address = json.Text("address"),
                LastTelegramUtc = json.Moment("lastTelegram"),
            };
        }
        catch (FeedException)
        {
            return known;
        }
    }
}
