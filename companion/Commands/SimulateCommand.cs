using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter simulate</c>: the simulated house as a stream of bytes for others to read, or many of them at a broker.</summary>
internal sealed class SimulateCommand
{
    private const long DefaultCount = 900;
    private const int MostDevices = 100_000;

    private readonly Option<string?> _toFile = new("--out") { Description = "Write to this file, as fast as it goes; - for standard output", HelpName = "FILE" };
    private readonly Option<string?> _listen = new("--listen") { Description = "Send to whoever connects to this port of this machine, as a serial bridge does", HelpName = "[ADDRESS:]PORT" };
    private readonly Option<long?> _telegrams = new("--telegrams") { Description = $"How many telegrams; default {DefaultCount} to a file, without end to a port", HelpName = "N", CustomParser = result => OptionText.WholeNumber(result, "--telegrams", 1, long.MaxValue) };
    private readonly Option<int?> _devices = new("--devices") { Description = "Instead, so many meters that publish to a broker, each a device of its own, to see what the broker carries", HelpName = "N", CustomParser = result => (int)OptionText.WholeNumber(result, "--devices", 1, MostDevices) };
    private readonly Option<string> _idPrefix = new("--id-prefix") { Description = "With --devices: what their ids begin with", HelpName = "ID", DefaultValueFactory = _ => "sim", CustomParser = result => OptionText.DeviceId(result, "--id-prefix") };
    private readonly Option<TimeSpan?> _interval = new("--interval") { Description = "With --devices: how often each publishes its state; default 1s; from 60s on as in a large fleet: no costs, and the quarter on alarm only", HelpName = "TIME", CustomParser = result => OptionText.Time(result, "--interval") };
    private readonly ConnectionOptions _broker = new("--broker", $"With --devices: the broker, {BrokerAddress.Form}");
    private readonly LiveOptions _live = new();
    private readonly SimulationOptions _simulation = new();
    private readonly MeterKindOptions _kind = new();
    private readonly TimeProvider _clock;

    private SimulateCommand(TimeProvider clock)
    {
        _clock = clock;
    }

    public static Command Create(TimeProvider clock)
    {
        SimulateCommand simulate = new(clock);
        Command command = new("simulate", RootHelp.Of("simulate"))
        {
            simulate._toFile, simulate._listen, simulate._telegrams, simulate._devices, simulate._idPrefix, simulate._interval, simulate._live.For,
        };
        simulate._simulation.AddTo(command);
        simulate._kind.AddTo(command);
        simulate._broker.AddTo(command);
        command.Validators.Add(simulate.Validate);
        command.SetAction(simulate.RunAsync);
        return command;
    }

    private void Validate(CommandResult result)
    {
        if (new Option[] { _toFile, _listen, _devices }.Count(option => result.GetResult(option) != null) != 1)
        {
            result.AddError("Name where to: --out FILE, --listen PORT, or --devices N and --broker URL.");
            return;
        }

        bool isFleet = result.GetResult(_devices) != null;
        if (isFleet != (result.GetResult(_broker.Url) != null))
        {
            result.AddError("--devices N and --broker URL belong together.");
        }

        Option[] others = isFleet ? [_telegrams, _kind.Version, _kind.Grid] : [_idPrefix, _interval];
        if (others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is Option lonely)
        {
            result.AddError(isFleet ? $"{lonely.Name} does not go with --devices." : $"{lonely.Name} belongs to --devices N.");
        }

        _broker.RequireUrl(result);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken interrupted)
    {
        TimeSpan? stopAfter = parsed.GetValue(_live.For);
        using CancellationTokenSource timeUp = stopAfter == null ? new() : new(stopAfter.Value, _clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted, timeUp.Token);
        if (_broker.Read(parsed) is BrokerAccess access)
        {
            await RunFleetAsync(access, parsed, stop.Token);
            return ExitCode.Well;
        }

        SimulatedHome home = SimulatedHome.Demo(parsed.GetValue(_simulation.Seed), _kind.Read(parsed));
        home.StepToLive();
        try
        {
            await StreamAsync(home, parsed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C is how an endless stream ends.
        }

        return ExitCode.Well;
    }

    private async Task RunFleetAsync(BrokerAccess access, ParseResult parsed, CancellationToken cancellation)
    {
        MeterFleet fleet = new(access, RatesFile.ReadExample(), _clock)
        {
            Devices = parsed.GetValue(_devices)!.Value,
            IdPrefix = parsed.GetValue(_idPrefix)!,
            StateSeconds = (int)(parsed.GetValue(_interval) ?? TimeSpan.FromSeconds(1)).TotalSeconds,
            Seed = parsed.GetValue(_simulation.Seed),
            Speed = parsed.GetValue(_simulation.Speed),
        };
        await fleet.RunAsync(Console.Out, cancellation);
    }

    private async Task StreamAsync(SimulatedHome home, ParseResult parsed, CancellationToken cancellation)
    {
        int speed = parsed.GetValue(_simulation.Speed);
        long? count = parsed.GetValue(_telegrams);
        if (parsed.GetValue(_toFile) is string path)
        {
            bool isPaced = parsed.GetResult(_simulation.Speed)?.Implicit == false;
            using SimulatedSource source = new(home, isPaced ? speed : 0, _clock);
            long firstUtc = home.TimeUtc + 1;
            await WriteAsync(source, path, count ?? DefaultCount, cancellation);
            if (path != "-")
            {
                Console.Error.WriteLine($"{path} has {count ?? DefaultCount} telegrams, {Show.Local(firstUtc, "d MMM yyyy HH:mm:ss")} to {Show.Local(home.TimeUtc, "HH:mm:ss")}; 'meter run --file {ShellWords.Join([path])}' reads them.");
            }
        }
        else
        {
            using SimulatedSource source = new(home, speed, _clock);
            await ListenAsync(source, EndPoint(parsed.GetValue(_listen)!), count ?? long.MaxValue, cancellation);
        }
    }

    private static async Task WriteAsync(SimulatedSource source, string path, long count, CancellationToken cancellation)
    {
        try
        {
            using Stream stream = path == "-" ? Console.OpenStandardOutput() : File.Create(path);
            await CopyAsync(source, count, (telegram, stop) => stream.WriteAsync(telegram, stop), cancellation);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} may not be written; choose another file or folder.");
        }
        catch (IOException) when (path == "-")
        {
            // Whoever read standard output has had enough.
        }
        catch (IOException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be written: {error.Message.TrimEnd('.')}; choose another file or folder.");
        }
    }

    private static async Task ListenAsync(SimulatedSource source, IPEndPoint endPoint, long count, CancellationToken cancellation)
    {
        using TcpListener listener = new(endPoint);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new CommandFailure(ExitCode.NotReachable, $"Port {endPoint.Port} cannot be listened on: {error.Message.TrimEnd('.')}; choose another.");
        }

        IPEndPoint local = (IPEndPoint)listener.LocalEndpoint;
        Console.Error.WriteLine($"Sending a telegram a second to whoever connects; for instance: meter run --tcp {local}");
        List<TcpClient> clients = [];
        Task accepting = AcceptAsync(listener, clients, cancellation);
        await CopyAsync(source, count, (telegram, _) => SendAsync(clients, telegram), cancellation);
        listener.Stop();
        await accepting;
        clients.ForEach(client => client.Dispose());
    }

    private static async Task AcceptAsync(TcpListener listener, List<TcpClient> clients, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(cancellation);
                client.NoDelay = true;
                lock (clients)
                {
                    clients.Add(client);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    // A client that went away, or reads so slowly that its buffer is full, is dropped: the meter does not wait either.
    private static ValueTask SendAsync(List<TcpClient> clients, ReadOnlyMemory<byte> telegram)
    {
        lock (clients)
        {
            for (int i = clients.Count - 1; i >= 0; i--)
            {
                try
                {
                    Socket socket = clients[i].Client;
                    socket.Blocking = false;
                    if (socket.Send(telegram.Span) < telegram.Length)
                    {
                        throw new IOException();
                    }
                }
                catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
                {
                    clients[i].Dispose();
                    clients.RemoveAt(i);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private static async Task CopyAsync(
        SimulatedSource source,
        long count,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write,
        CancellationToken cancellation)
    {
        byte[] buffer = new byte[SimulatedHome.LargestTelegram];
        await source.OpenAsync(cancellation);
        for (long i = 0; i < count; i++)
        {
            int length = await source.ReadAsync(buffer, cancellation);
            await write(buffer.AsMemory(0, length), cancellation);
        }
    }

    private static IPEndPoint EndPoint(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535)
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }

        return IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && endPoint.Port > 0
            ? endPoint
            : throw new CommandFailure(ExitCode.WrongUsage, $"--listen takes a port, or an address and a port such as 0.0.0.0:2000, not \"{text}\".");
    }
}
