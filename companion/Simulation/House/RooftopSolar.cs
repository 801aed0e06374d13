namespace MeterFirmware.Companion.Simulation.House;

/// <summary>Solar panels of about 4 kWp: a bell between sunrise and sunset, higher and wider in summer, under passing clouds.</summary>
internal sealed class RooftopSolar
{
    private const int SolarNoonSecondUtc = (11 * 3600) + 2700;
    private const int CloudSeconds = 480;

    private readonly Dice _dice;

    /// <summary>Installs them.</summary>
    /// <param name="seed">The seed of the house.</param>
    public RooftopSolar(int seed)
    {
        _dice = new Dice(seed, "solar");
    }

    /// <summary>The power they give.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>W, 0 to 3600.</returns>
    public int PowerW(in Moment now)
    {
        int sun = Season.SunPermille(now.DayOfYear);

        // Half of a day from sunrise to sunset: 4 h in December, 8 h in June.
        int halfDaySeconds = 21800 + (sun * 7300 / 1000);
        int fromSunrise = (int)(now.Utc % 86400) - SolarNoonSecondUtc + halfDaySeconds;
        if (fromSunrise <= 0 || fromSunrise >= 2 * halfDaySeconds)
        {
            return 0;
        }

        int height = IntegerSine.Permille(fromSunrise * (IntegerSine.FullCircle / 4) / halfDaySeconds);
        int bell = (height + (height * height / 1000)) / 2;
        int clearNoonW = 2450 + (sun * 1100 / 1000);
        return clearNoonW * bell / 1000 * ClearPermille(now) / 1000;
    }

    private int ClearPermille(in Moment now)
    {
        int kindOfDay = _dice.Roll(now.DayNumber, 0, 99);
        if (kindOfDay < 25)
        {
            return 1000;
        }

        // Clouds drift: from one to the next the light changes evenly.
        int lowest = kindOfDay < 65 ? 300 : 80;
        int highest = kindOfDay < 65 ? 1000 : 350;
        long cloud = now.Utc / CloudSeconds;
        int here = _dice.Roll(cloud + 1_000_000_000, lowest, highest);
        int next = _dice.Roll(cloud + 1_000_000_001, lowest, highest);
        return here + ((next - here) * (int)(now.Utc % CloudSeconds) / CloudSeconds);
    }
}
