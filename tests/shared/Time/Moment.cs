namespace MeterFirmware.Tests.Time;

/// <summary>Moments and days by the base library's calendar, to hold this project's against.</summary>
internal static class Moment
{
    public static long Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds();

    public static int Day(int year, int month, int day) => (int)(Utc(year, month, day) / 86400);
}
