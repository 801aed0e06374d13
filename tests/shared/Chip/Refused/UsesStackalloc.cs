namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesStackalloc
{
    public static int Sum(int count)
    {
        Span<int> numbers = stackalloc int[count];
        return numbers.Length;
    }
}
