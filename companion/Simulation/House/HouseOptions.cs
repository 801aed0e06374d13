namespace MeterFirmware.Companion.Simulation.House;

/// <summary>What a simulated house has. Every house has a base load, lights, a kitchen and water.</summary>
internal sealed record HouseOptions
{
    /// <summary>Whether there are solar panels on the roof.</summary>
    public bool HasSolar { get; init; } = true;

    /// <summary>Whether a car is charged.</summary>
    public bool HasCharger { get; init; } = true;

    /// <summary>Whether a heat pump helps the boiler.</summary>
    public bool HasHeatPump { get; init; } = true;

    /// <summary>Whether there is a gas boiler.</summary>
    public bool HasBoiler { get; init; } = true;

    /// <summary>W that the house stays below while the car charges; <see cref="int.MaxValue"/> for no such limit.</summary>
    public int ChargerCeilingW { get; init; } = int.MaxValue;
}
