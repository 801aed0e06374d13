namespace MeterFirmware.Companion.Simulation.House;

/// <summary>One meal of a day: when the kitchen starts and for how long.</summary>
/// <param name="Start">Seconds since local midnight.</param>
/// <param name="Seconds">How long the kitchen is busy.</param>
/// <param name="HobW">W of the hob or kettle while it heats.</param>
/// <param name="OvenW">W of the oven while it heats; 0 when it stays off.</param>
internal readonly record struct Meal(int Start, int Seconds, int HobW, int OvenW);
