using System.IO.Ports;

namespace MeterFirmware.Companion.Sources;

/// <summary>A serial port at 115200 8N1, as P1 has it.</summary>
internal sealed class SerialSource(string portName, TimeProvider clock) : ReopeningSource(clock)
{
    private const int BaudRate = 115200;

    private SerialPort? _port;

    public override string Name => portName;

    protected override Task<Stream> ConnectAsync(CancellationToken cancellation)
    {
        _port = new SerialPort(portName, BaudRate, Parity.None, 8, StopBits.One) { ReadBufferSize = 8192 };
        _port.Open();
        return Task.FromResult(_port.BaseStream);
    }

    protected override void Release()
    {
        _port?.Dispose();
        _port = null;
    }

    protected override string Explain(Exception error)
    {
        if (!OperatingSystem.IsWindows() && (Directory.Exists(portName) || OpensAsFile()))
        {
            return $"{portName} is not a serial port; 'meter ports' lists those of this machine.";
        }

        if (OperatingSystem.IsLinux() && File.Exists(portName) && error is UnauthorizedAccessException)
        {
            return $"{portName} is in use, or you may not open it: close the other program, or run 'sudo usermod -aG dialout $USER' and log in again.";
        }

        return File.Exists(portName) || OperatingSystem.IsWindows()
            ? $"{portName} cannot be opened: {error.Message.TrimEnd('.')}; is another program using it?"
            : $"There is no serial port {portName}; 'meter ports' lists those of this machine.";
    }

    // A port that is in use, or forbidden, does not.
    private bool OpensAsFile()
    {
        try
        {
            SmallFile.Open(portName).Dispose();
            return true;
        }
        catch (CommandFailure)
        {
            return false;
        }
    }
}
