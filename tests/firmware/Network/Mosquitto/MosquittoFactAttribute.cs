using MeterFirmware.Tests;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>A test that needs Debian's broker and its clients; skipped, and says so, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoFactAttribute : ProgramFactAttribute
{
    public MosquittoFactAttribute()
        : base("sh", "mosquitto", "mosquitto_passwd", "mosquitto_pub", "mosquitto_sub")
    {
    }
}
