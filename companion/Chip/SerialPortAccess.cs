using System.IO.Ports;
using System.Runtime.InteropServices;

namespace MeterFirmware.Companion.Chip;

/// <summary>Whether a serial port is there and may be used, found out without opening it: that would restart the chip.</summary>
internal static partial class SerialPortAccess
{
    /// <summary>How a user of Linux gets the right.</summary>
    public const string Dialout = "run 'sudo usermod -aG dialout $USER' and log in again";

    private const int ReadAndWrite = 4 | 2;

    /// <summary>Makes sure of it.</summary>
    /// <param name="port">Its name.</param>
    /// <exception cref="CommandFailure">It is not there, or may not be used.</exception>
    public static void Check(string port)
    {
        if (!(OperatingSystem.IsWindows() ? SerialPort.GetPortNames().Contains(port, StringComparer.OrdinalIgnoreCase) : File.Exists(port)))
        {
            throw new CommandFailure(ExitCode.NotReachable, $"There is no serial port {port}; 'meter ports' lists those of this machine.");
        }

        if (!OperatingSystem.IsWindows() && Access(port, ReadAndWrite) != 0)
        {
            string way = OperatingSystem.IsLinux() ? Dialout : "ask whoever owns this machine";
            throw new CommandFailure(ExitCode.NotReachable, $"You may not use {port}; {way}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
