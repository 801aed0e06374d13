using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>A number that survives a power cut at any moment.</summary>
public sealed class StoredNumber
{
    /// <summary>Bytes that it takes.</summary>
    public const int Bytes = 8;

    private readonly SlotStore _store;

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
        byte[]? stored = _store.LoadBytes();
        if (stored == null || stored.Length != Bytes)
        {
            return;
        }

        long value = 0;
        for (int i = Bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | stored[i];
        }

        Value = value;
    }

    /// <summary>Stores another number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is stored now; when not, nothing has changed.</returns>
    public bool Save(long value)
    {
        byte[] bytes = new byte[Bytes];
        for (int i = 0; i < Bytes; i++)
        {
            bytes[i] = (byte)(value >> (8 * i));
        }

        if (!_store.Save(new ByteSource(bytes, Bytes)))
        {
            return false;
        }

        Value = value;
        return true;
    }
}
