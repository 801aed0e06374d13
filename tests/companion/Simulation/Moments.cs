using MeterFirmware.Time;

namespace MeterFirmware.Companion.Tests.Simulation;

internal static class Moments
{
    public static long Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        (CivilDate.DayNumber(year, month, day) * 86400L) + (hour * 3600) + (minute * 60) + second;

    public static long Local(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        BelgianTime.ToUtc(Utc(year, month, day, hour, minute, second));
}
