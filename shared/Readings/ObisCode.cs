namespace MeterFirmware.Readings;

/// <summary>
/// An OBIS code <c>A-B:C.D.E</c> as one int, so that codes compare in one step: four bits each for A and B, eight each for
/// C, D and E (IEC 62056-61).
/// </summary>
public static class ObisCode
{
    /// <summary>Stands in B for "whatever channel".</summary>
    public const int AnyChannel = 15;

    /// <summary>The highest M-Bus channel.</summary>
    public const int LastChannel = 8;

    /// <summary>No code packs to this.</summary>
    public const int None = -1;

    /// <summary>Packs the five numbers.</summary>
    /// <param name="a">Medium, 0 to 7.</param>
    /// <param name="b">Channel, 0 to 15.</param>
    /// <param name="c">0 to 255.</param>
    /// <param name="d">0 to 255.</param>
    /// <param name="e">0 to 255.</param>
    /// <returns>The packed code, 0 or more.</returns>
    public static int Pack(int a, int b, int c, int d, int e) => (a << 28) | (b << 24) | (c << 16) | (d << 8) | e;

    /// <summary>Packs a code that is written out.</summary>
    /// <param name="text"><c>A-B:C.D.E</c>, with n for B meaning <see cref="AnyChannel"/>.</param>
    /// <returns>The packed code, or <see cref="None"/> when it is no such text.</returns>
    public static int Pack(string text)
    {
        int packed = 0;
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : '\0';
            if (c >= '0' && c <= '9')
            {
                value = (value * 10) + (c - '0');
                digits++;
            }
            else if (c == 'n' && part == 1 && digits == 0)
            {
                value = AnyChannel;
                digits++;
            }
            else
            {
                bool ended = part < 4 ? c == "-:.."[part] : i == text.Length;
                if (!ended || digits == 0 || digits > 3 || value > (part == 0 ? 7 : part == 1 ? 15 : 255))
                {
                    return None;
                }

                packed = (packed << (part < 2 ? 4 : 8)) | value;
                part++;
                digits = 0;
                value = 0;
            }
        }

        return part == 5 ? packed : None;
    }
}
