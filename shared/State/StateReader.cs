using System.Text;

namespace MeterFirmware.State;

/// <summary>Reads back what <see cref="StateWriter"/> wrote.</summary>
public sealed class StateReader
{
    private const int CrcBytes = 4;
    private const int OldestVersion = 1;

    private readonly byte[] _buffer;
    private readonly int _end;
    private int _position;

    /// <summary>Checks the seal. Only when <see cref="IsValid"/> may anything be read.</summary>
    /// <param name="buffer">What was stored, from index 0.</param>
    /// <param name="length">How many bytes.</param>
    public StateReader(byte[] buffer, int length)
    {
        _buffer = buffer;
        _end = length - CrcBytes;
        if (length < 3 * CrcBytes)
        {
            return;
        }

        _position = _end;
        uint stored = (uint)Get();
        _position = 0;
        if (stored == Crc32.Of(buffer, 0, _end) && Get() == StateWriter.Mark)
        {
            Version = Get();
            IsValid = Version >= OldestVersion && Version <= StateWriter.Version;
        }
    }

    /// <summary>Whether the bytes are whole and of a known version; turns false when more is read than was written.</summary>
    public bool IsValid { get; private set; }

    /// <summary>The version that wrote them: 1, or 2 with what was learned of the power; 0 when they are damaged.</summary>
    public int Version { get; private set; }

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => IsValid && _position == _end;

    /// <summary>Reads what <see cref="StateWriter.Int"/> wrote.</summary>
    /// <returns>The value, or 0 past the end.</returns>
    public int Int()
    {
        if (_position + 4 > _end)
        {
            IsValid = false;
            return 0;
        }

        return Get();
    }

    /// <summary>Reads what <see cref="StateWriter.Long"/> wrote.</summary>
    /// <returns>The value, or 0 past the end.</returns>
    public long Long()
    {
        int low = Int();
        int high = Int();
        return ((long)high << 32) | ((long)low & 0xFFFFFFFF);
    }

    /// <summary>Reads what <see cref="StateWriter.Text"/> wrote.</summary>
    /// <returns>The text, or an empty one past the end.</returns>
    public string Text()
    {
        int length = Int();
        if (length < 0 || length > _end - _position)
        {
            IsValid = false;
            return "";
        }

        string text = Encoding.UTF8.GetString(_buffer, _position, length);
        _position += length;
        return text;
    }

    private int Get()
    {
        byte[] buffer = _buffer;
        int p = _position;
        _position += 4;
        return buffer[p] | (buffer[p + 1] << 8) | (buffer[p + 2] << 16) | (buffer[p + 3] << 24);
    }
}
