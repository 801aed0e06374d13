namespace MeterFirmware.Tests.Telegrams;

/// <summary>CRC-16/ARC bit by bit, written apart from the project's own so that one can be held against the other.</summary>
internal static class PlainCrc
{
    public static int Of(byte[] data, int offset, int count)
    {
        int crc = 0;
        for (int i = offset; i < offset + count; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                int incoming = (data[i] >> bit) & 1;
                bool carry = ((crc & 1) ^ incoming) == 1;
                crc >>= 1;
                crc = carry ? crc ^ 0xA001 : crc;
            }
        }

        return crc;
    }

    public static int Of(byte[] data) => Of(data, 0, data.Length);
}
