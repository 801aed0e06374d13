namespace MeterFirmware.Feed;

/// <summary>Keeps events until the broker has them. When it is full the oldest makes room, and is counted as lost.</summary>
public sealed class EventQueue
{
    /// <summary>Events that are kept: those of a day without network in a house that cooks close to its peak.</summary>
    public const int Capacity = 16;

    private readonly FeedEvent?[] _events = new FeedEvent?[Capacity];

    // Those that have gone, to be used again: so many take memory as ever waited at a time.
    private FeedEvent? _spare;
    private int _first;
    private int _number;

    /// <summary>Events that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Events that had to make room before the broker had them, since the start.</summary>
    public int LostCount { get; private set; }

    /// <summary>The event that waits longest; only when <see cref="Count"/> is not 0.</summary>
    public FeedEvent Oldest => _events[_first]!;

    /// <summary>Adds an event at the end.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="timeUtc">When, UTC seconds.</param>
    /// <returns>The event, for its details to be filled in.</returns>
    public FeedEvent Add(FeedEventKind kind, long timeUtc)
    {
        if (Count == Capacity)
        {
            RemoveOldest();
            LostCount++;
        }

        FeedEvent added = _spare ?? new FeedEvent();
        _spare = added.Next;
        _events[(_first + Count) % Capacity] = added;
        Count++;
        added.Begin(kind, ++_number, timeUtc);
        return added;
    }

    /// <summary>Says that the broker has an event that had made room while it was under way: it is not lost after all.</summary>
    public void TakeBackLoss() => LostCount--;

    /// <summary>Removes the oldest event.</summary>
    public void RemoveOldest()
    {
        FeedEvent removed = _events[_first]!;
        removed.Next = _spare;
        _spare = removed;
        _events[_first] = null;
        _first = (_first + 1) % Capacity;
        Count--;
    }
}
