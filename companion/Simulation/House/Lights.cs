namespace MeterFirmware.Companion.Simulation.House;

/// <summary>Lamps and a television: evenings till bedtime, and dark mornings.</summary>
internal sealed class Lights : Appliance
{
    private const int Hour = 3600;

    private readonly Dice _dice;

    /// <summary>Installs it on phase 2.</summary>
    /// <param name="seed">The seed of the house.</param>
    public Lights(int seed)
        : base(phase: 2)
    {
        _dice = new Dice(seed, "lights");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        int sun = Season.SunPermille(now.DayOfYear);
        long day = now.DayNumber * 10L;
        int bedtime = (22 * Hour) + _dice.Roll(day, 0, 2 * Hour - 1);

        // Lamps go on around 17:00 in winter and 21:00 in summer.
        int dusk = (19 * Hour) + (sun * 2 * Hour / 1000) + _dice.Roll(day + 1, -900, 900);
        int morningEnd = (8 * Hour) - (sun * Hour / 1000);

        int powerW = 0;
        if (now.SecondOfDay >= dusk && now.SecondOfDay < bedtime)
        {
            powerW += _dice.Roll(now.Utc / 1200, 60, 150);
        }
        else if (now.SecondOfDay >= 6 * Hour + 1800 && now.SecondOfDay < morningEnd)
        {
            powerW += 70;
        }

        if (now.SecondOfDay >= (19 * Hour) + _dice.Roll(day + 2, 0, Hour) && now.SecondOfDay < bedtime)
        {
            powerW += 110 + _dice.Roll(now.Utc / 4, 0, 20);
        }

        return powerW;
    }
}
