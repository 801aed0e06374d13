namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class IsChecked
{
    public static int Sum(int a, int b) => checked(a + b);
}
