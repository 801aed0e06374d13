using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using MeterFirmware.Companion.Terminal;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MeterFirmware.Companion.History;

/// <summary>
/// Writes readings into a store, by a thread of its own: whoever reads the meter never waits for it. While the store is away, locked or full, they
/// wait in a file, and go in afterwards.
/// </summary>
/// <remarks>A reading may go in twice, when the power is cut in between; that makes no difference.</remarks>
internal sealed class HistoryRecorder : IDisposable
{
    private const int MostAtOnce = 500;
    private const int MostInMemory = 20_000;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Clocks are off by minutes, or by years.
    private static readonly DateTimeOffset FirstSaneTime = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long MostAhead = (long)TimeSpan.FromDays(1).TotalSeconds;
    private static readonly long MostBehind = (long)TimeSpan.FromDays(400).TotalSeconds;
    private static readonly long MostStep = (long)TimeSpan.FromDays(40).TotalSeconds;

    private readonly Func<HistoryStore> _open;
    private readonly WaitingReadings _waiting;
    private readonly TimeProvider _clock;
    private readonly Action<string> _log;
    private readonly Lock _gate = new();
    private readonly Queue<KeyValuePair<string, MeterReading>> _queue = new();
    private readonly Dictionary<(string Meter, int Month), HistoryPeak> _peaks = [];
    private readonly Dictionary<string, long> _latestUtc = [];
    private readonly ManualResetEventSlim _news = new();
    private List<Action> _whenWritten = [];
    private HistoryStore? _store;
    private Thread? _thread;
    private volatile bool _isEnding;
    private TimeSpan _pause;
    private long _failedAt;

    /// <summary>Makes one, for a store that need not be there yet.</summary>
    /// <param name="address">The store.</param>
    /// <param name="waitingPath">The file in which readings wait; beside a file of SQLite when null.</param>
    /// <param name="clock">Refuses readings that are years off, and times when to try again.</param>
    /// <param name="log">Is told what is wrong, and when it is well again.</param>
    public HistoryRecorder(StoreAddress address, string? waitingPath, TimeProvider clock, Action<string> log)
        : this(() => HistoryStore.Open(address), waitingPath ?? (address.Path ?? throw new ArgumentNullException(nameof(waitingPath))) + ".waiting", clock, log)
    {
    }

    /// <summary>Makes one for tests.</summary>
    internal HistoryRecorder(Func<HistoryStore> open, string waitingPath, TimeProvider clock, Action<string> log)
    {
        _open = open;
        _waiting = new WaitingReadings(waitingPath);
        _clock = clock;
        _log = log;
    }

    /// <summary>Whether this is of a simulation, whose clock is its own, and a year of which passes within seconds: times are taken as they are, and all of it.</summary>
    public bool TakesAnyTime { get; init; }

    /// <summary>Readings that went in; those that told nothing new count too.</summary>
    public long WrittenCount { get; private set; }

    /// <summary>Readings whose time is years off, or that the store cannot hold.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Readings for which there was no room any more.</summary>
    public long LostCount => _waiting.LostCount + _lost;

    /// <summary>Whether readings wait for the store.</summary>
    public bool IsWaiting => Problem != null || _waiting.HasAny;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Problem { get; private set; }

    private long _lost;

    /// <summary>Takes a reading. It neither waits nor fails.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="reading">The reading.</param>
    public void Take(string meter, MeterReading reading)
    {
        lock (_gate)
        {
            if (!TakesAnyTime && !IsSane(meter, reading.BoundaryUtc))
            {
                RefusedCount++;
                if (RefusedCount == 1)
                {
                    _log($"the time of {meter} is {Show.Local(reading.BoundaryUtc, "yyyy-MM-dd HH:mm")}, which cannot be right: what it counts is not kept until its clock is");
                }

                return;
            }

            Enqueue(new(meter, reading));
        }

        _news.Set();
    }

    /// <summary>Takes month peaks. It neither waits nor fails; whoever has them tells them again after a restart.</summary>
    /// <param name="meter">The meter's name.</param>
    /// <param name="peaks">The peaks.</param>
    public void TakePeaks(string meter, IReadOnlyList<HistoryPeak> peaks)
    {
        lock (_gate)
        {
            foreach (HistoryPeak peak in peaks)
            {
                _peaks[(meter, peak.Month)] = peak;
            }
        }

        _news.Set();
    }

    /// <summary>Does something once all that has been taken until now is in the store, or in the file; in the order of the calls, on the thread that writes.</summary>
    public void WhenWritten(Action then)
    {
        lock (_gate)
        {
            _whenWritten.Add(then);
        }

        _news.Set();
    }

    /// <summary>Starts to write.</summary>
    public void Start()
    {
        _thread = new Thread(() =>
        {
            while (!_isEnding)
            {
                _news.Wait(Problem == null ? Timeout.InfiniteTimeSpan : ShortestPause);
                _news.Reset();
                Step();
            }
        })
        {
            IsBackground = true,
            Name = "history",
        };
        _news.Set();
        _thread.Start();
    }

    /// <summary>Ends, with all that was taken in the store, or in the file.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _news.Set();
        _thread?.Join();
        _failedAt = 0;
        _pause = TimeSpan.Zero;
        Step();
        _store?.Dispose();
        _news.Dispose();
    }

    /// <summary>Writes what has been taken; what the store does not take now goes to the file.</summary>
    internal void Step()
    {
        List<Action> whenWritten = WhatFollows();
        bool mayTry = _pause == TimeSpan.Zero || _clock.GetElapsedTime(_failedAt) >= _pause;
        if (mayTry && _waiting.HasAny && !Replay())
        {
            mayTry = false;
        }

        while (Next() is { Length: > 0 } some)
        {
            if (!mayTry || !TryWrite(some))
            {
                mayTry = false;
                if (!_waiting.Add(some))
                {
                    KeepInMemory(some);
                    lock (_gate)
                    {
                        _whenWritten.InsertRange(0, whenWritten);
                    }

                    return;
                }
            }
        }

        whenWritten.ForEach(then => then());
        foreach (IGrouping<string, KeyValuePair<(string Meter, int Month), HistoryPeak>> meter in mayTry ? WaitingPeaks() : [])
        {
            if (TryDo(store => store.TakePeaks(meter.Key, meter.Select(peak => peak.Value), isRead: true)))
            {
                lock (_gate)
                {
                    foreach (KeyValuePair<(string, int), HistoryPeak> written in meter)
                    {
                        ((ICollection<KeyValuePair<(string, int), HistoryPeak>>)_peaks).Remove(written);
                    }
                }
            }
        }
    }

    private bool IsSane(string meter, long utc)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        long nowUtc = now.ToUnixTimeSeconds();
        bool isLike = _latestUtc.TryGetValue(meter, out long latestUtc) && Math.Abs(utc - latestUtc) <= MostStep;
        bool isSane = isLike || (now >= FirstSaneTime ? utc <= nowUtc + MostAhead && utc >= nowUtc - MostBehind : utc >= FirstSaneTime.ToUnixTimeSeconds());
        if (isSane)
        {
            _latestUtc[meter] = Math.Max(latestUtc, utc);
        }

        return isSane;
    }

    private void Enqueue(KeyValuePair<string, MeterReading> reading)
    {
        if (_queue.Count >= MostInMemory && !TakesAnyTime)
        {
            _queue.Dequeue();
            _lost++;
        }

        _queue.Enqueue(reading);
    }

    private KeyValuePair<string, MeterReading>[] Next()
    {
        lock (_gate)
        {
            KeyValuePair<string, MeterReading>[] some = new KeyValuePair<string, MeterReading>[Math.Min(_queue.Count, MostAtOnce)];
            for (int i = 0; i < some.Length; i++)
            {
                some[i] = _queue.Dequeue();
            }

            return some;
        }
    }

    // Before what it follows is taken out.
    private List<Action> WhatFollows()
    {
        lock (_gate)
        {
            List<Action> all = _whenWritten;
            _whenWritten = [];
            return all;
        }
    }

    private IGrouping<string, KeyValuePair<(string Meter, int Month), HistoryPeak>>[] WaitingPeaks()
    {
        lock (_gate)
        {
            return [.. _peaks.GroupBy(peak => peak.Key.Meter)];
        }
    }

    // The disk is full too: as long as there is memory.
    private void KeepInMemory(KeyValuePair<string, MeterReading>[] some)
    {
        lock (_gate)
        {
            KeyValuePair<string, MeterReading>[] later = [.. _queue];
            _queue.Clear();
            foreach (KeyValuePair<string, MeterReading> reading in some.Concat(later))
            {
                Enqueue(reading);
            }
        }
    }

    private bool Replay()
    {
        bool isIn = _waiting.Replay(MostAtOnce, TryWrite);
        if (isIn)
        {
            _log("what has waited is in the history now");
        }

        return isIn;
    }

    private bool TryWrite(KeyValuePair<string, MeterReading>[] some)
    {
        bool isPoison = false;
        if (TryDo(store => store.Take(some), error => isPoison = IsPoison(error)))
        {
            WrittenCount += some.Length;
            return true;
        }

        if (!isPoison)
        {
            return false;
        }

        // One that no store can hold must not keep the others out.
        if (some.Length == 1)
        {
            RefusedCount++;
            return true;
        }

        return some.All(one => TryWrite([one]));
    }

    private bool TryDo(Action<HistoryStore> work, Func<Exception, bool>? isPoison = null)
    {
        try
        {
            work(_store ??= Open());
            if (Problem != null)
            {
                _log("the history is written again");
            }

            Problem = null;
            _pause = TimeSpan.Zero;
            return true;
        }
        catch (Exception error) when (error is DbException or IOException or UnauthorizedAccessException or TimeoutException or InvalidOperationException or CommandFailure)
        {
            if (isPoison?.Invoke(error) == true)
            {
                return false;
            }

            if (Problem == null)
            {
                _log($"the history cannot be written, so it waits in {_waiting.Path}: {error.Message.ReplaceLineEndings(" ")}");
            }

            Problem = error.Message;
            _pause = _pause == TimeSpan.Zero ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _failedAt = _clock.GetTimestamp();
            return false;
        }
    }

    // A clock that goes on from what is known is right.
    private HistoryStore Open()
    {
        HistoryStore store = _open();
        try
        {
            foreach (HistoryMeter meter in store.Meters().Where(meter => meter.LastUtc != null))
            {
                lock (_gate)
                {
                    _latestUtc.TryAdd(meter.Name, meter.LastUtc!.Value);
                }
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static bool IsPoison(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is 18 or 20,
        PostgresException postgres => postgres.SqlState.StartsWith("22", StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>Readings that wait in a file, a line of JSON each, until the store takes them. What is torn by a power cut is left out.</summary>
/// <param name="path">The file.</param>
internal sealed class WaitingReadings(string path)
{
    /// <summary>The most bytes that wait: of one house years, of a thousand a day.</summary>
    public const long MostBytes = 64L << 20;

    private static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Readings that found no room.</summary>
    public long LostCount { get; private set; }

    /// <summary>Whether any wait.</summary>
    public bool HasAny => new FileInfo(path) is { Exists: true, Length: > 0 };

    /// <summary>Adds readings, and has them on the disk.</summary>
    /// <param name="readings">The readings.</param>
    /// <returns>False when the disk does not take them.</returns>
    public bool Add(IReadOnlyCollection<KeyValuePair<string, MeterReading>> readings)
    {
        try
        {
            using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (file.Length >= MostBytes)
            {
                LostCount += readings.Count;
                return true;
            }

            // A line that was torn ends here.
            using MemoryStream lines = new();
            if (file.Length > 0)
            {
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n')
                {
                    lines.WriteByte((byte)'\n');
                }
            }

            foreach (KeyValuePair<string, MeterReading> reading in readings)
            {
                JsonSerializer.Serialize(lines, new Line(reading.Key, reading.Value), Format);
                lines.WriteByte((byte)'\n');
            }

            file.Seek(0, SeekOrigin.End);
            lines.WriteTo(file);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Hands on what waits, and takes it away when all is handed on.</summary>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="take">Takes some; false when it cannot.</param>
    /// <returns>Whether nothing waits any more.</returns>
    public bool Replay(int atOnce, Func<KeyValuePair<string, MeterReading>[], bool> take)
    {
        try
        {
            foreach (KeyValuePair<string, MeterReading>[] some in File.ReadLines(path).Select(Read).OfType<Line>().Select(line => KeyValuePair.Create(line.Meter, line.Reading)).Chunk(atOnce))
            {
                if (!take(some))
                {
                    return false;
                }
            }

            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Line? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text, Format) is { Meter: not null, Reading: not null } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(string Meter, MeterReading Reading);
}
