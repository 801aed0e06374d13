using MeterFirmware.Companion.Simulation.House;

namespace MeterFirmware.Companion.Simulation.Demo;

/// <summary>A charger that keeps below a ceiling, until the demo's evening.</summary>
internal sealed class DemoCharger : Appliance
{
    private readonly EvCharger _usual;
    private readonly Dice _dice;

    /// <summary>Installs it where the usual charger is.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="usual">The charger at other times.</param>
    public DemoCharger(int seed, EvCharger usual)
        : base(usual.Phase)
    {
        _usual = usual;
        _dice = new Dice(seed, "demo charger");
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW) =>
        DemoEvening.Decides(now.Utc) ? DemoEvening.ChargerW(now.Utc, _dice, othersW) : _usual.PowerW(now, othersW);
}
