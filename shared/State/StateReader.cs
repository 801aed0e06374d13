namespace MeterFirmware.State;

/// <summary>Reads back what <see cref="StateWriter"/> wrote.</summary>
public sealed class StateReader
{
    private readonly ByteSource _source;
    private int _position;

    /// <summary>Looks at mark and version. Only when <see cref="IsValid"/> may anything be read.</summary>
    /// <param name="source">What was stored, and is whole.</param>
    public StateReader(ByteSource source)
    {
        _source = source;
        IsValid = Int() == StateWriter.Mark && Int() == StateWriter.Version;
    }

    /// <summary>Whether it is a state of the known version; turns false when more is read than was written.</summary>
    public bool IsValid { get; private set; }

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => IsValid && _position == _source.Length;

    /// <summary>Reads what <see cref="StateWriter.Int"/> wrote.</summary>
    /// <returns>The value, or 0 past the end.</returns>
    public int Int()
    {
        int p = _position;
        if (p + 4 > _source.Length)
        {
            IsValid = false;
            return 0;
        }

        _position = p + 4;
        return _source.At(p) | (_source.At(p + 1) << 8) | (_source.At(p + 2) << 16) | (_source.At(p + 3) << 24);
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
        if (length < 0 || length > _source.Length - _position)
        {
            IsValid = false;
            return "";
        }

        int start = _position;
        _position = start + length;
        return _source.Text(start, _position);
    }
}
