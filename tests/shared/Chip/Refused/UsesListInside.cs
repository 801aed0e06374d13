namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesListInside
{
    public static int Count() => new List<int>().Count;
}
