using System;
using System.Text;

namespace MeterFirmware.State;

/// <summary>Writes what must survive a restart into a buffer, little-endian, and seals it with a CRC-32.</summary>
/// <remarks>The layout is a mark, a version, the values in the order of writing, and the CRC of all before it.</remarks>
public sealed class StateWriter
{
    internal const int Mark = 0x5354524D;
    internal const int Version = 2;

    private readonly byte[] _buffer;
    private int _length;

    /// <summary>Starts to write.</summary>
    /// <param name="buffer">Is filled from index 0.</param>
    public StateWriter(byte[] buffer)
    {
        _buffer = buffer;
        Int(Mark);
        Int(Version);
    }

    /// <summary>Writes four bytes.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="ArgumentException">The buffer is full.</exception>
    public void Int(int value)
    {
        if (_length + 4 > _buffer.Length)
        {
            throw new ArgumentException("The buffer is too small for the state");
        }

        for (int i = 0; i < 4; i++)
        {
            _buffer[_length++] = (byte)value;
            value >>= 8;
        }
    }

    /// <summary>Writes eight bytes.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="ArgumentException">The buffer is full.</exception>
    public void Long(long value)
    {
        Int((int)value);
        Int((int)(value >> 32));
    }

    /// <summary>Writes a text with its length.</summary>
    /// <param name="value">Any text.</param>
    /// <exception cref="ArgumentException">The buffer is full.</exception>
    public void Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Int(bytes.Length);
        if (_length + bytes.Length > _buffer.Length)
        {
            throw new ArgumentException("The buffer is too small for the state");
        }

        Array.Copy(bytes, 0, _buffer, _length, bytes.Length);
        _length += bytes.Length;
    }

    /// <summary>Adds the CRC.</summary>
    /// <returns>How many bytes of the buffer are to be stored.</returns>
    /// <exception cref="ArgumentException">The buffer is full.</exception>
    public int Seal()
    {
        uint crc = Crc32.Of(_buffer, 0, _length);
        Int((int)crc);
        return _length;
    }
}
