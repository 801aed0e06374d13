namespace MeterFirmware.Companion.Simulation;

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
