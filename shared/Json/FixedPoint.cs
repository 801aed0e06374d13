namespace MeterFirmware.Json;

/// <summary>Writes whole numbers of small units as decimals: 1234 W as 1.234 kW. It allocates nothing.</summary>
public static class FixedPoint
{
    /// <summary>The most decimals.</summary>
    public const int MostDecimals = 18;

    private const int MostDigits = 19;

    private static readonly long[] Powers =
    {
        1,
        10,
        100,
        1000,
        10000,
        100000,
        1000000,
        10000000,
        100000000,
        1000000000,
        10000000000,
        100000000000,
        1000000000000,
        10000000000000,
        100000000000000,
        1000000000000000,
        10000000000000000,
        100000000000000000,
        1000000000000000000,
    };

    /// <summary>Drops the last digits of a number, rounding half away from zero.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="digits">How many digits to drop, 0 to <see cref="MostDecimals"/>.</param>
    /// <returns>The value divided by that power of ten.</returns>
    public static long Round(long value, int digits)
    {
        if (digits == 0)
        {
            return value;
        }

        long unit = Powers[digits];
        long half = unit / 2;
        long whole = value / unit;
        long rest = value - (whole * unit);
        return rest >= half ? whole + 1 : rest <= -half ? whole - 1 : whole;
    }

    /// <summary>How long a number is when written.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="decimals">How many of its digits stand behind the point, 0 to <see cref="MostDecimals"/>; 0 for no point.</param>
    /// <returns>Bytes, 1 to 21: a sign, 19 digits and a point.</returns>
    public static int Length(long value, int decimals)
    {
        // The negative half reaches further than the positive one.
        long negative = value < 0 ? value : -value;
        int digits = 1;
        if (negative <= -10000)
        {
            digits = negative <= -100000000 ? 9 : 5;
        }

        while (digits < MostDigits && negative <= -Powers[digits])
        {
            digits++;
        }

        if (digits <= decimals)
        {
            digits = decimals + 1;
        }

        return digits + (decimals > 0 ? 1 : 0) + (value < 0 ? 1 : 0);
    }

    /// <summary>Writes a number.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">Where the first byte goes.</param>
    /// <param name="value">Any number.</param>
    /// <param name="decimals">How many of its digits stand behind the point, 0 to <see cref="MostDecimals"/>; 0 for no point.</param>
    /// <returns>The offset after the last byte.</returns>
    public static int Write(byte[] buffer, int offset, long value, int decimals)
    {
        int end = offset + Length(value, decimals);
        WriteBefore(buffer, end, value, decimals);
        return end;
    }

    /// <summary>Writes a number so that it ends at a place.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="end">The offset after the last byte.</param>
    /// <param name="value">Any number.</param>
    /// <param name="decimals">How many of its digits stand behind the point, 0 to <see cref="MostDecimals"/>; 0 for no point.</param>
    /// <returns>The offset of the first byte.</returns>
    public static int WriteBefore(byte[] buffer, int end, long value, int decimals)
    {
        // The negative half reaches further than the positive one.
        long rest = value < 0 ? value : -value;
        int at = end;
        if (decimals > 0)
        {
            for (int point = end - decimals; at > point;)
            {
                long tenth = rest / 10;
                buffer[--at] = (byte)((tenth * 10) - rest + '0');
                rest = tenth;
            }

            buffer[--at] = (byte)'.';
        }

        do
        {
            long tenth = rest / 10;
            buffer[--at] = (byte)((tenth * 10) - rest + '0');
            rest = tenth;
        }
        while (rest != 0);

        if (value < 0)
        {
            buffer[--at] = (byte)'-';
        }

        return at;
    }
}
