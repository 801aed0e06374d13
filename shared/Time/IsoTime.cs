namespace MeterFirmware.Time;

/// <summary>Writes a moment as Belgian local time with its offset (ISO 8601): <c>2026-11-23T18:00:05+01:00</c>. It allocates nothing.</summary>
public static class IsoTime
{
    /// <summary>Bytes of a moment.</summary>
    public const int Length = 25;

    /// <summary>Bytes of a month: <c>2026-11</c>.</summary>
    public const int MonthLength = 7;

    /// <summary>Writes a moment.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">Where the first of <see cref="Length"/> bytes goes.</param>
    /// <param name="utc">UTC seconds since 1970, before the year 10000.</param>
    public static void Write(byte[] buffer, int offset, long utc)
    {
        int ahead = BelgianTime.OffsetSeconds(utc);
        long local = utc + ahead;
        int day = (int)(local / CivilDate.SecondsPerDay);
        int second = (int)(local % CivilDate.SecondsPerDay);
        int month = CivilDate.MonthNumber(day);
        WriteMonth(buffer, offset, month);
        buffer[offset + 7] = (byte)'-';
        TwoDigits(buffer, offset + 8, day - CivilDate.DayNumber(month / 12, (month % 12) + 1, 1) + 1);
        buffer[offset + 10] = (byte)'T';
        TwoDigits(buffer, offset + 11, second / 3600);
        buffer[offset + 13] = (byte)':';
        TwoDigits(buffer, offset + 14, second / 60 % 60);
        buffer[offset + 16] = (byte)':';
        TwoDigits(buffer, offset + 17, second % 60);
        buffer[offset + 19] = (byte)'+';
        TwoDigits(buffer, offset + 20, ahead / 3600);
        buffer[offset + 22] = (byte)':';
        TwoDigits(buffer, offset + 23, 0);
    }

    /// <summary>Writes a month.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">Where the first of <see cref="MonthLength"/> bytes goes.</param>
    /// <param name="monthNumber">year * 12 + month - 1.</param>
    public static void WriteMonth(byte[] buffer, int offset, int monthNumber)
    {
        int year = monthNumber / 12;
        TwoDigits(buffer, offset, year / 100);
        TwoDigits(buffer, offset + 2, year % 100);
        buffer[offset + 4] = (byte)'-';
        TwoDigits(buffer, offset + 5, (monthNumber % 12) + 1);
    }

    private static void TwoDigits(byte[] buffer, int offset, int value)
    {
        int tens = value / 10;
        buffer[offset] = (byte)('0' + tens);
        buffer[offset + 1] = (byte)('0' + value - (tens * 10));
    }
}
