namespace MeterFirmware.Tests.Support;

/// <summary>CRC-16/ARC, written apart from the project's own so that one can be held against the other.</summary>
internal static class PlainCrc
{
    private static readonly int[] OfByte = [.. Enumerable.Range(0, 256).Select(BitByBit)];

    public static int Of(byte[] data, int offset, int count)
    {
        int crc = 0;
        for (int i = offset; i < offset + count; i++)
        {
            crc = (crc >> 8) ^ OfByte[(crc ^ data[i]) & 255];
        }

        return crc;
    }

    public static int Of(byte[] data) => Of(data, 0, data.Length);

    private static int BitByBit(int crc)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
        }

        return crc;
    }
}
