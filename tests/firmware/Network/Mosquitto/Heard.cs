namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>What another program has said so far, one item after another, and a way to wait for more.</summary>
/// <typeparam name="T">An item.</typeparam>
internal sealed class Heard<T>
{
    private readonly List<T> _items = [];

    public void Add(T item)
    {
        lock (_items)
        {
            _items.Add(item);
            Monitor.PulseAll(_items);
        }
    }

    public T[] All()
    {
        lock (_items)
        {
            return [.. _items];
        }
    }

    /// <summary>Waits until so many items are as they should be, and returns the last of them.</summary>
    public T Await(Predicate<T> like, string what, int count = 1)
    {
        DateTime until = DateTime.UtcNow + TiedProcess.Patience;
        int seen = 0;
        int at = 0;
        lock (_items)
        {
            while (true)
            {
                for (; at < _items.Count; at++)
                {
                    if (like(_items[at]) && ++seen == count)
                    {
                        return _items[at];
                    }
                }

                TimeSpan left = until - DateTime.UtcNow;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_items, left))
                {
                    Assert.Fail($"Waited in vain for {what}; the last that came:\n{string.Join('\n', _items.TakeLast(20))}");
                }
            }
        }
    }
}
