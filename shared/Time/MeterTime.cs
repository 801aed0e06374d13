namespace MeterFirmware.Time;

/// <summary>
/// The time stamps of a telegram: <c>YYMMDDhhmmssX</c>, local time, X = S in summer (UTC+2) or W in winter (UTC+1)
/// (eMUCS-P1 section 5.2.2, "TST").
/// </summary>
/// <remarks>
/// Everywhere else a moment is a <c>long</c> of UTC seconds since 1970-01-01, in a name that ends in <c>Utc</c>.
/// </remarks>
public static class MeterTime
{
    /// <summary>Stands for a time that is absent or invalid, such as 632525252525W of a gas meter that was never read.</summary>
    public const long None = 0;

    /// <summary>Bytes of a time stamp, its S or W included.</summary>
    public const int Length = 13;

    /// <summary>Reads a time stamp.</summary>
    /// <param name="text">Where the bytes are; 13 of them must be there.</param>
    /// <param name="offset">The first digit.</param>
    /// <returns>UTC seconds since 1970, years 2000 to 2099; <see cref="None"/> when any part is no digit or out of range.</returns>
    public static long Parse(byte[] text, int offset)
    {
        int flag = text[offset + 12];
        if (flag != 'S' && flag != 'W')
        {
            return None;
        }

        long local = ParseLocal(text, offset);
        return local == None ? None : local - (flag == 'S' ? 7200 : 3600);
    }

    /// <summary>Reads the twelve digits of a time stamp without looking at what follows (DSMR 2.2 has no S or W).</summary>
    /// <param name="text">Where the bytes are; 12 of them must be there.</param>
    /// <param name="offset">The first digit.</param>
    /// <returns>Local time in seconds since 1970-01-01 00:00 local time, or <see cref="None"/>.</returns>
    public static long ParseLocal(byte[] text, int offset)
    {
        int y1 = text[offset] - '0', y0 = text[offset + 1] - '0';
        int o1 = text[offset + 2] - '0', o0 = text[offset + 3] - '0';
        int d1 = text[offset + 4] - '0', d0 = text[offset + 5] - '0';
        int h1 = text[offset + 6] - '0', h0 = text[offset + 7] - '0';
        int m1 = text[offset + 8] - '0', m0 = text[offset + 9] - '0';
        int s1 = text[offset + 10] - '0', s0 = text[offset + 11] - '0';

        // A byte below '0' makes one of these negative, one above '9' one of the differences.
        if ((y1 | y0 | o1 | o0 | d1 | d0 | h1 | h0 | m1 | m0 | s1 | s0
            | (9 - y1) | (9 - y0) | (9 - o1) | (9 - o0) | (9 - d1) | (9 - d0)
            | (9 - h1) | (9 - h0) | (9 - m1) | (9 - m0) | (9 - s1) | (9 - s0)) < 0)
        {
            return None;
        }

        int month = (o1 * 10) + o0;
        int day = (d1 * 10) + d0;
        int hour = (h1 * 10) + h0;
        if (month == 0 || month > 12 || hour > 23 || m1 > 5 || s1 > 5 || day == 0)
        {
            return None;
        }

        int year = 2000 + (y1 * 10) + y0;
        if (day > 28 && day > CivilDate.DaysInMonth(year, month))
        {
            return None;
        }

        int secondOfDay = (hour * 3600) + (((m1 * 10) + m0) * 60) + (s1 * 10) + s0;
        return (CivilDate.DayNumber(year, month, day) * (long)CivilDate.SecondsPerDay) + secondOfDay;
    }
}
