namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class UsesFloatField
{
    public float Number = 1;
}
