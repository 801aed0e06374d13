namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class Iterates
{
    public static System.Collections.IEnumerable Numbers()
    {
        yield return 1;
    }
}
