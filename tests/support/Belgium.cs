namespace MeterFirmware.Tests.Support;

/// <summary>Belgian wall-clock times in UTC seconds. The caller says which offset holds, so that no test trusts the code under test.</summary>
internal static class Belgium
{
    public static long Winter(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        Utc(year, month, day, hour, minute, second) - 3600;

    public static long Summer(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        Utc(year, month, day, hour, minute, second) - 7200;

    /// <summary>YYMMDDhhmmssX as a meter prints it.</summary>
    public static string Stamp(long utc)
    {
        bool summer = IsSummer(utc);
        DateTime local = DateTime.UnixEpoch.AddSeconds(utc + (summer ? 7200 : 3600));
        return $"{local:yyMMddHHmmss}{(summer ? 'S' : 'W')}";
    }

    /// <summary>The local date.</summary>
    public static DateTime Local(long utc) => DateTime.UnixEpoch.AddSeconds(utc + (IsSummer(utc) ? 7200 : 3600));

    /// <summary>The local date, in days since 1970-01-01.</summary>
    public static int Day(long utc) => (int)(Local(utc) - DateTime.UnixEpoch).TotalDays;

    /// <summary>When a local day begins, UTC seconds.</summary>
    public static long Utc(int day) => (day * 86400L) - (IsSummer((day * 86400L) - 3600) ? 7200 : 3600);

    /// <summary>The hour of the day.</summary>
    public static int Hour(long utc) => Local(utc).Hour;

    private static bool IsSummer(long utc)
    {
        DateTime time = DateTime.UnixEpoch.AddSeconds(utc);
        return time >= LastSunday(time.Year, 3) && time < LastSunday(time.Year, 10);
    }

    private static DateTime LastSunday(int year, int month)
    {
        DateTime day = new(year, month, 31, 1, 0, 0, DateTimeKind.Utc);
        while (day.DayOfWeek != DayOfWeek.Sunday)
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    private static long Utc(int year, int month, int day, int hour, int minute, int second) =>
        (long)(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds;
}
