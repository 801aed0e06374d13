namespace MeterFirmware.Companion.Simulation.House;

/// <summary>A gas boiler: it heats in cycles when it is cold, and makes hot water morning and evening.</summary>
internal sealed class GasBoiler
{
    private const int Hour = 3600;

    // Not a whole number of minutes: steps of a minute would meet every cycle at the same second and count it too long.
    private const int CycleSeconds = 2389;
    private const int MildPermille = 200;
    private const int HeatingMillilitresPerSecond = 320;
    private const int HotWaterMillilitresPerSecond = 610;

    private readonly Dice _dice;

    /// <summary>Installs it.</summary>
    /// <param name="seed">The seed of the house.</param>
    public GasBoiler(int seed)
    {
        _dice = new Dice(seed, "boiler");
    }

    /// <summary>The gas it burns.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>Millilitres per second, 0 to 610.</returns>
    public int MillilitresPerSecond(in Moment now)
    {
        long day = now.DayNumber * 8L;
        int morning = (6 * Hour) + 2400 + _dice.Roll(day, 0, 2400);
        int evening = (20 * Hour) + _dice.Roll(day + 1, 0, 5400);
        if (IsWithin(now.SecondOfDay, morning, _dice.Roll(day + 2, 240, 720))
            || IsWithin(now.SecondOfDay, evening, _dice.Roll(day + 3, 120, 600)))
        {
            return HotWaterMillilitresPerSecond;
        }

        int coldPermille = Season.ColdPermille(now.DayOfYear) + _dice.Roll(day + 4, -150, 150);
        if (coldPermille < MildPermille)
        {
            return 0;
        }

        bool atNight = now.SecondOfDay < 6 * Hour || now.SecondOfDay >= 22 * Hour;
        int onSeconds = CycleSeconds * coldPermille / 1000 / (atNight ? 12 : 3);
        return now.Utc % CycleSeconds < onSeconds ? HeatingMillilitresPerSecond : 0;
    }

    private static bool IsWithin(int second, int start, int seconds) => second >= start && second < start + seconds;
}
