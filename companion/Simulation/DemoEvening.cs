using MeterFirmware.Companion.Simulation.House;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Simulation;

/// <summary>
/// What happens in the demo, whatever the seed: weeks without a high quarter but one, and then a Thursday evening on which
/// cooking and the car together head for a new peak, until the charger makes room.
/// </summary>
/// <remarks>The evening repeats itself every hour, so that whoever looks later sees it too.</remarks>
internal static class DemoEvening
{
    /// <summary>W that the house stays below while the car charges in the weeks before.</summary>
    public const int CeilingW = 3700;

    private const int SecondsPerHour = 3600;
    private const int CookingStart = 80;
    private const int ChargingStart = 88;
    private const int ChargingRampSeconds = 4;
    private const int ChargerGivesWay = 330;
    private const int CookingEnd = 1500;
    private const int ChargingSlowly = 900;
    private const int ChargingFaster = 1800;
    private const int ChargingEnd = 3540;

    private static readonly long MidnightUtc = BelgianTime.DayStartUtc(CivilDate.DayNumber(2026, 2, 19));
    private static readonly long PeakDayUtc = BelgianTime.DayStartUtc(CivilDate.DayNumber(2026, 2, 10));

    /// <summary>The first moment of 2026 or of an earlier year, local time: UTC seconds since 1970.</summary>
    /// <param name="years">How many years before 2026.</param>
    public static long StartOf(int years) => BelgianTime.YearStartUtc(2026 - years);

    /// <summary>Thursday 19 February 2026, 18:01 local time: UTC seconds since 1970.</summary>
    public static long LiveFromUtc { get; } = MidnightUtc + (18 * SecondsPerHour) + 60;

    /// <summary>When the quarter of the month's peak began, UTC seconds since 1970.</summary>
    public static long PeakQuarterUtc { get; } = PeakDayUtc + (19 * SecondsPerHour);

    /// <summary>Whether the demo decides what the kitchen, the heat pump and the charger draw, not their own habits.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>True in the peak quarter, and from shortly before the live part until 23:00.</returns>
    public static bool Decides(long utc) =>
        IsPeakQuarter(utc) || (utc > LiveFromUtc - 960 && utc < MidnightUtc + (23 * SecondsPerHour));

    /// <summary>W of the kitchen while the demo decides.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <param name="dice">The dice of the kitchen.</param>
    /// <returns>0 to 3400 W.</returns>
    public static int KitchenW(long utc, Dice dice)
    {
        int second = (int)(utc % SecondsPerHour);
        long hour = utc / SecondsPerHour;
        if (!IsLive(utc) || second < CookingStart + dice.Roll(hour, 0, 4) || second >= CookingEnd)
        {
            return 0;
        }

        return second < ChargerGivesWay - 20 ? 3200 + dice.Roll(hour, 0, 200) : 1000 + dice.Roll(utc / 20, 0, 200);
    }

    /// <summary>W of the heat pump while the demo decides: until cooking begins, and for a while after it has ended.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <returns>0 or 1100 W.</returns>
    public static int HeatPumpW(long utc)
    {
        int second = (int)(utc % SecondsPerHour);
        bool isOn = second < CookingStart || (second >= CookingEnd && second < ChargingFaster);
        return IsLive(utc) && isOn ? 1100 : 0;
    }

    /// <summary>W of the charger while the demo decides.</summary>
    /// <param name="utc">UTC seconds since 1970.</param>
    /// <param name="dice">The dice of the charger.</param>
    /// <param name="othersW">W that the rest of the house draws.</param>
    /// <returns>0 or more W.</returns>
    public static int ChargerW(long utc, Dice dice, int othersW)
    {
        if (IsPeakQuarter(utc))
        {
            return Math.Max(0, 4060 + dice.Roll(0, 0, 90) - othersW);
        }

        int second = (int)(utc % SecondsPerHour);
        int start = ChargingStart + dice.Roll(utc / SecondsPerHour, 0, 6);
        if (!IsLive(utc) || second < start || second >= ChargingEnd)
        {
            return 0;
        }

        if (second < ChargerGivesWay)
        {
            return 3680 * Math.Min(second - start + 1, ChargingRampSeconds) / ChargingRampSeconds;
        }

        return second < ChargingSlowly ? 0 : second < ChargingFaster ? EvCharger.LowestW : 2300;
    }

    private static bool IsPeakQuarter(long utc) => utc > PeakQuarterUtc && utc <= PeakQuarterUtc + BelgianTime.SecondsPerQuarter;

    private static bool IsLive(long utc) => utc >= LiveFromUtc;
}

/// <summary>A charger that keeps below a ceiling, until the demo's evening.</summary>
internal sealed class DemoCharger : Appliance
{
    private readonly EvCharger _usual;
    private readonly Dice _dice;

    /// <summary>Installs it where the usual charger is.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="usual">The charger at other times.</param>
    public DemoCharger(int seed, EvCharger usual)
        : base(usual.Phase)
    {
        _usual = usual;
        _dice = new Dice(seed, "demo charger");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW) =>
        DemoEvening.Decides(now.Utc) ? DemoEvening.ChargerW(now.Utc, _dice, othersW) : _usual.PowerW(now, othersW);
}

/// <summary>A heat pump that waits while much else is on, so that the demo's month has one high quarter only.</summary>
internal sealed class DemoHeatPump : Appliance
{
    private const int WaitsAboveW = 1500;

    private readonly HeatPump _usual;

    /// <summary>Installs it where the usual heat pump is.</summary>
    /// <param name="usual">The heat pump at other times.</param>
    public DemoHeatPump(HeatPump usual)
        : base(usual.Phase)
    {
        _usual = usual;
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        if (DemoEvening.Decides(now.Utc))
        {
            return DemoEvening.HeatPumpW(now.Utc);
        }

        return othersW > WaitsAboveW ? 0 : _usual.PowerW(now, othersW);
    }
}

/// <summary>A kitchen with habits of its own, until the demo's evening.</summary>
internal sealed class DemoKitchen : Appliance
{
    private readonly Kitchen _usual;
    private readonly Dice _dice;

    /// <summary>Installs it where the usual kitchen is.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="usual">The kitchen at other times.</param>
    public DemoKitchen(int seed, Kitchen usual)
        : base(usual.Phase)
    {
        _usual = usual;
        _dice = new Dice(seed, "demo kitchen");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW) =>
        DemoEvening.Decides(now.Utc) ? DemoEvening.KitchenW(now.Utc, _dice) : _usual.PowerW(now, othersW);
}
