namespace MeterFirmware.Companion.Simulation.House;

/// <summary>Something that draws power. What it draws depends on its dice and the moment only.</summary>
internal abstract class Appliance
{
    /// <summary>Installs an appliance.</summary>
    /// <param name="phase">The phase it hangs on, 1 to 3.</param>
    protected Appliance(int phase)
    {
        Phase = phase;
    }

    /// <summary>The phase it hangs on, 1 to 3.</summary>
    public int Phase { get; }

    /// <summary>The power it draws.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="othersW">W that the appliances before it draw at that moment: a charger may make room for them.</param>
    /// <returns>W, 0 or more.</returns>
    public abstract int PowerW(in Moment now, int othersW);
}
