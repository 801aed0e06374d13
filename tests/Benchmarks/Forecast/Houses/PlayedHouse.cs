namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>A house of some kind, every one with habits and appliances of its own, played for an hour.</summary>
/// <remarks>The loads know no clock and no threshold; when they begin within the hour is chance.</remarks>
internal static class PlayedHouse
{
    /// <summary>Seconds that a house is played.</summary>
    public const int Seconds = 3600;

    /// <summary>Plays a house.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="seed">Which house; any number.</param>
    /// <param name="netW">Is filled with the power of every second, W; negative when the house gives to the grid.</param>
    public static void Play(HouseKind kind, int seed, int[] netW)
    {
        List<Load> loads = Loads(kind, seed);
        for (int second = 0; second < netW.Length; second++)
        {
            int sumW = 0;
            foreach (Load load in loads)
            {
                sumW += load.NextW();
            }

            netW[second] = sumW;
        }
    }

    private static List<Load> Loads(HouseKind kind, int seed)
    {
        Rolls rolls = new(seed, "house");
        switch (kind)
        {
            case HouseKind.Flat:
                bool isHeated = rolls.Happens(30);
                return [new Background(seed, 600), new Burst(0, isHeated ? Seconds : 0, rolls.Next(500, 3000))];
            case HouseKind.Cooking:
                return [new Background(seed, 400), .. Meal(seed, rolls)];
            case HouseKind.Charger:
                return [new Background(seed, 400), new Charger(seed, Seconds)];
            case HouseKind.HeatPump:
                return [new Background(seed, 400), new Compressor(seed)];
            default:
                int byDayW = rolls.Next(0, 3000);
                return [new Background(seed, 400), new Burst(0, Seconds, byDayW), new Panels(seed)];
        }
    }

    private static IEnumerable<Load> Meal(int seed, Rolls rolls)
    {
        int start = rolls.Next(0, 3000);
        bool isInduction = rolls.Happens(50);
        int plates = rolls.Next(1, 3);
        for (int number = 1; number <= plates; number++)
        {
            yield return new Plate(seed, number, isInduction, start + rolls.Next(0, 600));
        }

        if (rolls.Happens(45))
        {
            yield return new Oven(seed, start + rolls.Next(-600, 300));
        }

        if (rolls.Happens(50))
        {
            yield return new Burst(start + rolls.Next(0, 900), rolls.Next(90, 240), rolls.Next(19, 24) * 100);
        }

        if (rolls.Happens(30))
        {
            yield return new Burst(start + rolls.Next(0, 1800), rolls.Next(60, 300), rolls.Next(10, 15) * 100);
        }
    }
}
