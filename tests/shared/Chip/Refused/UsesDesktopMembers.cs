namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesDesktopMembers
{
    [Flags]
    public enum Letters
    {
        A = 1,
        B = 2,
    }

    public static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    public static long Ticks() => DateTime.Now.Ticks;
}
