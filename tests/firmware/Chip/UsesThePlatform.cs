using System.IO.Ports;
using MeterFirmware.Readings;

namespace MeterFirmware.Firmware.Tests.Chip;

/// <summary>What a piece of firmware looks like to the checker.</summary>
internal sealed class UsesThePlatform
{
    private readonly AutoResetEvent _arrived = new(false);

    public Reading? Last { get; set; }

    public int Waiting(SerialPort port)
    {
        _arrived.Set();
        return port.BytesToRead;
    }
}
