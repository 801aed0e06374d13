namespace MeterFirmware.Telegrams;

/// <summary>A hexadecimal digit as it stands in a telegram.</summary>
public static class HexDigit
{
    /// <summary>The value of a digit, upper or lower case.</summary>
    /// <param name="c">An ASCII byte.</param>
    /// <returns>0 to 15, or -1 when it is no hexadecimal digit.</returns>
    public static int Value(int c)
    {
        if (c >= '0' && c <= '9')
        {
            return c - '0';
        }

        if (c >= 'A' && c <= 'F')
        {
            return c - 'A' + 10;
        }

        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
