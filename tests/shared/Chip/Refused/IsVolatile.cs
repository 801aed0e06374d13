namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class IsVolatile
{
    public volatile bool Stopped = true;
}
