namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>What a power cut in the middle of a write leaves.</summary>
public enum Death
{
    /// <summary>The new bytes so far, and nothing behind them.</summary>
    Truncates,

    /// <summary>The new bytes so far, and the old ones behind them.</summary>
    OverwritesInPlace,

    /// <summary>The old file, until all was written.</summary>
    KeepsTheOldOne,
}
