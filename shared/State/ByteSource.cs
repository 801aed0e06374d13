using System.Text;

namespace MeterFirmware.State;

/// <summary>Bytes that are looked at in any order: an array, or what a class derived from this reads through a small window, part by part.</summary>
public class ByteSource
{
    /// <summary>No bytes.</summary>
    public static readonly ByteSource Empty = new(new byte[0], 0);

    private readonly bool _isArray;
    private int _start;
    private int _count;

    /// <summary>The bytes of an array, none of them copied.</summary>
    /// <param name="bytes">The bytes, from index 0.</param>
    /// <param name="length">How many.</param>
    public ByteSource(byte[] bytes, int length)
        : this(length, bytes)
    {
        _isArray = true;
        _count = length;
    }

    /// <summary>Bytes that <see cref="Fill"/> reads.</summary>
    /// <param name="length">How many there are.</param>
    /// <param name="window">Holds a part of them, at least one.</param>
    protected ByteSource(int length, byte[] window)
    {
        Length = length;
        Window = window;
    }

    /// <summary>How many bytes there are.</summary>
    public int Length { get; }

    /// <summary>Where <see cref="Range"/> puts bytes.</summary>
    public byte[] Window { get; }

    /// <summary>Looks at a byte.</summary>
    /// <param name="position">0 for the first.</param>
    /// <returns>The byte; -1 before the first and behind the last.</returns>
    public int At(int position)
    {
        int index = position - _start;
        if (index < 0 || index >= _count)
        {
            if (position < 0 || position >= Length)
            {
                return -1;
            }

            Load(position);
            index = 0;
        }

        return Window[index];
    }

    /// <summary>Looks at as many bytes as the window has at a time.</summary>
    /// <param name="position">The first.</param>
    /// <param name="end">The position behind the last one that is wanted, above <paramref name="position"/> and at most <see cref="Length"/>.</param>
    /// <param name="count">How many stand in <see cref="Window"/>, at least one.</param>
    /// <returns>The index of the first in <see cref="Window"/>.</returns>
    public int Range(int position, int end, out int count)
    {
        At(position);
        int index = position - _start;
        int there = _count - index;
        int wanted = end - position;
        count = there < wanted ? there : wanted;
        return index;
    }

    /// <summary>Decodes UTF-8.</summary>
    /// <param name="start">The first byte.</param>
    /// <param name="end">The position behind the last byte, at most <see cref="Length"/>.</param>
    /// <returns>The text.</returns>
    public string Text(int start, int end)
    {
        int length = end - start;
        if (length == 0)
        {
            return "";
        }

        int index = Range(start, end, out int count);
        if (count == length)
        {
            return Encoding.UTF8.GetString(Window, index, length);
        }

        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)At(start + i);
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>Reads bytes to the start of <see cref="Window"/>.</summary>
    /// <param name="position">The first.</param>
    /// <param name="count">How many; as many are there, and fit.</param>
    protected virtual void Fill(int position, int count)
    {
    }

    /// <summary>Says that something else may stand in the window by now.</summary>
    public void Forget()
    {
        if (!_isArray)
        {
            _count = 0;
        }
    }

    private void Load(int position)
    {
        int left = Length - position;
        int count = left < Window.Length ? left : Window.Length;

        // None is right while they are read, nor when that fails.
        _count = 0;
        Fill(position, count);
        _start = position;
        _count = count;
    }
}
