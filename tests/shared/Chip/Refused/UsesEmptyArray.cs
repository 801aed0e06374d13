namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesEmptyArray
{
    public static int[] None() => [];
}
