using System.Globalization;
using MeterFirmware.Companion.History;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Page;

/// <summary>How long a period is.</summary>
internal enum PeriodKind
{
    Day,
    Week,
    Month,
    Year,
}

/// <summary>A local day, week, month or year, as an address names it.</summary>
/// <param name="Kind">How long.</param>
/// <param name="FirstDay">Its first day, in days since 1970-01-01.</param>
internal sealed record Period(PeriodKind Kind, int FirstDay)
{
    /// <summary>The day after its last one.</summary>
    public int EndDay => FirstOf(Kind, Kind switch
    {
        PeriodKind.Day => FirstDay + 1,
        PeriodKind.Week => FirstDay + 7,
        PeriodKind.Month => FirstDay + 31,
        _ => FirstDay + 366,
    });

    /// <summary>When it begins, UTC seconds.</summary>
    public long FromUtc => BelgianTime.DayStartUtc(FirstDay);

    /// <summary>When it ends, UTC seconds.</summary>
    public long ToUtc => BelgianTime.DayStartUtc(EndDay);

    /// <summary>The one before.</summary>
    public Period Before => new(Kind, FirstOf(Kind, FirstDay - 1));

    /// <summary>The one after.</summary>
    public Period After => new(Kind, EndDay);

    /// <summary>By what its bars are.</summary>
    public HistoryStep Step => Kind switch { PeriodKind.Day => HistoryStep.Quarter, PeriodKind.Year => HistoryStep.Month, _ => HistoryStep.Day };

    /// <summary>How many bars it has.</summary>
    public int Bars => Kind switch { PeriodKind.Day => (int)((ToUtc - FromUtc) / BelgianTime.SecondsPerQuarter), PeriodKind.Year => 12, _ => EndDay - FirstDay };

    /// <summary>As an address names it.</summary>
    public string Name
    {
        get
        {
            CivilDate date = new(FirstDay);
            string format = Kind switch { PeriodKind.Year => "{0:0000}", PeriodKind.Month => "{0:0000}-{1:00}", _ => "{0:0000}-{1:00}-{2:00}" };
            return string.Format(CultureInfo.InvariantCulture, format, date.Year, date.Month, date.Day);
        }
    }

    /// <summary>The address of its page.</summary>
    public string Path => $"/{Kind.ToString().ToLowerInvariant()}/{Name}";

    /// <summary>The one that has a day in it.</summary>
    public static Period Of(PeriodKind kind, int day) => new(kind, FirstOf(kind, day));

    /// <summary>Reads a name.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="name">It; null for the one that has today in it.</param>
    /// <param name="today">Today.</param>
    /// <returns>Null when it is none.</returns>
    public static Period? Parse(PeriodKind kind, string? name, int today)
    {
        if (name == null)
        {
            return Of(kind, today);
        }

        string day = kind switch { PeriodKind.Year => name + "-01-01", PeriodKind.Month => name + "-01", _ => name };
        int number = CivilDate.Parse(day);
        return number == CivilDate.None ? null : Of(kind, number);
    }

    /// <summary>Which bar a time belongs to, from 0 on.</summary>
    /// <param name="utc">When it begins, UTC seconds.</param>
    public int BarOf(long utc) => Kind switch
    {
        PeriodKind.Day => (int)((utc - FromUtc) / BelgianTime.SecondsPerQuarter),
        PeriodKind.Year => BelgianTime.MonthNumber(BelgianTime.DayNumber(utc)) - BelgianTime.MonthNumber(FirstDay),
        _ => BelgianTime.DayNumber(utc) - FirstDay,
    };

    private static int FirstOf(PeriodKind kind, int day)
    {
        CivilDate date = new(day);
        return kind switch
        {
            PeriodKind.Week => day - ((day + 3) % 7),
            PeriodKind.Month => CivilDate.DayNumber(date.Year, date.Month, 1),
            PeriodKind.Year => CivilDate.DayNumber(date.Year, 1, 1),
            _ => day,
        };
    }
}
