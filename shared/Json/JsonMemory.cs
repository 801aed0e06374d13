using System;

namespace MeterFirmware.Json;

/// <summary>
/// What a <see cref="JsonWriter"/> wrote into an array, member by member, so that the next time it leaves what has not changed as it
/// stands there.
/// </summary>
public sealed class JsonMemory
{
    private const int FirstCapacity = 16;
    private const int GrowBy = 16;

    internal string[] Names = new string[FirstCapacity];
    internal long[] Values = new long[FirstCapacity];
    internal object?[] Texts = new object?[FirstCapacity];

    // Comma, name, colon.
    internal short[] PrefixLengths = new short[FirstCapacity];

    // Of the whole member.
    internal short[] Lengths = new short[FirstCapacity];

    /// <summary>The array that it was written into; null when the text did not fit.</summary>
    internal byte[]? Buffer;

    /// <summary>Members and brackets there are.</summary>
    internal int Count;

    /// <summary>Bytes of the whole text.</summary>
    internal int Length;

    internal void Add(string name, long value, object? text, int prefixLength, int valueLength)
    {
        if (Count == Names.Length)
        {
            Grow();
        }

        Names[Count] = name;
        Values[Count] = value;
        Texts[Count] = text;
        PrefixLengths[Count] = (short)prefixLength;
        Lengths[Count] = (short)(prefixLength + valueLength);
        Count++;
    }

    private void Grow()
    {
        int capacity = Count + GrowBy;
        string[] names = new string[capacity];
        long[] values = new long[capacity];
        object?[] texts = new object?[capacity];
        short[] prefixLengths = new short[capacity];
        short[] lengths = new short[capacity];
        Array.Copy(Names, names, Count);
        Array.Copy(Values, values, Count);
        Array.Copy(Texts, texts, Count);
        Array.Copy(PrefixLengths, prefixLengths, Count);
        Array.Copy(Lengths, lengths, Count);
        Names = names;
        Values = values;
        Texts = texts;
        PrefixLengths = prefixLengths;
        Lengths = lengths;
    }
}
