namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class UsesActionOfInt
{
    public event Action<int>? Happened;

    public void Happen() => Happened?.Invoke(1);
}
