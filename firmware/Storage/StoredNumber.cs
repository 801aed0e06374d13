namespace MeterFirmware.Storage;

/// <summary>A number that survives a power cut at any moment.</summary>
public sealed class StoredNumber
{
    /// <summary>Bytes that it takes.</summary>
    public const int Bytes = 8;

    private readonly SlotStore _store;
    private readonly byte[] _buffer = new byte[Bytes];

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps <see cref="Bytes"/> bytes.</param>
    public StoredNumber(SlotStore store)
    {
        _store = store;
    }

    /// <summary>The number; 0 when none was stored.</summary>
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

    /// <summary>Stores another number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is stored now; when not, nothing has changed.</returns>
    public bool Save(long value)
    {
        for (int i = 0; i < Bytes; i++)
        {
            _buffer[i] = (byte)(value >> (8 * i));
        }

        if (!_store.Save(_buffer, Bytes))
        {
            return false;
        }

        Value = value;
        return true;
    }
}
