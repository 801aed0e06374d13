namespace MeterFirmware.Companion.Simulation;

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
