namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class UsesList
{
    public List<int>? Numbers { get; set; }
}
