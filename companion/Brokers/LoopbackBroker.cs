using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace MeterFirmware.Companion.Brokers;

/// <summary>A broker of our own that only this machine can reach. What it keeps is forgotten at the end.</summary>
internal sealed class LoopbackBroker : IAsyncDisposable
{
    private const int Tries = 5;

    private readonly MqttServer _server;

    private LoopbackBroker(MqttServer server, int port)
    {
        _server = server;
        Address = new BrokerAddress(IPAddress.Loopback.ToString(), port, IsTls: false);
    }

    /// <summary>Where it is.</summary>
    public BrokerAddress Address { get; }

    /// <summary>That it is there, and how to subscribe to it, as a command to paste.</summary>
    public IReadOnlyList<string> Hints =>
    [
        $"broker on {Address.Host}:{Address.Port}",
        $"mosquitto_sub -h {Address.Host} -p {Address.Port} -t 'meter/#' -v",
    ];

    /// <summary>Starts it.</summary>
    /// <param name="port">The port that it should have; a free one is taken when this one is in use.</param>
    /// <exception cref="CommandFailure">No port can be listened on.</exception>
    public static async Task<LoopbackBroker> StartAsync(int port = BrokerAddress.PlainPort)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                return await StartOnAsync(port);
            }
            catch (SocketException) when (i < Tries)
            {
                port = FreePort();
            }
            catch (SocketException error)
            {
                throw new CommandFailure(ExitCode.NotReachable, $"No broker can be started: {error.Message.TrimEnd('.')}; --no-broker does without.");
            }
        }
    }

    /// <summary>Starts it on one port and no other.</summary>
    /// <param name="port">The port.</param>
    /// <returns>Null when that port is in use.</returns>
    public static async Task<LoopbackBroker?> TryStartAsync(int port)
    {
        try
        {
            return await StartOnAsync(port);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    private static async Task<LoopbackBroker> StartOnAsync(int port)
    {
        MqttServerFactory factory = new();
        MqttServerOptions options = factory.CreateServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .Build();
        MqttServer server = factory.CreateMqttServer(options, [new NamingAdapter(new MqttTcpServerAdapter())]);
        try
        {
            await server.StartAsync();
            return new LoopbackBroker(server, port);
        }
        catch (Exception)
        {
            server.Dispose();
            throw;
        }
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
