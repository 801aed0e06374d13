using System.Collections.Concurrent;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>Events in the order in which they came, to be waited for.</summary>
internal sealed class BlockingEvents<T> : IDisposable
{
    private readonly BlockingCollection<T> _events = [];

    public void Add(T happened) => _events.Add(happened);

    public T Take(TimeSpan patience)
    {
        Assert.True(_events.TryTake(out T? happened, patience), "nothing came");
        return happened!;
    }

    public bool TryTake() => _events.TryTake(out _);

    public void Dispose() => _events.Dispose();
}
