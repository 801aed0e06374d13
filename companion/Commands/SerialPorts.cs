using System.IO.Ports;

namespace MeterFirmware.Companion.Commands;

/// <summary>The serial ports of this machine.</summary>
internal static class SerialPorts
{
    private const string StableNames = "/dev/serial/by-id";

    /// <summary>Their names, in order.</summary>
    public static string[] Names => [.. SerialPort.GetPortNames().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name that a port keeps: Linux numbers ports in the order of plugging in.</summary>
    /// <param name="port">Its numbered name.</param>
    /// <returns>Null when there is none.</returns>
    public static string? StableNameOf(string port) => Directory.Exists(StableNames)
        ? Directory.GetFiles(StableNames).FirstOrDefault(link => File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName == port)
        : null;
}
