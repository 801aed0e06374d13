namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>From here on nothing runs any more.</summary>
public sealed class PowerCutException : Exception
{
}
