namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class KeepsStruct
{
    public static long Sum(long a, long b)
    {
        Pair pair = new() { First = a, Second = b };
        return pair.First + pair.Second;
    }

    private struct Pair
    {
        public long First;
        public long Second;
    }
}
