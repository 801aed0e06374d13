namespace MeterFirmware.Companion.Simulation.House;

/// <summary>What the day of the year does to cold and daylight in Belgium.</summary>
internal static class Season
{
    private const int CircleStepsPer365Days = IntegerSine.FullCircle;
    private const int SpringEquinoxDay = 80;
    private const int ColdestDay = 20;

    /// <summary>How much heating a day needs.</summary>
    /// <param name="dayOfYear">0 to 365.</param>
    /// <returns>Thousandths: 1000 around 20 January, 0 in the middle of July.</returns>
    public static int ColdPermille(int dayOfYear)
    {
        // A quarter of a year ahead, a sine is a cosine.
        int angle = Angle(dayOfYear - ColdestDay) + (IntegerSine.FullCircle / 4);
        return (1000 + IntegerSine.Permille(angle)) / 2;
    }

    /// <summary>How long and high the sun is up.</summary>
    /// <param name="dayOfYear">0 to 365.</param>
    /// <returns>Thousandths: 1000 on the longest day, -1000 on the shortest, 0 at the equinoxes.</returns>
    public static int SunPermille(int dayOfYear) => IntegerSine.Permille(Angle(dayOfYear - SpringEquinoxDay));

    private static int Angle(int days) => (days + 365) % 365 * CircleStepsPer365Days / 365;
}
