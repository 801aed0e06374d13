namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class UsesDouble
{
    public static bool IsLarge(double number) => number > 1e6;
}
