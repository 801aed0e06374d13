using System.CommandLine;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter ports</c>: the serial ports of this machine.</summary>
internal static class PortsCommand
{
    private const string StableNames = "/dev/serial/by-id";

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

            // Linux numbers ports in the order of plugging in; the names by id stay.
            Dictionary<string, string> stable = Directory.Exists(StableNames)
                ? Directory.GetFiles(StableNames).ToDictionary(
                    link => File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link,
                    link => link)
                : [];
            foreach (string port in ports)
            {
                Console.WriteLine(stable.TryGetValue(port, out string? name) ? $"{port}  {name}" : port);
            }

            return ExitCode.Well;
        });
        return command;
    }
}
