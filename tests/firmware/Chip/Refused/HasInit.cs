namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class HasInit
{
    public int Number { get; init; }
}
