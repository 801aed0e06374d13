namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class ConcatenatesChar
{
    public static string Text(string text, char c) => text + c;
}
