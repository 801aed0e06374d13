using System;
using System.Text;

namespace MeterFirmware.State;

/// <summary>Writes what must survive a restart, little-endian, part by part. Whoever stores it seals it.</summary>
/// <remarks>The layout is a mark, a version, and the values in the order of writing.</remarks>
public sealed class StateWriter
{
    internal const int Mark = 0x5354524D;
    internal const int Version = 4;

    private readonly IByteSink _sink;
    private readonly byte[] _buffer;
    private int _count;

    /// <summary>Starts to write.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="buffer">Collects a part, at least 4 bytes; the sink must not use it.</param>
    public StateWriter(IByteSink sink, byte[] buffer)
    {
        _sink = sink;
        _buffer = buffer;
        Int(Mark);
        Int(Version);
    }

    /// <summary>Writes four bytes.</summary>
    /// <param name="value">Any value.</param>
    public void Int(int value)
    {
        byte[] buffer = _buffer;
        if (_count + 4 > buffer.Length)
        {
            End();
        }

        int at = _count;
        buffer[at] = (byte)value;
        buffer[at + 1] = (byte)(value >> 8);
        buffer[at + 2] = (byte)(value >> 16);
        buffer[at + 3] = (byte)(value >> 24);
        _count = at + 4;
    }

    /// <summary>Writes eight bytes.</summary>
    /// <param name="value">Any value.</param>
    public void Long(long value)
    {
        Int((int)value);
        Int((int)(value >> 32));
    }

    /// <summary>Writes a text with its length.</summary>
    /// <param name="value">Any text.</param>
    public void Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Int(bytes.Length);
        if (_count + bytes.Length > _buffer.Length)
        {
            End();
            _sink.Write(bytes, 0, bytes.Length);
            return;
        }

        Array.Copy(bytes, 0, _buffer, _count, bytes.Length);
        _count += bytes.Length;
    }

    /// <summary>Hands the sink what it does not have yet.</summary>
    public void End()
    {
        _sink.Write(_buffer, 0, _count);
        _count = 0;
    }
}

/// <summary>Takes bytes, part by part.</summary>
public interface IByteSink
{
    /// <summary>Takes some.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many.</param>
    void Write(byte[] bytes, int offset, int count);
}

/// <summary>What can be written to be read back after a restart.</summary>
public interface IState
{
    /// <summary>Writes all of it.</summary>
    /// <param name="state">Takes it, to the end.</param>
    void Save(StateWriter state);
}
