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
            case HouseKind.Everyday:
                return [new Background(seed, 400), .. Short(rolls), .. Beside(seed, rolls)];
            default:
                int byDayW = rolls.Next(0, 3000);
                return [new Background(seed, 400), new Burst(0, Seconds, byDayW), new Panels(seed)];
        }
    }

    // How long loads of some power lasted in recordings of four houses, and how large they were: kettle, iron, oven, heater of a machine.
    private static IEnumerable<Load> Short(Rolls rolls)
    {
        int[] longestSeconds = [13, 30, 60, 110, 190, 600];
        int count = rolls.Next(1, 12);
        for (int i = 0; i < count; i++)
        {
            int size = rolls.Next(1, 100);
            int powerW = size <= 40 ? rolls.Next(800, 1500) : size <= 80 ? rolls.Next(1500, 2500) : size <= 94 ? rolls.Next(2500, 4000) : rolls.Next(4000, 9000);
            int part = rolls.Next(1, longestSeconds.Length - 1);
            yield return new Burst(rolls.Next(0, Seconds), rolls.Next(longestSeconds[part - 1], longestSeconds[part]), powerW);
        }
    }

    private static IEnumerable<Load> Beside(int seed, Rolls rolls)
    {
        if (rolls.Happens(20))
        {
            yield return new Compressor(seed);
        }

        if (rolls.Happens(10))
        {
            yield return new Charger(seed, Seconds);
        }

        if (rolls.Happens(25))
        {
            yield return new Panels(seed);
        }

        if (rolls.Happens(15))
        {
            yield return new Oven(seed, rolls.Next(-600, 3000));
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
