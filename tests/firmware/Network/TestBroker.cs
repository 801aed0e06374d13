using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MeterFirmware.Tests.Support;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>A broker on a loopback port, which notes what it is sent and can be made to misbehave.</summary>
internal sealed class TestBroker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly List<BrokerMessage> _messages = [];
    private readonly byte[]? _certificate;
    private MqttServer? _server;
    private int _connections;
    private int _disconnections;
    private int _subscriptions;

    /// <summary>Starts it.</summary>
    /// <param name="certificate">PKCS 12, for TLS.</param>
    public TestBroker(byte[]? certificate = null)
    {
        _certificate = certificate;
        Port = FreePort.Find();
        Start();
    }

    public int Port { get; }

    /// <summary>What a client must know; null when anyone may come.</summary>
    public string? Password { get; set; }

    /// <summary>Whether acknowledgements are kept back.</summary>
    public bool IsMute { get; set; }

    /// <summary>Is asked about each message; true closes the connection that it came on before it is acknowledged.</summary>
    public Func<string, bool> ClosesOn { get; set; } = _ => false;

    public List<string> Refused { get; } = [];

    public string? LastUser { get; private set; }

    public string? LastClientId { get; private set; }

    public bool LastIsClean { get; private set; }

    public int? LastKeepAliveSeconds { get; private set; }

    /// <summary>Of all subscriptions.</summary>
    public int LowestQos { get; private set; } = 2;

    public string? LastClientCertificate { get; private set; }

    public void Start()
    {
        MqttServerOptionsBuilder options = new MqttServerOptionsBuilder().WithMaxPendingMessagesPerClient(1000);
        options = _certificate == null
            ? options.WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointPort(Port)
            : options.WithoutDefaultEndpoint().WithEncryptedEndpoint().WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
                .WithEncryptedEndpointPort(Port).WithEncryptionCertificate(_certificate, new MqttServerCertificateCredentials { Password = TestAuthority.Password }).WithClientCertificate((_, certificate, _, _) => NoteCertificate(certificate?.Subject));
        options.WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithEncryptedEndpointBoundIPV6Address(IPAddress.None);
        MqttServer server = new MqttServerFactory().CreateMqttServer(options.Build());
        server.ValidatingConnectionAsync += Validate;
        server.InterceptingPublishAsync += Note;
        server.InterceptingOutboundPacketAsync += Hold;
        server.ClientConnectedAsync += _ => Changed(() => _connections++);
        server.ClientDisconnectedAsync += _ => Changed(() => _disconnections++);
        server.ClientSubscribedTopicAsync += e => Changed(() =>
        {
            _subscriptions++;
            LowestQos = Math.Min(LowestQos, (int)e.TopicFilter.QualityOfServiceLevel);
        });
        server.StartAsync().GetAwaiter().GetResult();
        _server = server;
    }

    public void Stop()
    {
        _server?.StopAsync(new MqttServerStopOptions()).GetAwaiter().GetResult();
        _server?.Dispose();
        _server = null;
    }

    public void Dispose() => Stop();

    /// <summary>What came so far.</summary>
    public BrokerMessage[] Messages()
    {
        lock (_gate)
        {
            return [.. _messages];
        }
    }

    /// <summary>The payloads that came on a topic.</summary>
    public string[] On(string topic) => [.. Messages().Where(message => message.Topic == topic).Select(message => message.Text)];

    /// <summary>Waits for a message.</summary>
    public BrokerMessage Await(string topic, Func<string, bool>? like = null)
    {
        BrokerMessage? found = null;
        Await(() => (found = _messages.FirstOrDefault(message => message.Topic == topic && (like == null || like(message.Text)))) != null, topic);
        return found!;
    }

    public void AwaitConnections(int count) => Await(() => _connections >= count, $"connection {count}");

    public void AwaitDisconnections(int count) => Await(() => _disconnections >= count, $"disconnection {count}");

    public void AwaitSubscriptions(int count) => Await(() => _subscriptions >= count, $"subscription {count}");

    public string? Retained(string topic)
    {
        MqttApplicationMessage? message = _server!.GetRetainedMessageAsync(topic).GetAwaiter().GetResult();
        return message == null ? null : Encoding.UTF8.GetString(message.Payload.ToArray());
    }

    public void Send(string topic, byte[] payload) => _server!.InjectApplicationMessage(
        new InjectedMqttApplicationMessage(new MqttApplicationMessage { Topic = topic, PayloadSegment = payload, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce })
        {
            SenderClientId = "test",
        }).GetAwaiter().GetResult();

    private void Await(Func<bool> condition, string what)
    {
        DateTime until = DateTime.UtcNow + Patience;
        lock (_gate)
        {
            while (!condition())
            {
                TimeSpan left = until - DateTime.UtcNow;
                Assert.True(left > TimeSpan.Zero && Monitor.Wait(_gate, left), "waited in vain for " + what);
            }
        }
    }

    private Task Changed(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }

        return Task.CompletedTask;
    }

    private Task Validate(ValidatingConnectionEventArgs e) => Changed(() =>
    {
        LastUser = e.UserName;
        LastClientId = e.ClientId;
        LastIsClean = e.CleanSession ?? false;
        LastKeepAliveSeconds = e.KeepAlivePeriod;
        if (Password != null && e.Password != Password)
        {
            Refused.Add(e.ClientId);
            e.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        }
    });

    private Task Note(InterceptingPublishEventArgs e) => Changed(() =>
    {
        MqttApplicationMessage message = e.ApplicationMessage;
        _messages.Add(new BrokerMessage(message.Topic, Encoding.UTF8.GetString(message.Payload.ToArray()), message.Retain, (int)message.QualityOfServiceLevel));
        e.CloseConnection = ClosesOn(message.Topic);
    });

    private Task Hold(InterceptingPacketEventArgs e)
    {
        e.ProcessPacket = !(IsMute && e.Packet is MqttPubAckPacket);
        return Task.CompletedTask;
    }

    private bool NoteCertificate(string? subject)
    {
        LastClientCertificate = subject;
        return true;
    }
}
