using System;

namespace MeterFirmware.Telegrams;

/// <summary>The bytes of a telegram as they came. A reader keeps none itself: whoever wants to see them gives it one of these.</summary>
public sealed class TelegramCopy
{
    private const int FirstBytes = 1024;

    private readonly int _mostBytes;

    /// <summary>Makes an empty one.</summary>
    /// <param name="mostBytes">What is longer is kept up to here; at least 1.</param>
    public TelegramCopy(int mostBytes = 5120)
    {
        _mostBytes = mostBytes;
        Bytes = new byte[mostBytes < FirstBytes ? mostBytes : FirstBytes];
    }

    /// <summary>The bytes, from index 0; they stand until the next telegram begins. Another array when a longer telegram comes.</summary>
    public byte[] Bytes { get; private set; }

    /// <summary>How many there are: <c>/</c> to the last CRC digit, or as far as the telegram has come; 0 before the first one.</summary>
    public int Length { get; private set; }

    /// <summary>How many of them the CRC covers: <c>/</c> to <c>!</c>, both included.</summary>
    public int BodyLength { get; private set; }

    internal void Begin()
    {
        Bytes[0] = (byte)'/';
        Length = 1;
        BodyLength = 1;
    }

    // Half a telegram is none: what came before it was there stays away whole.
    internal void Add(byte[] data, int offset, int count, bool isBody)
    {
        int length = Length + count;
        if (Length == 0 || length > _mostBytes)
        {
            count = Length == 0 ? 0 : _mostBytes - Length;
            length = Length + count;
        }

        if (length > Bytes.Length)
        {
            byte[] longer = new byte[length + FirstBytes < _mostBytes ? length + FirstBytes : _mostBytes];
            Array.Copy(Bytes, longer, Length);
            Bytes = longer;
        }

        Array.Copy(data, offset, Bytes, Length, count);
        Length = length;
        if (isBody)
        {
            BodyLength = length;
        }
    }
}
