using MeterFirmware.Time;

namespace MeterFirmware.Companion.Simulation.House;

/// <summary>A moment as a household lives it: by the wall clock, the day of the week and the season.</summary>
internal readonly struct Moment
{
    /// <summary>Takes a moment apart.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    public Moment(long utc)
    {
        long local = BelgianTime.Local(utc);
        Utc = utc;
        DayNumber = (int)(local / CivilDate.SecondsPerDay);
        SecondOfDay = (int)(local % CivilDate.SecondsPerDay);
        DayOfYear = DayNumber - CivilDate.DayNumber(new CivilDate(DayNumber).Year, 1, 1);
    }

    /// <summary>UTC seconds since 1970.</summary>
    public long Utc { get; }

    /// <summary>Local days since 1970-01-01.</summary>
    public int DayNumber { get; }

    /// <summary>Seconds since local midnight by the wall clock, 0 to 86399.</summary>
    public int SecondOfDay { get; }

    /// <summary>Days since 1 January, 0 to 365.</summary>
    public int DayOfYear { get; }

    /// <summary>Whether it is Saturday or Sunday.</summary>
    public bool IsWeekend => (DayNumber + 3) % 7 >= 5;
}
