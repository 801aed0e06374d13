using MeterFirmware.Readings;

namespace MeterFirmware.Feed;

/// <summary>How the feed calls an M-Bus channel and its register.</summary>
public static class ChannelName
{
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
        SubMeter.Gas => "gasM3",
        SubMeter.Water => "waterM3",
        SubMeter.Heat => "heatGj",
        _ => "m3",
    };
}
