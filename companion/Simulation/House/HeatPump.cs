namespace MeterFirmware.Companion.Simulation.House;

/// <summary>A small heat pump that runs in cycles, longer ones the colder it is, and not at all in summer.</summary>
internal sealed class HeatPump : Appliance
{
    private const int CycleSeconds = 2700;
    private const int RampSeconds = 90;
    private const int WarmPermille = 250;

    private readonly Dice _dice;

    /// <summary>Installs it on phase 1.</summary>
    /// <param name="seed">The seed of the house.</param>
    public HeatPump(int seed)
        : base(phase: 1)
    {
        _dice = new Dice(seed, "heat pump");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        int coldPermille = Season.ColdPermille(now.DayOfYear) + _dice.Roll(now.DayNumber, -150, 150);
        if (coldPermille < WarmPermille)
        {
            return 0;
        }

        long cycle = now.Utc / CycleSeconds;
        int inCycle = (int)(now.Utc % CycleSeconds) - _dice.Roll(cycle, 0, 600);
        int onSeconds = CycleSeconds * coldPermille * 4 / 10000;
        if (inCycle < 0 || inCycle >= onSeconds)
        {
            return 0;
        }

        int fullW = _dice.Roll(cycle + 1_000_000_000, 1000, 1500);
        return inCycle < RampSeconds ? fullW * (inCycle + RampSeconds) / (2 * RampSeconds) : fullW;
    }
}
