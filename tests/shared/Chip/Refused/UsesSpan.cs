namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesSpan
{
    public static int Length(byte[] bytes) => bytes.AsSpan(1).Length;
}
