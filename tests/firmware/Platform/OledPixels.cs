using MeterFirmware.Pc;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>Looks at a display's lit pixels.</summary>
internal static class OledPixels
{
    /// <summary>Eight pixels below each other as a byte, the topmost the lowest bit.</summary>
    public static byte Byte(Oled oled, int x, int page)
    {
        int value = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            value |= (oled.Pixel(x, page * 8 + bit) ? 1 : 0) << bit;
        }

        return (byte)value;
    }

    /// <summary>The bytes that are not 0, by page and column.</summary>
    public static Dictionary<(int Page, int X), byte> Bytes(Oled oled)
    {
        Dictionary<(int Page, int X), byte> bytes = [];
        for (int page = 0; page < Oled.Height / 8; page++)
        {
            for (int x = 0; x < Oled.Width; x++)
            {
                if (Byte(oled, x, page) is byte value and not 0)
                {
                    bytes[(page, x)] = value;
                }
            }
        }

        return bytes;
    }

    public static int Count(Oled oled)
    {
        int count = 0;
        for (int i = 0; i < Oled.Width * Oled.Height; i++)
        {
            count += oled.Pixel(i % Oled.Width, i / Oled.Width) ? 1 : 0;
        }

        return count;
    }
}
