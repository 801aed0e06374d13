namespace MeterFirmware.State;

/// <summary>CRC-32 (ISO 3309, as in zip and Ethernet), for what is stored: 16 bits let one corrupt file in 65536 pass.</summary>
public static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The CRC of a range of bytes.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="before">The CRC of what stands before them, when they go on with it.</param>
    /// <returns>The CRC.</returns>
    public static uint Of(byte[] data, int offset, int count, uint before = 0)
    {
        uint[] table = Table;
        uint crc = before ^ 0xFFFFFFFF;
        for (int i = 0; i < count; i++)
        {
            uint b = data[offset + i];
            crc = (crc >> 4) ^ table[(crc ^ b) & 15];
            crc = (crc >> 4) ^ table[(crc ^ (b >> 4)) & 15];
        }

        return crc ^ 0xFFFFFFFF;
    }

    /// <summary>The CRC as a person compares it.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>Eight hexadecimal digits, in capitals.</returns>
    public static string Text(byte[] data, int offset, int count) => Of(data, offset, count).ToString("X8");

    // Sixteen entries: it runs a few times an hour, and memory is dearer than speed.
    private static uint[] MakeTable()
    {
        uint[] table = new uint[16];
        for (uint i = 0; i < 16; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 4; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
