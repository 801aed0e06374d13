namespace MeterFirmware.Companion.Simulation.House;

/// <summary>What a house draws when nobody does anything: a fridge that cycles, and devices on standby.</summary>
internal sealed class BaseLoad : Appliance
{
    private const int FridgePeriodSeconds = 3000;
    private const int FridgeOnSeconds = 1000;
    private const int StartSurgeSeconds = 2;
    private const int StartSurgeW = 380;

    private readonly Dice _dice;
    private readonly int _fridgeDelaySeconds;
    private readonly int _fridgeW;
    private readonly int _standbyW;

    /// <summary>Installs it on phase 1.</summary>
    /// <param name="seed">The seed of the house.</param>
    public BaseLoad(int seed)
        : base(phase: 1)
    {
        _dice = new Dice(seed, "base load");
        _fridgeDelaySeconds = _dice.Roll(-1, 0, FridgePeriodSeconds - 1);
        _fridgeW = _dice.Roll(-2, 75, 110);
        _standbyW = _dice.Roll(-3, 90, 150);
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        int standbyW = _standbyW + _dice.Roll(now.Utc / 30, 0, 25) + _dice.Roll(now.Utc, 0, 4);
        int inCycle = (int)((now.Utc + _fridgeDelaySeconds) % FridgePeriodSeconds);
        if (inCycle >= FridgeOnSeconds)
        {
            return standbyW;
        }

        return standbyW + (inCycle < StartSurgeSeconds ? StartSurgeW : _fridgeW);
    }
}
