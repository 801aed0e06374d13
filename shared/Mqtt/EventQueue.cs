namespace MeterFirmware.Mqtt;

/// <summary>Keeps events until the broker has them. When it is full the oldest makes room, and is counted as lost.</summary>
public sealed class EventQueue
{
    /// <summary>Events that are kept: those of a day without network in a house that cooks close to its peak.</summary>
    public const int Capacity = 16;

    private PublishedEvent? _newest;
    private int _newestNumber;

    /// <summary>Events that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Events that had to make room before the broker had them, since the start.</summary>
    public int LostCount { get; private set; }

    /// <summary>The event that waits longest; null when none does.</summary>
    public PublishedEvent? Oldest { get; private set; }

    /// <summary>Its number since the start, 1 for the first of all. A message that arrives twice has the same one.</summary>
    public int OldestNumber => _newestNumber - Count + 1;

    /// <summary>Adds an event at the end.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="timeUtc">When, UTC seconds.</param>
    /// <returns>The event, for its details to be filled in.</returns>
    public PublishedEvent Add(PublishedEventKind kind, long timeUtc)
    {
        if (Count == Capacity)
        {
            RemoveOldest();
            LostCount++;
        }

        PublishedEvent added = new(kind, timeUtc);
        if (_newest == null)
        {
            Oldest = added;
        }
        else
        {
            _newest.Next = added;
        }

        _newest = added;
        _newestNumber++;
        Count++;
        return added;
    }

    /// <summary>Says that the broker has an event that had made room while it was under way: it is not lost after all.</summary>
    public void TakeBackLoss() => LostCount--;

    /// <summary>Removes the oldest event, when there is one.</summary>
    public void RemoveOldest()
    {
        if (Oldest == null)
        {
            return;
        }

        Oldest = Oldest.Next;
        Count--;
        if (Oldest == null)
        {
            _newest = null;
        }
    }
}
