using System.CommandLine;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter ports</c>: the serial ports of this machine.</summary>
internal static class PortsCommand
{
    public static Command Create()
    {
        Command command = new("ports", "List the serial ports of this machine");
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
