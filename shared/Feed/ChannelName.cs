using MeterFirmware.Readings;

namespace MeterFirmware.Feed;

/// <summary>How the feed calls an M-Bus channel and its register.</summary>
public static class ChannelName
{
    // The chip makes an object of a literal each time that it comes by one; of these it does so once.
    private static readonly string GasM3 = "gasM3";
    private static readonly string WaterM3 = "waterM3";
    private static readonly string HeatGj = "heatGj";
    private static readonly string M3 = "m3";

    private static readonly string[] Names = { "channel1", "channel2", "channel3", "channel4", "channel5", "channel6", "channel7", "channel8" };

    /// <summary>The name of a channel.</summary>
    /// <param name="channel">1 to 8.</param>
    /// <returns>channel1 to channel8.</returns>
    public static string Of(int channel) => Names[channel - 1];

    /// <summary>The name of the register, with its unit.</summary>
    /// <param name="deviceType">Of <see cref="SubMeter.DeviceType"/>.</param>
    /// <returns>gasM3, waterM3, heatGj, or m3 for another kind of meter.</returns>
    public static string RegisterOf(int deviceType) => deviceType switch
    {
        SubMeter.Gas => GasM3,
        SubMeter.Water => WaterM3,
        SubMeter.Heat => HeatGj,
        _ => M3,
    };
}
