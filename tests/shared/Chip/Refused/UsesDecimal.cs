namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesDecimal
{
    public static int Whole(decimal number) => decimal.ToInt32(number);
}
