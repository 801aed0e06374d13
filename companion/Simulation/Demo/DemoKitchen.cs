using MeterFirmware.Companion.Simulation.House;

namespace MeterFirmware.Companion.Simulation.Demo;

/// <summary>A kitchen with habits of its own, until the demo's evening.</summary>
internal sealed class DemoKitchen : Appliance
{
    private readonly Kitchen _usual;
    private readonly Dice _dice;

    /// <summary>Installs it where the usual kitchen is.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="usual">The kitchen at other times.</param>
    public DemoKitchen(int seed, Kitchen usual)
        : base(usual.Phase)
    {
        _usual = usual;
        _dice = new Dice(seed, "demo kitchen");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW) =>
        DemoEvening.Decides(now.Utc) ? DemoEvening.KitchenW(now.Utc, _dice) : _usual.PowerW(now, othersW);
}
