using MeterFirmware.Companion.Simulation.House;

namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>Chance in the order of asking: the same seed and owner always give the same row of results.</summary>
internal sealed class Rolls
{
    private readonly Dice _dice;
    private long _occasion;

    /// <summary>Starts the row.</summary>
    /// <param name="seed">The seed of the house; any number.</param>
    /// <param name="owner">A name that no other load of the house uses.</param>
    public Rolls(int seed, string owner)
    {
        _dice = new Dice(seed, owner);
    }

    /// <summary>The next result.</summary>
    /// <param name="lowest">The lowest one.</param>
    /// <param name="highest">The highest one, at least <paramref name="lowest"/>.</param>
    /// <returns>A number of that range, both ends included.</returns>
    public int Next(int lowest, int highest) => _dice.Roll(_occasion++, lowest, highest);

    /// <summary>Whether something happens.</summary>
    /// <param name="percent">How often it does, 0 to 100.</param>
    /// <returns>True when it does.</returns>
    public bool Happens(int percent) => Next(0, 99) < percent;
}
