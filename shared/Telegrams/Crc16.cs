namespace MeterFirmware.Telegrams;

/// <summary>
/// CRC-16/ARC: reflected polynomial 0xA001, initial value 0, no final xor.
/// P1 prints it after the <c>!</c> of a telegram (eMUCS-P1 section 5.2, DSMR 5.0.2 P1 section 6.2).
/// </summary>
public static class Crc16
{
    // Four bytes a turn (slicing by 4): on an interpreter this halves the instructions per byte
    // of the usual one-table loop. Table n advances a byte by n further zero bytes.
    private static readonly ushort[] Table0 = FirstTable();
    private static readonly ushort[] Table1 = NextTable(Table0);
    private static readonly ushort[] Table2 = NextTable(Table1);
    private static readonly ushort[] Table3 = NextTable(Table2);

    /// <summary>Carries a CRC over a further range of bytes.</summary>
    /// <param name="crc">The CRC so far; 0 to begin.</param>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte of the range.</param>
    /// <param name="count">How many bytes; 0 returns <paramref name="crc"/>.</param>
    /// <returns>The CRC, 0 to 0xFFFF.</returns>
    public static int Update(int crc, byte[] data, int offset, int count)
    {
        ushort[] table0 = Table0;
        ushort[] table1 = Table1;
        ushort[] table2 = Table2;
        ushort[] table3 = Table3;
        int i = offset;
        int end = offset + count;

        for (int lastFour = end - 3; i < lastFour; i += 4)
        {
            int two = crc ^ (data[i] | (data[i + 1] << 8));
            crc = table3[two & 0xFF] ^ table2[two >> 8] ^ table1[data[i + 2]] ^ table0[data[i + 3]];
        }

        for (; i < end; i++)
        {
            crc = (crc >> 8) ^ table0[(crc ^ data[i]) & 0xFF];
        }

        return crc;
    }

    private static ushort[] FirstTable()
    {
        ushort[] table = new ushort[256];
        for (int i = 0; i < 256; i++)
        {
            int crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }

    private static ushort[] NextTable(ushort[] previous)
    {
        ushort[] table = new ushort[256];
        for (int i = 0; i < 256; i++)
        {
            int crc = previous[i];
            table[i] = (ushort)((crc >> 8) ^ Table0[crc & 0xFF]);
        }

        return table;
    }
}
