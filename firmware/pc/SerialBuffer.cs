using System;

namespace MeterFirmware.Pc;

/// <summary>The receive buffer of a serial port: a ring that keeps what came first when it is full.</summary>
internal sealed class SerialBuffer(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _start;

    public int Count { get; private set; }

    /// <summary>Appends bytes.</summary>
    /// <returns>How many had place.</returns>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, _bytes.Length - Count);
        for (int i = 0; i < kept; i++)
        {
            _bytes[(_start + Count + i) % _bytes.Length] = bytes[i];
        }

        Count += kept;
        return kept;
    }

    /// <summary>Takes the oldest bytes out; there must be that many.</summary>
    public void Take(Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = _bytes[(_start + i) % _bytes.Length];
        }

        _start = (_start + destination.Length) % _bytes.Length;
        Count -= destination.Length;
    }
}
