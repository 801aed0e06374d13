using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>A number that survives a power cut at any moment.</summary>
public sealed class StoredNumber
{
    /// <summary>Bytes that it takes.</summary>
    public const int Bytes = 8;

    private const int MostPlainBytes = 15;

    private readonly SlotStore _store;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="store">Keeps <see cref="Bytes"/> bytes.</param>
    public StoredNumber(SlotStore store)
    {
        _store = store;
    }

    /// <summary>The number; 0 when none was stored.</summary>
    public long Value { get; private set; }

    /// <summary>Whether a number was stored and cannot be read any more; <see cref="Value"/> is 0 then.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Reads what is stored.</summary>
    public void Start()
    {
        byte[]? stored = _store.LoadBytes();
        if (stored == null || stored.Length != Bytes)
        {
            IsLost = _store.HasSecond;
            return;
        }

        long value = 0;
        for (int i = Bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | stored[i];
        }

        Value = value;
    }

    /// <summary>Stores another number, in both files: losing either loses nothing.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is stored now; when not, nothing has changed.</returns>
    public bool Save(long value)
    {
        byte[] bytes = new byte[Bytes];
        for (int i = 0; i < Bytes; i++)
        {
            bytes[i] = (byte)(value >> (8 * i));
        }

        ByteSource source = new(bytes, Bytes);
        if (!_store.SaveAgain(source))
        {
            return false;
        }

        _store.SaveAgain(source);
        Value = value;
        IsLost = false;
        return true;
    }

    /// <summary>Raises the number to the one of a plain file, which is used up, and makes sure that a loss will be noticed.</summary>
    /// <remarks>
    /// A power cut in the first save of all leaves one damaged file, as does a later loss of the only one: so both files are written
    /// before anything depends on them.
    /// </remarks>
    /// <param name="plainName">The name of the plain file; decimal digits are in it, up to 15.</param>
    /// <param name="startsOver">Whether what was stored counts no more, so that the number may fall.</param>
    internal void Raise(string plainName, bool startsOver)
    {
        long least = ReadPlain(plainName);
        bool isDue = startsOver || least > Value;
        if (!isDue || Save(least))
        {
            _store.Window.Flash.Delete(plainName);
        }

        if (!isDue && !_store.HasSecond)
        {
            Save(Value);
        }
    }

    // 0 when there is none.
    private long ReadPlain(string plainName)
    {
        FlashWindow window = _store.Window;
        lock (window)
        {
            byte[] digits = window.Bytes;
            int length = window.LengthOf(plainName);
            if (length < 0 || length > MostPlainBytes || !window.Read(plainName, 0, digits, length))
            {
                return 0;
            }

            long value = 0;
            for (int i = 0; i < length && digits[i] >= '0' && digits[i] <= '9'; i++)
            {
                value = (value * 10) + digits[i] - '0';
            }

            return value;
        }
    }
}
