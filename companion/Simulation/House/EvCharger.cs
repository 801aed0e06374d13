namespace MeterFirmware.Companion.Simulation.House;

/// <summary>
/// A car charger of 32 A on one phase: sessions in the evening or at night, in steps, with a ramp of a few kW in seconds
/// between two steps. With a ceiling it makes room for what the rest of the house draws.
/// </summary>
internal sealed class EvCharger : Appliance
{
    /// <summary>Below 6 A a car does not charge (IEC 61851-1).</summary>
    public const int LowestW = 1380;

    private const int Hour = 3600;
    private const int StepSeconds = 1500;
    private const int RampSeconds = 12;

    private static readonly int[] StepsW = [3680, 7360, 3680, 5520, 7360];

    private readonly Dice _dice;
    private readonly int _ceilingW;

    /// <summary>Installs it on phase 3.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="ceilingW">W that the house as a whole stays below while the car charges; <see cref="int.MaxValue"/> for none.</param>
    public EvCharger(int seed, int ceilingW)
        : base(phase: 3)
    {
        _dice = new Dice(seed, "charger");
        _ceilingW = ceilingW;
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        // A night's session runs on into the next day.
        int wantedW = SessionW(now.DayNumber, now.SecondOfDay);
        if (wantedW == 0)
        {
            wantedW = SessionW(now.DayNumber - 1, now.SecondOfDay + (24 * Hour));
        }

        int roomW = _ceilingW - othersW;
        int powerW = wantedW < roomW ? wantedW : roomW;
        bool cannotCharge = roomW < LowestW && roomW < wantedW;
        return cannotCharge ? 0 : powerW;
    }

    private int SessionW(int dayNumber, int second)
    {
        long day = dayNumber * 64L;
        if (_dice.Roll(day, 0, 99) >= 45)
        {
            return 0;
        }

        bool inEvening = _dice.Roll(day + 1, 0, 99) < 40;
        int start = inEvening
            ? (18 * Hour) + _dice.Roll(day + 2, 0, 5400)
            : (22 * Hour) + _dice.Roll(day + 2, 0, 7200);
        int into = second - start;
        if (into < 0 || into >= _dice.Roll(day + 3, 3600, 10800))
        {
            return 0;
        }

        int step = into / StepSeconds;
        int fromW = step == 0 ? 0 : StepW(day, step - 1);
        int toW = StepW(day, step);
        int inStep = into % StepSeconds;
        return inStep >= RampSeconds ? toW : fromW + ((toW - fromW) * (inStep + 1) / RampSeconds);
    }

    private int StepW(long day, int step) => StepsW[_dice.Roll(day + 8 + step, 0, StepsW.Length - 1)];
}
