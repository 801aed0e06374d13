using MeterFirmware.Companion.Watching;

namespace MeterFirmware.Companion.Remote;

/// <summary>Why a device refused a message.</summary>
internal static class Refusal
{
    /// <summary>Reads one.</summary>
    /// <param name="payload">What the device published; null for nothing.</param>
    /// <param name="crc">The CRC-32 of the message that is asked about.</param>
    /// <returns>The reason, without full stop; null when it does not name that one.</returns>
    public static string? Of(byte[]? payload, string crc)
    {
        if (payload == null)
        {
            return null;
        }

        try
        {
            FeedObject refusal = FeedObject.Parse(payload);
            return refusal.Text("crc") == crc ? refusal.Text("error") : null;
        }
        catch (FeedException)
        {
            // Not written by a device.
            return null;
        }
    }
}
