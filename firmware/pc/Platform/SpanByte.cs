namespace System;

/// <summary>The chip's window onto a byte array.</summary>
internal readonly ref struct SpanByte
{
    private readonly byte[]? _array;
    private readonly int _start;

    public SpanByte(byte[]? array)
        : this(array, 0, array is null ? 0 : array.Length)
    {
    }

    public SpanByte(byte[]? array, int start, int length)
    {
        int available = array is null ? 0 : array.Length;
        if (start < 0 || length < 0 || start > available - length)
        {
            throw new ArgumentOutOfRangeException(nameof(start));
        }

        _array = array;
        _start = start;
        Length = length;
    }

    public int Length { get; }

    public bool IsEmpty => Length == 0;

    public byte this[int index]
    {
        get => _array![Place(index)];
        set => _array![Place(index)] = value;
    }

    public static implicit operator SpanByte(byte[]? array) => new(array);

    public SpanByte Slice(int start) => Slice(start, Length - start);

    public SpanByte Slice(int start, int length)
    {
        if (start < 0 || length < 0 || start > Length - length)
        {
            throw new ArgumentOutOfRangeException(nameof(start));
        }

        return new SpanByte(_array, _start + start, length);
    }

    public void CopyTo(SpanByte destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        AsSpan().CopyTo(new Span<byte>(destination._array, destination._start, destination.Length));
    }

    public byte[] ToArray() => AsSpan().ToArray();

    internal ReadOnlySpan<byte> AsSpan() => new(_array, _start, Length);

    private int Place(int index) =>
        index >= 0 && index < Length ? _start + index : throw new ArgumentOutOfRangeException(nameof(index));
}
