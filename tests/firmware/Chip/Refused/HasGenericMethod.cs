namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class HasGenericMethod
{
    public static int Number<T>() => 1;
}
