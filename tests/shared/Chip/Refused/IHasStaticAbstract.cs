namespace MeterFirmware.Tests.Chip.Refused;

internal interface IHasStaticAbstract
{
    static abstract int Number();
}
