namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>Tests that count what the whole process uses, so that no others may run beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess
{
}
