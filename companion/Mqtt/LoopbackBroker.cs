using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace MeterFirmware.Companion.Mqtt;

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

    /// <summary>A server's listener whose clients need bring no id of their own.</summary>
    /// <param name="listener">The listener.</param>
    private sealed class NamingAdapter(IMqttServerAdapter listener) : IMqttServerAdapter
    {
        private Func<IMqttChannelAdapter, Task>? _handler;

        public Func<IMqttChannelAdapter, Task>? ClientHandler
        {
            get => _handler;
            set
            {
                _handler = value;
                listener.ClientHandler = value == null ? null : channel => value(new NamingChannel(channel));
            }
        }

        public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => listener.StartAsync(options, logger);

        public Task StopAsync() => listener.StopAsync();

        public void Dispose() => listener.Dispose();
    }

    /// <summary>A client's connection. One that brings no id gets one, as MQTT 3.1.1 has it; MQTTnet does so for MQTT 5 only.</summary>
    /// <param name="channel">The connection.</param>
    private sealed class NamingChannel(IMqttChannelAdapter channel) : IMqttChannelAdapter
    {
        public long BytesReceived => channel.BytesReceived;

        public long BytesSent => channel.BytesSent;

        public X509Certificate2? ClientCertificate => channel.ClientCertificate;

        public EndPoint RemoteEndPoint => channel.RemoteEndPoint;

        public EndPoint LocalEndPoint => channel.LocalEndPoint;

        public bool IsSecureConnection => channel.IsSecureConnection;

        public MqttPacketFormatterAdapter PacketFormatterAdapter => channel.PacketFormatterAdapter;

        public Task ConnectAsync(CancellationToken cancellationToken) => channel.ConnectAsync(cancellationToken);

        public Task DisconnectAsync(CancellationToken cancellationToken) => channel.DisconnectAsync(cancellationToken);

        public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
        {
            MqttPacket? packet = await channel.ReceivePacketAsync(cancellationToken);

            // Nobody could come back to a session whose name he does not know: then it must be a clean one.
            if (packet is MqttConnectPacket { CleanSession: true } connect && string.IsNullOrEmpty(connect.ClientId))
            {
                connect.ClientId = $"unnamed-{Guid.NewGuid():N}";
            }

            return packet;
        }

        public void ResetStatistics() => channel.ResetStatistics();

        public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) => channel.SendPacketAsync(packet, cancellationToken);

        public void Dispose() => channel.Dispose();
    }
}
