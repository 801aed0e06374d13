namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class IsAsync
{
    public static async Task Wait() => await Task.Yield();
}
