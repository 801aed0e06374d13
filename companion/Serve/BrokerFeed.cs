using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Serve;

/// <summary>Serves the devices of a broker: those that are named, or all that it has.</summary>
/// <param name="link">The way to the broker.</param>
/// <param name="meters">Takes the meters.</param>
/// <param name="log">Is told what is wrong.</param>
/// <param name="clock">Measures how old things are.</param>
internal sealed class BrokerFeed(MqttLink link, ServedMeters meters, Log log, TimeProvider clock)
{
    /// <summary>The most bytes of a message that is kept; the largest telegram has a tenth.</summary>
    public const int MostBytes = 65536;

    /// <summary>The most devices that are kept: whoever may publish can make up others.</summary>
    public const int MostDevices = 10_000;

    private const string Root = "meter/";
    private const string Settings = "settings";

    private static readonly TimeSpan MissingAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LooksFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMinutes(10);

    private static readonly HashSet<string> Known = [.. WatchedMeter.Topics, TopicName.Telegram, Settings];

    private readonly Dictionary<string, WatchedMeter> _watched = [];
    private long _keptAt;

    /// <summary>The devices that are named; none for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>
    /// The name under which other collectors share the messages; null when none does. What is kept is shared with nobody: it is looked at, and states once
    /// more in each quarter of an hour, so that all devices are known, and what a collector took with it when it died.
    /// </summary>
    public string? Share { get; init; }

    /// <summary>Is called with what is to be done once all that has been handed on is written; null to do it at once.</summary>
    public Action<Action>? WhenWritten { get; init; }

    /// <summary>Who waits for raw telegrams, such as "port 2000"; empty for nobody.</summary>
    public string WaitsForTelegrams { get; init; } = "";

    /// <summary>The broker, in a few words.</summary>
    public string Source { get; init; } = "";

    /// <summary>The topics to subscribe to.</summary>
    /// <param name="ids">As of <see cref="Ids"/>.</param>
    /// <param name="share">As of <see cref="Share"/>.</param>
    public static string[] Topics(IReadOnlyList<string> ids, string? share) =>
        [.. Topics(ids).Select(topic => share == null ? topic : $"$share/{share}/{topic}")];

    // One filter, of which some brokers take a while for each.
    private static string[] Topics(IReadOnlyList<string> ids) => [.. ids.DefaultIfEmpty("+").Select(id => $"{Root}{id}/#")];

    /// <summary>Runs until it is asked to stop.</summary>
    /// <param name="cancellation">Asks it.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (string id in Ids)
        {
            Watch(id);
        }

        Task looking = Share == null ? Task.CompletedTask : LookAsync(cancellation);
        try
        {
            // What the broker keeps of a device comes at once.
            Task<bool> first = link.News.WaitToReadAsync(cancellation).AsTask();
            if (await Task.WhenAny(first, Task.Delay(MissingAfter, clock, cancellation)) != first)
            {
                cancellation.ThrowIfCancellationRequested();
                log.Add(0, Ids.Count == 0 ? "no device has told of itself at the broker yet" : $"no device {string.Join(", ", Ids)} has told of itself at the broker yet", isWarning: true);
            }

            await foreach (LinkNews news in link.News.ReadAllAsync(cancellation))
            {
                Take(news);
                if (news.Acknowledge is Action acknowledge)
                {
                    (WhenWritten ?? (then => then()))(acknowledge);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }

        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        await link.LookAsync(Topics(Ids), () => QuietAsync(cancellation), cancellation);
        string[] states = [.. Ids.DefaultIfEmpty("+").Select(id => $"{Root}{id}/{TopicName.State}")];
        while (true)
        {
            await Task.Delay(LooksEvery, clock, cancellation);
            await link.LookAsync(states, () => QuietAsync(cancellation), cancellation);
        }
    }

    // Until nothing comes any more that was kept.
    private async Task QuietAsync(CancellationToken cancellation)
    {
        long from = clock.GetTimestamp();
        Volatile.Write(ref _keptAt, from);
        while (clock.GetElapsedTime(Volatile.Read(ref _keptAt)) < QuietFor && clock.GetElapsedTime(from) < LooksFor)
        {
            await Task.Delay(QuietFor, clock, cancellation);
        }
    }

    /// <summary>Takes what came from the broker.</summary>
    internal void Take(LinkNews news)
    {
        if (news.Topic.Length == 0)
        {
            log.Add(0, news.IsConnected ? "the broker is back" : "the broker is gone, trying to come back", isWarning: !news.IsConnected);
            foreach (ServedMeter meter in meters.All)
            {
                meter.IsAway = !news.IsConnected;
            }

            return;
        }

        if (news.IsRetained)
        {
            Volatile.Write(ref _keptAt, clock.GetTimestamp());
        }

        int slash = news.Topic.IndexOf('/', Root.Length);
        string id = slash < 0 ? "" : news.Topic[Root.Length..slash];
        string topic = news.Topic[(slash + 1)..];
        if (slash < 0 || !Known.Contains(topic) || news.Payload.Length > MostBytes || (_watched.Count >= MostDevices && !_watched.ContainsKey(id)))
        {
            return;
        }

        ServedMeter served = Watch(id);
        if (topic == Settings)
        {
            NoteSettings(id, news.Payload);
            return;
        }

        WatchedMeter watched = _watched[id];
        if (topic != TopicName.Telegram)
        {
            watched.Take(topic, news.Payload, news.IsRetained);
            served.Snapshot = watched.Snapshot();
        }

        served.Take(topic, news.Payload, news.IsRetained);
    }

    private ServedMeter Watch(string id)
    {
        if (!_watched.ContainsKey(id))
        {
            _watched.Add(id, new WatchedMeter(FeedObject.Harmless(id), log, clock));
            return meters.Add(new ServedMeter(id, Source, clock));
        }

        return meters.Find(id)!;
    }

    private void NoteSettings(string id, byte[] payload)
    {
        try
        {
            if (WaitsForTelegrams.Length > 0 && !FeedObject.Parse(payload).Object("feed").Bool("telegrams"))
            {
                log.Add(0, $"{FeedObject.Harmless(id)} does not publish its telegrams, so there is nothing to send on {WaitsForTelegrams}; switch on telegrams of feed in its settings", isWarning: true);
            }
        }
        catch (FeedException)
        {
            // Of a program that has none.
        }
    }
}
