using System.Collections.Concurrent;

namespace MeterFirmware.Companion.Serve;

/// <summary>The meters that are served, by their ids. Others may be added while they are looked at.</summary>
internal sealed class ServedMeters
{
    private readonly ConcurrentDictionary<string, ServedMeter> _meters = new(StringComparer.Ordinal);

    /// <summary>All, by id.</summary>
    public IReadOnlyList<ServedMeter> All => [.. _meters.Values.OrderBy(meter => meter.Id, StringComparer.Ordinal)];

    /// <summary>The only one there is; null when there are none or several.</summary>
    public ServedMeter? Only => _meters.Count == 1 ? _meters.Values.FirstOrDefault() : null;

    /// <summary>Is called with each that is added, before its first message: here a recorder learns of it.</summary>
    public Action<ServedMeter>? Added { get; set; }

    /// <summary>Finds one.</summary>
    /// <returns>Null when there is none of that id.</returns>
    public ServedMeter? Find(string id) => _meters.GetValueOrDefault(id);

    /// <summary>Adds one, unless there is one of its id.</summary>
    /// <returns>The one of that id.</returns>
    public ServedMeter Add(ServedMeter meter)
    {
        if (_meters.TryAdd(meter.Id, meter))
        {
            Added?.Invoke(meter);
        }

        return _meters[meter.Id];
    }
}
