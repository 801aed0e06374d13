namespace MeterFirmware.Time;

/// <summary>A date of the calendar, and its number: days since 1970-01-01.</summary>
/// <remarks>The chip's DateTime knows no time zones and is dear to interpret; this is a dozen integer operations.</remarks>
public readonly struct CivilDate
{
    /// <summary>Stands for a text that is no date.</summary>
    public const int None = 0;

    /// <summary>Seconds of a day that has neither 23 nor 25 hours.</summary>
    public const int SecondsPerDay = 86400;

    // Four centuries, and the days from 0000-03-01 to 1970-01-01. Years count from March, so that the leap day is the last.
    private const int DaysPerEra = 146097;
    private const int DaysBefore1970 = 719468;

    /// <summary>Takes a day's number apart.</summary>
    /// <param name="dayNumber">Days since 1970-01-01; 0 or more.</param>
    public CivilDate(int dayNumber)
    {
        int monthNumber = MonthNumber(dayNumber);
        Year = monthNumber / 12;
        Month = (monthNumber % 12) + 1;
        Day = dayNumber - DayNumber(Year, Month, 1) + 1;
    }

    /// <summary>The month of a day, without taking the day apart: on the chip a struct in a local is an object on the heap.</summary>
    /// <param name="dayNumber">Days since 1970-01-01; 0 or more.</param>
    /// <returns>year * 12 + month - 1.</returns>
    public static int MonthNumber(int dayNumber)
    {
        int days = dayNumber + DaysBefore1970;
        int era = days / DaysPerEra;
        int dayOfEra = days - (era * DaysPerEra);
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        return ((yearOfEra + (era * 400)) * 12) + monthFromMarch + 2;
    }

    /// <summary>The year, 1970 and later.</summary>
    public int Year { get; }

    /// <summary>The month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>The day of the month, 1 to 31.</summary>
    public int Day { get; }

    /// <summary>The number of a date: days since 1970-01-01.</summary>
    /// <param name="year">1970 or later.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 31; a day beyond the month's last runs on into the next.</param>
    /// <returns>0 or more.</returns>
    public static int DayNumber(int year, int month, int day)
    {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - (era * 400);
        int monthFromMarch = month > 2 ? month - 3 : month + 9;
        int dayOfYear = (((153 * monthFromMarch) + 2) / 5) + day - 1;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - DaysBefore1970;
    }

    /// <summary>Reads a date such as 2027-01-01 (ISO 8601).</summary>
    /// <param name="text">The date and nothing else.</param>
    /// <returns>Its number, years 2000 to 2099; <see cref="None"/> when it is no such date.</returns>
    public static int Parse(string text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
        {
            return None;
        }

        int year = (TwoDigits(text, 0) * 100) + TwoDigits(text, 2);
        int month = TwoDigits(text, 5);
        int day = TwoDigits(text, 8);
        bool isDate = year >= 2000 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= DaysInMonth(year, month);
        return isDate ? DayNumber(year, month, day) : None;
    }

    /// <summary>Days of a month.</summary>
    /// <param name="year">1970 or later.</param>
    /// <param name="month">1 to 12.</param>
    /// <returns>28 to 31.</returns>
    public static int DaysInMonth(int year, int month)
    {
        if (month == 2)
        {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }

        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    // So negative when one is no digit that no sum with another can be right.
    private static int TwoDigits(string text, int index)
    {
        int tens = text[index] - '0';
        int ones = text[index + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -100000 : (tens * 10) + ones;
    }
}
