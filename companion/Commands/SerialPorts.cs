using System.IO.Ports;

namespace MeterFirmware.Companion.Commands;

/// <summary>The serial ports of this machine.</summary>
internal static class SerialPorts
{
    /// <summary>Their names, in order.</summary>
    public static string[] Names => [.. SerialPort.GetPortNames().Distinct().Order(StringComparer.Ordinal)];
}
