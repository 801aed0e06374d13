using System;

namespace MeterFirmware.Telegrams;

/// <summary>
/// Where a telegram differs from the one before it. Most of a telegram is the same a second later, so that whoever has read the
/// one before need only read these ranges.
/// </summary>
public sealed class TelegramChanges
{
    /// <summary>Ranges that are told apart; when there are more, all counts as changed.</summary>
    public const int Capacity = 48;

    private readonly int[] _starts = new int[Capacity];
    private readonly int[] _ends = new int[Capacity];

    internal TelegramChanges()
    {
    }

    /// <summary>Whether anything may have changed, also the length; the ranges say nothing then.</summary>
    public bool IsAll { get; private set; } = true;

    /// <summary>How many ranges there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first byte of a range, or up to three bytes before the first that differs.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, in the order of the telegram.</param>
    /// <returns>Byte offset in the telegram.</returns>
    public int Start(int index) => _starts[index];

    /// <summary>The byte after a range.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Byte offset in the telegram.</returns>
    public int End(int index) => _ends[index];

    internal void Begin(bool isAll)
    {
        IsAll = isAll;
        Count = 0;
    }

    internal void TakeAll() => IsAll = true;

    /// <summary>Compares bytes that arrive with those that stood in their place, and carries the CRC of their difference (xor) on.</summary>
    /// <param name="crc">The CRC of the difference so far.</param>
    /// <param name="data">Where the new bytes are.</param>
    /// <param name="offset">The first of them.</param>
    /// <param name="before">The telegram before.</param>
    /// <param name="at">The place of the new bytes in the telegram.</param>
    /// <param name="count">How many.</param>
    /// <returns>The CRC, 0 to 0xFFFF.</returns>
    internal int Compare(int crc, byte[] data, int offset, byte[] before, int at, int count)
    {
        ushort[] table0 = Crc16.Table0;
        ushort[] table1 = Crc16.Table1;
        ushort[] table2 = Crc16.Table2;
        ushort[] table3 = Crc16.Table3;
        ushort[] table6 = Crc16.Table6;
        ushort[] table7 = Crc16.Table7;
        int end = at + count;
        int i = offset;

        // Eight bytes at a time, by native calls. All chips that this runs on are little-endian, as are PCs.
        for (int lastEight = end - 7; at < lastEight; at += 8, i += 8)
        {
            long now = BitConverter.ToInt64(data, i);
            long then = BitConverter.ToInt64(before, at);
            if (now == then)
            {
                crc = table7[crc & 0xFF] ^ table6[crc >> 8];
                continue;
            }

            now ^= then;
            int four = (int)now;
            if (four != 0)
            {
                Add(at, 4);
            }

            four ^= crc;
            crc = table3[four & 0xFF] ^ table2[(four >> 8) & 0xFF] ^ table1[(four >> 16) & 0xFF] ^ table0[(four >> 24) & 0xFF];
            four = (int)(now >> 32);
            if (four != 0)
            {
                Add(at + 4, 4);
            }

            four ^= crc;
            crc = table3[four & 0xFF] ^ table2[(four >> 8) & 0xFF] ^ table1[(four >> 16) & 0xFF] ^ table0[(four >> 24) & 0xFF];
        }

        for (; at < end; at++, i++)
        {
            int difference = data[i] ^ before[at];
            if (difference != 0)
            {
                Add(at, 1);
            }

            crc = (crc >> 8) ^ table0[(crc ^ difference) & 0xFF];
        }

        return crc;
    }

    private void Add(int start, int length)
    {
        int last = Count - 1;
        if (last >= 0 && _ends[last] == start)
        {
            _ends[last] = start + length;
        }
        else if (Count < Capacity)
        {
            _starts[Count] = start;
            _ends[Count++] = start + length;
        }
        else
        {
            IsAll = true;
        }
    }
}
