using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Sources;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that say where telegrams come from.</summary>
internal sealed class InputOptions
{
    private readonly Option<string?> _port = new("--port")
    {
        Description = "Serial port of the P1 cable, for instance /dev/ttyUSB0 or COM3",
        HelpName = "PORT",
    };

    private readonly Option<string?> _file = new("--file")
    {
        Description = "A recorded stream of telegrams, - for standard input",
        HelpName = "FILE",
    };

    private readonly Option<string?> _tcp = new("--tcp")
    {
        Description = "A serial bridge on the LAN",
        HelpName = "HOST:PORT",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_file);
        command.Options.Add(_tcp);
    }

    /// <summary>Adds the sources that go at their own pace.</summary>
    public void AddLiveTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_tcp);
    }

    /// <summary>How many sources the command line names.</summary>
    public int Count(CommandResult result) =>
        new Option[] { _port, _file, _tcp }.Count(option => result.GetResult(option) != null);

    /// <summary>The serial port that the command line names, or null.</summary>
    public string? PortOf(ParseResult parsed) => parsed.GetValue(_port);

    /// <summary>The source that the command line names, or null.</summary>
    /// <exception cref="CommandFailure">An address is badly written.</exception>
    public IByteSource? Create(ParseResult parsed, TimeProvider clock) =>
        parsed.GetValue(_port) is string port ? new SerialSource(port, clock)
        : parsed.GetValue(_file) is string file ? new FileSource(file)
        : parsed.GetValue(_tcp) is string address ? Bridge(address, clock)
        : null;

    private static TcpSource Bridge(string address, TimeProvider clock)
    {
        int colon = address.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > 65535)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"--tcp takes HOST:PORT, for instance 192.168.1.20:2000, not \"{address}\".");
        }

        return new TcpSource(address[..colon].Trim('[', ']'), port, clock);
    }
}
