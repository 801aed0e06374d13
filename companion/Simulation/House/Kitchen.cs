namespace MeterFirmware.Companion.Simulation.House;

/// <summary>Breakfast, noon and supper, with a hob and an oven that heat in bursts.</summary>
internal sealed class Kitchen : Appliance
{
    private const int Hour = 3600;
    private const int Minute = 60;
    private const int HobPeriodSeconds = 74;
    private const int OvenPeriodSeconds = 290;
    private const int OvenWarmUpSeconds = 8 * Minute;

    private readonly Dice _dice;
    private Meal _breakfast;
    private Meal _noon;
    private Meal _supper;
    private int _plannedDay = -1;

    /// <summary>Installs it on phase 2.</summary>
    /// <param name="seed">The seed of the house.</param>
    public Kitchen(int seed)
        : base(phase: 2)
    {
        _dice = new Dice(seed, "kitchen");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        if (now.DayNumber != _plannedDay)
        {
            Plan(now);
        }

        return PowerW(_breakfast, now.SecondOfDay) + PowerW(_noon, now.SecondOfDay) + PowerW(_supper, now.SecondOfDay);
    }

    private static int PowerW(Meal meal, int secondOfDay)
    {
        int second = secondOfDay - meal.Start;
        if (second < 0 || second >= meal.Seconds)
        {
            return 0;
        }

        // Full heat to bring to the boil, then a third of the time.
        bool hobHeats = second < 4 * Minute || second % HobPeriodSeconds < HobPeriodSeconds / 3;
        bool ovenHeats = second < OvenWarmUpSeconds || second % OvenPeriodSeconds < OvenPeriodSeconds / 3;
        return (hobHeats ? meal.HobW : 0) + (ovenHeats ? meal.OvenW : 0);
    }

    private void Plan(in Moment now)
    {
        long day = now.DayNumber * 16L;
        int later = now.IsWeekend ? 5400 : 0;
        _breakfast = new Meal((6 * Hour) + 2400 + later + _dice.Roll(day, 0, 1800), _dice.Roll(day + 1, 150, 400), 1900, 0);

        bool cooksAtNoon = _dice.Roll(day + 2, 0, 99) < (now.IsWeekend ? 75 : 25);
        _noon = cooksAtNoon
            ? new Meal((12 * Hour) + _dice.Roll(day + 3, 0, 2400), _dice.Roll(day + 4, 600, 1800), 1600, 0)
            : default;

        bool eatsAtHome = _dice.Roll(day + 5, 0, 99) < 90;
        bool usesOven = _dice.Roll(day + 6, 0, 99) < 40;
        _supper = eatsAtHome
            ? new Meal(
                (17 * Hour) + 2700 + _dice.Roll(day + 7, 0, 3600),
                _dice.Roll(day + 8, 1500, 3300),
                _dice.Roll(day + 9, 13, 19) * 100,
                usesOven ? 2200 : 0)
            : default;
        _plannedDay = now.DayNumber;
    }
}

/// <summary>One meal of a day: when the kitchen starts and for how long.</summary>
/// <param name="Start">Seconds since local midnight.</param>
/// <param name="Seconds">How long the kitchen is busy.</param>
/// <param name="HobW">W of the hob or kettle while it heats.</param>
/// <param name="OvenW">W of the oven while it heats; 0 when it stays off.</param>
internal readonly record struct Meal(int Start, int Seconds, int HobW, int OvenW);
