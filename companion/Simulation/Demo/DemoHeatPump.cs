using MeterFirmware.Companion.Simulation.House;

namespace MeterFirmware.Companion.Simulation.Demo;

/// <summary>A heat pump that waits while much else is on, so that the demo's month has one high quarter only.</summary>
internal sealed class DemoHeatPump : Appliance
{
    private const int WaitsAboveW = 1500;

    private readonly HeatPump _usual;

    /// <summary>Installs it where the usual heat pump is.</summary>
    /// <param name="usual">The heat pump at other times.</param>
    public DemoHeatPump(HeatPump usual)
        : base(usual.Phase)
    {
        _usual = usual;
    }

    /// <inheritdoc/>
    public override int PowerW(in Moment now, int othersW)
    {
        if (DemoEvening.Decides(now.Utc))
        {
            return DemoEvening.HeatPumpW(now.Utc);
        }

        return othersW > WaitsAboveW ? 0 : _usual.PowerW(now, othersW);
    }
}
