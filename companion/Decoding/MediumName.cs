using MeterFirmware.Readings;

namespace MeterFirmware.Companion.Decoding;

/// <summary>What an M-Bus meter counts, in a word.</summary>
internal static class MediumName
{
    /// <summary>The word for a device type.</summary>
    /// <param name="deviceType">The type of EN 13757-3.</param>
    public static string OfType(int deviceType) => deviceType switch
    {
        SubMeter.Gas => "gas",
        SubMeter.Water => "water",
        SubMeter.Heat or 12 or 13 => "heat",
        0 => "unknown",
        _ => $"type {deviceType}",
    };
}
