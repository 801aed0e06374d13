using System.Collections.Concurrent;
using System.Text;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Serve;

/// <summary>
/// A meter as whoever asks is told of it: the newest message of each topic of its feed, whether it is read here or by a device elsewhere.
/// One thread hands messages in, any number look and listen.
/// </summary>
/// <param name="id">Its id at the broker; of one that is read here, the id that it would have there.</param>
/// <param name="source">Where it is known from, in a few words.</param>
/// <param name="clock">Measures how old things are.</param>
internal sealed class ServedMeter(string id, string source, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, byte[]> _newest = new();
    private readonly Lock _changing = new();
    private volatile FeedSubscription[] _readers = [];
    private volatile MeterSnapshot _snapshot = new();
    private volatile bool _isHeard;
    private volatile bool _isSilent;
    private long _heardAt;
    private long _droppedReaders;

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Where it is known from, in a few words.</summary>
    public string Source => source;

    /// <summary>How long nothing may come before that is a trouble; null when the feed itself tells of silence.</summary>
    public TimeSpan? LongestSilence { get; init; }

    /// <summary>Whether the way to it is gone.</summary>
    public bool IsAway { get; set; }

    /// <summary>All that is known of it now: plain values, which never change.</summary>
    public MeterSnapshot Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    /// <summary>Here a recorder is plugged in. Is called with each message as it comes, on the one thread that hands them in.</summary>
    public Action<FeedMessage>? Heard { get; set; }

    /// <summary>Readers that were dropped since they did not keep up.</summary>
    public long DroppedReaders => Interlocked.Read(ref _droppedReaders);

    /// <summary>Readers that listen.</summary>
    public int Readers => _readers.Length;

    /// <summary>Topics of which something is known.</summary>
    public IEnumerable<string> Topics => _newest.Keys;

    /// <summary>Since the last telegram, or the last message that tells of one; null before the first.</summary>
    public TimeSpan? Age => _isHeard ? clock.GetElapsedTime(Volatile.Read(ref _heardAt)) : null;

    /// <summary>Why what is known may be old, in a few words; empty when nothing is wrong.</summary>
    public string Trouble =>
        IsAway ? "no broker"
        : Newest(TopicName.Status) is byte[] status && Encoding.UTF8.GetString(status).Trim() == TopicName.Offline ? "the device is offline"
        : Newest(TopicName.State) == null ? "no telegram yet"
        : _isSilent ? "the meter is silent"
        : LongestSilence is TimeSpan longest && (Age ?? longest) >= longest ? $"no telegram for {Show.MinutesSeconds((long)(Age ?? longest).TotalSeconds)}"
        : "";

    /// <summary>The newest message of a topic.</summary>
    /// <param name="topic">See <see cref="TopicName"/>.</param>
    /// <returns>Null when none has come.</returns>
    public byte[]? Newest(string topic) => _newest.GetValueOrDefault(topic);

    /// <summary>The newest message of a topic that is a JSON object.</summary>
    /// <param name="topic">See <see cref="TopicName"/>.</param>
    /// <returns>Null when none has come that can be read.</returns>
    public FeedObject? Object(string topic)
    {
        try
        {
            return Newest(topic) is byte[] payload ? FeedObject.Parse(payload) : null;
        }
        catch (FeedException)
        {
            return null;
        }
    }

    /// <summary>Takes a message. Every message of every meter comes by here.</summary>
    /// <param name="topic">The last part of its topic.</param>
    /// <param name="payload">Its bytes, not to be changed any more; none at all take back what was there.</param>
    /// <param name="isRetained">Whether a broker had kept it from before.</param>
    public void Take(string topic, byte[] payload, bool isRetained = false)
    {
        if (payload.Length == 0)
        {
            _newest.TryRemove(topic, out _);
            return;
        }

        // An event is news, and no state.
        if (topic != TopicName.Event)
        {
            _newest[topic] = payload;
        }

        if (topic == TopicName.Diagnostics)
        {
            _isSilent = IsSilent(Object(topic));
        }

        if (!isRetained && topic is TopicName.State or TopicName.Quarter or TopicName.Telegram)
        {
            Volatile.Write(ref _heardAt, clock.GetTimestamp());
            _isHeard = true;
        }

        FeedMessage message = new(topic, payload);
        Heard?.Invoke(message);
        foreach (FeedSubscription reader in _readers)
        {
            if (!reader.Offer(message))
            {
                Interlocked.Increment(ref _droppedReaders);
                Unsubscribe(reader);
            }
        }
    }

    /// <summary>Adds a reader.</summary>
    /// <param name="capacity">Messages that can wait for it.</param>
    /// <param name="wants">Which topics it wants.</param>
    public FeedSubscription Subscribe(int capacity, Func<string, bool> wants)
    {
        FeedSubscription reader = new(capacity, wants);
        lock (_changing)
        {
            _readers = [.. _readers, reader];
        }

        return reader;
    }

    /// <summary>Takes a reader away.</summary>
    public void Unsubscribe(FeedSubscription reader)
    {
        lock (_changing)
        {
            _readers = [.. _readers.Where(other => other != reader)];
        }
    }

    private static bool IsSilent(FeedObject? diagnostics)
    {
        try
        {
            return diagnostics is FeedObject json && json.Bool("meterSilent");
        }
        catch (FeedException)
        {
            return false;
        }
    }
}
