namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesTuple
{
    public static (int, int) Pair() => (1, 2);
}
