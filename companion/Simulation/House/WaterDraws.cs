namespace MeterFirmware.Companion.Simulation.House;

/// <summary>Taps, toilets and showers: now and then a draw, many in the morning and the evening, few at night.</summary>
internal sealed class WaterDraws
{
    private const int SlotSeconds = 600;
    private const int ShowerPercent = 8;

    // Chance of a draw in ten minutes, by the hour of the day.
    private static readonly byte[] PercentByHour =
    [
        4, 2, 1, 1, 1, 4, 30, 60, 45, 25, 20, 22, 35, 28, 18, 18, 25, 38, 45, 42, 38, 36, 25, 10,
    ];

    private readonly Dice _dice;

    /// <summary>Installs them.</summary>
    /// <param name="seed">The seed of the house.</param>
    public WaterDraws(int seed)
    {
        _dice = new Dice(seed, "water");
    }

    /// <summary>The water drawn.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>Millilitres per second, 0 to 150.</returns>
    public int MillilitresPerSecond(in Moment now)
    {
        long slot = now.Utc / SlotSeconds * 8;
        if (_dice.Roll(slot, 0, 99) >= PercentByHour[now.SecondOfDay / 3600])
        {
            return 0;
        }

        bool isShower = _dice.Roll(slot + 1, 0, 99) < ShowerPercent;
        int seconds = isShower ? _dice.Roll(slot + 2, 240, 480) : _dice.Roll(slot + 2, 15, 90);
        int into = (int)(now.Utc % SlotSeconds) - _dice.Roll(slot + 3, 0, SlotSeconds - seconds);
        return into >= 0 && into < seconds ? _dice.Roll(slot + 4, 90, 150) : 0;
    }
}
