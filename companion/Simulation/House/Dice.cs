namespace MeterFirmware.Companion.Simulation.House;

/// <summary>
/// Chance without memory: the same seed and occasion always fall the same way, so that what a house does at some moment
/// does not depend on the steps in which the moment was reached.
/// </summary>
internal readonly struct Dice
{
    private readonly ulong _seed;

    /// <summary>Makes the dice of one appliance.</summary>
    /// <param name="seed">The seed of the house; any number.</param>
    /// <param name="owner">A name that no other appliance of the house uses.</param>
    public Dice(int seed, string owner)
    {
        ulong mixed = Mix((uint)seed);
        foreach (char letter in owner)
        {
            mixed = Mix(mixed ^ letter);
        }

        _seed = mixed;
    }

    /// <summary>Rolls.</summary>
    /// <param name="occasion">What the roll is for: a day's number, a moment; any number.</param>
    /// <param name="lowest">The lowest result.</param>
    /// <param name="highest">The highest result, at least <paramref name="lowest"/>.</param>
    /// <returns>A number of that range, both ends included.</returns>
    public int Roll(long occasion, int lowest, int highest)
    {
        ulong faces = (ulong)((long)highest - lowest + 1);
        return lowest + (int)(Mix(_seed ^ Mix((ulong)occasion)) % faces);
    }

    // SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
