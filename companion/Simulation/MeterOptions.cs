namespace MeterFirmware.Companion.Simulation;

/// <summary>The kind of meter that a simulated house has, and what hangs on its M-Bus.</summary>
internal sealed record MeterOptions
{
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
    public string Serial { get; init; } = "1SIM0100000001";

    /// <summary>EAN of the connection, digits, at most 18; sent by eMUCS 2.1 only.</summary>
    public string Ean { get; init; } = "541400000000000017";

    /// <summary>Serial number of the gas meter, printable ASCII, at most 32 characters.</summary>
    public string GasSerial { get; init; } = "7SIM0300000001";

    /// <summary>Serial number of the water meter, printable ASCII, at most 32 characters.</summary>
    public string WaterSerial { get; init; } = "8SIM0700000001";
}
