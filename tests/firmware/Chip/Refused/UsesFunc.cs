namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class UsesFunc
{
    public static int Call(Func<int> number) => number();
}
