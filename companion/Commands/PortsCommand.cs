using System.CommandLine;
using System.IO.Ports;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter ports</c>: the serial ports of this machine.</summary>
internal static class PortsCommand
{
    public static Command Create()
    {
        Command command = new("ports", RootHelp.Of("ports"));
        command.SetAction(_ =>
        {
            string[] ports = SerialPorts.Names;
            if (ports.Length == 0)
            {
                Console.Error.WriteLine("No serial port found; plug the P1 cable in and try again.");
                return ExitCode.Well;
            }

            foreach (string port in ports)
            {
                Console.WriteLine(SerialPorts.StableNameOf(port) is string name ? $"{port}  {name}" : port);
            }

            return ExitCode.Well;
        });
        return command;
    }
}

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
