namespace MeterFirmware.Storage;

/// <summary>The counter of the last signed message that was taken, so that none is taken twice, not even after a power cut.</summary>
public sealed class StoredCounter
{
    /// <summary>Bytes of the counter.</summary>
    public const int Bytes = 8;

    private readonly SlotStore _store;
    private readonly byte[] _buffer = new byte[Bytes];

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps <see cref="Bytes"/> bytes.</param>
    public StoredCounter(SlotStore store)
    {
        _store = store;
    }

    /// <summary>The counter of the last message taken; 0 when none was.</summary>
    public long Value { get; private set; }

    /// <summary>Reads what is stored.</summary>
    public void Start()
    {
        if (_store.Load(_buffer) != Bytes)
        {
            return;
        }

        long value = 0;
        for (int i = Bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | _buffer[i];
        }

        Value = value;
    }

    /// <summary>Uses a counter up.</summary>
    /// <param name="counter">Higher than <see cref="Value"/>.</param>
    /// <returns>Whether it is stored now; when not, nothing has changed.</returns>
    public bool Take(long counter)
    {
        for (int i = 0; i < Bytes; i++)
        {
            _buffer[i] = (byte)(counter >> (8 * i));
        }

        if (!_store.Save(_buffer, Bytes))
        {
            return false;
        }

        Value = counter;
        return true;
    }
}
