namespace MeterFirmware.Companion.Simulation;

/// <summary>The kind of meter that a simulated house has, and what hangs on its M-Bus.</summary>
internal sealed record MeterOptions
{
    /// <summary>The serial number by which a simulated meter is known.</summary>
    public const string SimulatedSerial = "1SIM0100000001";

    /// <summary>The specification it follows.</summary>
    public MeterVersion Version { get; init; } = MeterVersion.Emucs17;

    /// <summary>The connection of the house.</summary>
    public GridKind Grid { get; init; } = GridKind.ThreePhase400;

    /// <summary>Whether there is a gas meter.</summary>
    public bool HasGas { get; init; } = true;

    /// <summary>Whether there is a water meter.</summary>
    public bool HasWater { get; init; } = true;

    /// <summary>Whether water was installed before gas and so has channel 1.</summary>
    public bool WaterFirst { get; init; }

    /// <summary>Serial number, printable ASCII, at most 32 characters.</summary>
    public string Serial { get; init; } = SimulatedSerial;

    /// <summary>EAN of the connection, digits, at most 18; sent by eMUCS 2.1 only.</summary>
    public string Ean { get; init; } = "541400000000000017";

    /// <summary>Serial number of the gas meter, printable ASCII, at most 32 characters.</summary>
    public string GasSerial { get; init; } = "7SIM0300000001";

    /// <summary>Serial number of the water meter, printable ASCII, at most 32 characters.</summary>
    public string WaterSerial { get; init; } = "8SIM0700000001";
}

/// <summary>How a house is connected.</summary>
internal enum GridKind
{
    /// <summary>One phase and neutral, 230 V.</summary>
    SinglePhase,

    /// <summary>Three phases and neutral, 3N400 V.</summary>
    ThreePhase400,

    /// <summary>Three phases without neutral, 3x230 V: the meter measures between L1 and L2 and between L3 and L2.</summary>
    ThreePhase230,
}

/// <summary>Version of the P1 specification a meter follows; the value is what it prints in 0-0:96.1.4.</summary>
internal enum MeterVersion
{
    /// <summary>eMUCS-P1 1.3: no demand, no peaks, no power per phase, and currents in whole amperes.</summary>
    Emucs13 = 50213,

    /// <summary>eMUCS-P1 1.5: no demand, no peaks.</summary>
    Emucs15 = 50215,

    /// <summary>eMUCS-P1 1.6: no demand, no peaks.</summary>
    Emucs16 = 50216,

    /// <summary>eMUCS-P1 1.7: demand, month peak and 13 months of history.</summary>
    Emucs17 = 50217,

    /// <summary>eMUCS-P1 2.1: also the grid, EANs, relays and finer limits.</summary>
    Emucs21 = 50221,
}
