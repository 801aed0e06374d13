namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class ComputesInFloatingPoint
{
    public static int Half(int number) => (int)(number * 0.5);
}
