namespace MeterFirmware.Tests.Chip.Refused;

internal interface IHasDefaultMethod
{
    int Number() => 1;
}
