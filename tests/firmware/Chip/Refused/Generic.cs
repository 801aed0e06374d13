namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class Generic<T>
{
    public static int Number() => 1;
}
