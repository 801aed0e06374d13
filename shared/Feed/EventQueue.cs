namespace MeterFirmware.Feed;

/// <summary>Keeps events until the broker has them. When it is full the oldest makes room, and is counted as lost.</summary>
public sealed class EventQueue
{
    /// <summary>Events that are kept: those of a day without network in a house that cooks close to its peak.</summary>
    public const int Capacity = 16;

    private readonly FeedEvent?[] _events = new FeedEvent?[Capacity];
    private int _first;
    private int _number;

    /// <summary>Events that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Events that had to make room, since the start.</summary>
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

        FeedEvent added = new() { Kind = kind, Number = ++_number, TimeUtc = timeUtc };
        _events[(_first + Count) % Capacity] = added;
        Count++;
        return added;
    }

    /// <summary>Removes the oldest event.</summary>
    public void RemoveOldest()
    {
        _events[_first] = null;
        _first = (_first + 1) % Capacity;
        Count--;
    }
}
