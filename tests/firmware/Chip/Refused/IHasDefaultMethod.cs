namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal interface IHasDefaultMethod
{
    int Number() => 1;
}
