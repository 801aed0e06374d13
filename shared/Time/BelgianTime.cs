namespace MeterFirmware.Time;

/// <summary>
/// Belgian local time and its quarters, days, weeks, months and years.
/// Summer time runs from the last Sunday of March to the last Sunday of October, both at 01:00 UTC (directive 2000/84/EC).
/// </summary>
/// <remarks>
/// A day number counts local days since 1970-01-01, a week number Mondays, a month number is <c>year * 12 + month - 1</c>:
/// numbers that follow each other without holes, so that "the day before" is a subtraction.
/// </remarks>
public static class BelgianTime
{
    /// <summary>Seconds of a quarter of an hour, over which demand is averaged.</summary>
    public const int SecondsPerQuarter = 900;

    /// <summary>Quarters of a day by the wall clock.</summary>
    public const int QuartersPerDay = 96;

    private const int ChangeHourUtc = 3600;

    /// <summary>Seconds that local time is ahead of UTC.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>3600 in winter, 7200 in summer.</returns>
    public static int OffsetSeconds(long utc)
    {
        int monthNumber = CivilDate.MonthNumber((int)(utc / CivilDate.SecondsPerDay));
        int year = monthNumber / 12;
        int month = (monthNumber % 12) + 1;
        bool summer = month > 3 && month < 10;
        if (month == 3)
        {
            summer = utc >= ClockChangeUtc(year, 3);
        }
        else if (month == 10)
        {
            summer = utc < ClockChangeUtc(year, 10);
        }

        return summer ? 7200 : 3600;
    }

    /// <summary>Local wall-clock time.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>Seconds since 1970-01-01 00:00 by the wall clock.</returns>
    public static long Local(long utc) => utc + OffsetSeconds(utc);

    /// <summary>The moment of a wall-clock time.</summary>
    /// <param name="local">Seconds since 1970-01-01 00:00 by the wall clock.</param>
    /// <returns>
    /// UTC seconds. Of the hour that comes twice in October the first is meant; a time in the hour that March skips is
    /// read as winter time.
    /// </returns>
    public static long ToUtc(long local)
    {
        long summer = local - 7200;
        return OffsetSeconds(summer) == 7200 ? summer : local - 3600;
    }

    /// <summary>The start of the quarter of an hour that a moment is in.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>UTC seconds, a multiple of 900.</returns>
    public static long QuarterStart(long utc) => utc - (utc % SecondsPerQuarter);

    /// <summary>The quarter of the day by the wall clock.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>0 (00:00) to 95 (23:45).</returns>
    public static int QuarterOfDay(long utc) => (int)(Local(utc) % CivilDate.SecondsPerDay) / SecondsPerQuarter;

    /// <summary>The number of the local day.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>Days since 1970-01-01.</returns>
    public static int DayNumber(long utc) => (int)(Local(utc) / CivilDate.SecondsPerDay);

    /// <summary>The first second of a local day.</summary>
    /// <param name="dayNumber">Days since 1970-01-01.</param>
    /// <returns>UTC seconds. The next day starts 23, 24 or 25 hours later.</returns>
    public static long DayStartUtc(int dayNumber) => ToUtc(dayNumber * (long)CivilDate.SecondsPerDay);

    /// <summary>The number of the week, which starts on Monday (ISO 8601).</summary>
    /// <param name="dayNumber">Days since 1970-01-01, a Thursday.</param>
    /// <returns>Weeks since the one of 1970-01-01, which is 0.</returns>
    public static int WeekNumber(int dayNumber) => (dayNumber + 3) / 7;

    /// <summary>The week of the year by ISO 8601: week 1 holds the first Thursday.</summary>
    /// <param name="dayNumber">Days since 1970-01-01.</param>
    /// <returns>1 to 53.</returns>
    public static int IsoWeekOfYear(int dayNumber)
    {
        int thursday = WeekNumber(dayNumber) * 7;
        int firstOfYear = CivilDate.DayNumber(MonthNumber(thursday) / 12, 1, 1);
        return ((thursday - firstOfYear) / 7) + 1;
    }

    /// <summary>The number of the month of a local day.</summary>
    /// <param name="dayNumber">Days since 1970-01-01.</param>
    /// <returns>year * 12 + month - 1.</returns>
    public static int MonthNumber(int dayNumber) => CivilDate.MonthNumber(dayNumber);

    /// <summary>The first second of a local month.</summary>
    /// <param name="monthNumber">year * 12 + month - 1.</param>
    /// <returns>UTC seconds.</returns>
    public static long MonthStartUtc(int monthNumber) =>
        DayStartUtc(CivilDate.DayNumber(monthNumber / 12, (monthNumber % 12) + 1, 1));

    /// <summary>The first second of a local year.</summary>
    /// <param name="year">1971 or later.</param>
    /// <returns>UTC seconds.</returns>
    public static long YearStartUtc(int year) => MonthStartUtc(year * 12);

    private static long ClockChangeUtc(int year, int month)
    {
        int last = CivilDate.DayNumber(year, month, 31);
        int lastSunday = last - ((last + 4) % 7);
        return (lastSunday * (long)CivilDate.SecondsPerDay) + ChangeHourUtc;
    }
}
