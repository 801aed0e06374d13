namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class InterpolatesNumber
{
    public static string Text(int number) => $"number {number}";
}
