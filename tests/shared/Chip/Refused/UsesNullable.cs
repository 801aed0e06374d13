namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesNullable
{
    public static bool Is(int? number) => number.HasValue;
}
