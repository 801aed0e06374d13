using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.LowLevelClient;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MeterFirmware.Pc;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>Versions of TLS. The chip connects with the last two.</summary>
internal enum MqttSslProtocols
{
    None,
    SSLv3,
    TLSv1_0,
    TLSv1_1,
    TLSv1_2,
    TLSv1_3,
}

/// <summary>Settings of a client. On the chip all clients share them; here those of several boards live in one process.</summary>
internal class MqttSettings
{
    /// <summary>How many messages a client holds until they are acknowledged.</summary>
    public int InflightQueueSize { get; set; } = int.MaxValue;
}

/// <summary>What handles the events of a client.</summary>
internal interface IMqttClient
{
    delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

    delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

    delegate void ConnectionClosedEventHandler(object sender, EventArgs e);
}

/// <summary>The chip's MQTT client, on MQTTnet's transport and packets. One connection, by MQTT 3.1.1.</summary>
/// <remarks>
/// What the firmware relies on is as on the chip: publishing only queues and keeps the reference to the payload, what is not
/// acknowledged is sent again after a second and given up after the third time, events come on other threads one after another.
/// </remarks>
internal class MqttClient : IDisposable
{
    private readonly ILowLevelMqttClient _channel = new MqttClientFactory().CreateLowLevelMqttClient();
    private readonly MqttClientOptions _options;
    private readonly CancellationTokenSource _ended = new();
    private readonly MqttOutbox _outbox = new(PcBoard.BrokerResendAfter);
    private readonly MqttEvents _events = new();
    private readonly TimeSpan _patience = PcBoard.BrokerPatience;
    private readonly PcBroker? _broker = PcBoard.InnerBroker;
    private TaskCompletionSource? _pong;
    private long _sentMs;
    private int _lastId;
    private int _isClosing;

    public MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol)
    {
        if (_broker == null && Dns.GetHostAddresses(brokerHostName).Length == 0)
        {
            throw new InvalidOperationException("No address found for the remote host name");
        }

        _options = new MqttClientOptions
        {
            ProtocolVersion = MqttProtocolVersion.V311,
            ChannelOptions = new MqttClientTcpOptions
            {
                RemoteEndpoint = new DnsEndPoint(brokerHostName, brokerPort),
                TlsOptions = secure ? PcTls.Options(caCert, clientCert, sslProtocol) : new MqttClientTlsOptions(),
            },
        };
        PcBoard.Add(this);
    }

    public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

    public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

    public event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

    public bool IsConnected { get; private set; }

    public MqttSettings Settings => _outbox.Settings;

    /// <summary>Blocks until the broker has answered.</summary>
    /// <exception cref="MqttConnectionException">No connection came about.</exception>
    /// <exception cref="MQTTnet.Exceptions.MqttCommunicationException">The broker did not answer, or not so that it can be understood.</exception>
    public MqttReasonCode Connect(
        string clientId,
        string username,
        string password,
        bool willRetain,
        MqttQoSLevel willQosLevel,
        bool willFlag,
        string willTopic,
        string willMessage,
        bool cleanSession,
        ushort keepAlivePeriod)
    {
        if (_broker != null)
        {
            _broker.Asked("connect");
            _broker.Client = this;
            IsConnected = !_broker.EndsAtOnce;
            return MqttReasonCode.Success;
        }

        Open();
        MqttConnectPacket packet = new()
        {
            ClientId = clientId,
            Username = username,
            Password = password == null ? null : Encoding.UTF8.GetBytes(password),
            WillFlag = willFlag,
            WillRetain = willRetain,
            WillQoS = (MqttQualityOfServiceLevel)willQosLevel,
            WillTopic = willTopic,
            WillMessage = willMessage == null ? null : Encoding.UTF8.GetBytes(willMessage),
            CleanSession = cleanSession,
            KeepAlivePeriod = keepAlivePeriod,
        };
        MqttReasonCode answer = Ask(packet);
        if (answer == MqttReasonCode.Success)
        {
            IsConnected = true;
            _ = ReceiveAsync();
            _ = SendAsync();
            _ = KeepAliveAsync(TimeSpan.FromSeconds(keepAlivePeriod));
        }

        return answer;
    }

    /// <exception cref="MqttClientException">Too many messages wait for the broker.</exception>
    public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain)
    {
        ushort id = NextId();
        if (retain)
        {
            PcBoard.Keep(topic);
        }

        if (_broker != null)
        {
            _broker.Asked("publish");
            _broker.Topics.Add(topic);
            Raise(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, !_broker.IsMute)));
            return id;
        }

        MqttPublishPacket packet = new()
        {
            PacketIdentifier = qosLevel == MqttQoSLevel.AtMostOnce ? (ushort)0 : id,
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(message),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qosLevel,
            Retain = retain,
        };
        return _outbox.Add(packet) ? id : throw new MqttClientException(MqttClientErrorCode.InflightQueueFull);
    }

    public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
    {
        _broker?.Asked("subscribe");
        MqttSubscribePacket packet = new() { PacketIdentifier = NextId() };
        for (int i = 0; i < topics.Length; i++)
        {
            packet.TopicFilters.Add(new MqttTopicFilter { Topic = topics[i], QualityOfServiceLevel = (MqttQualityOfServiceLevel)qosLevels[i] });
        }

        _outbox.Add(packet);
        return packet.PacketIdentifier;
    }

    /// <summary>Tells the broker that this end is meant, so that no will is published.</summary>
    public void Disconnect()
    {
        try
        {
            if (_broker == null)
            {
                Write(new MqttDisconnectPacket()).Wait(_patience);
            }
        }
        catch (AggregateException error)
        {
            throw new Exceptions.MqttCommunicationException(error);
        }
        finally
        {
            Close();
        }
    }

    public void Dispose() => Close();

    /// <summary>A message comes.</summary>
    internal void Receive(MqttMsgPublishEventArgs message) => Raise(() => MqttMsgPublishReceived?.Invoke(this, message));

    private void Open()
    {
        try
        {
            using CancellationTokenSource waited = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
            waited.CancelAfter(_patience);
            _channel.ConnectAsync(_options, waited.Token).GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            throw new MqttConnectionException("Exception connecting to the broker", error);
        }
    }

    private MqttReasonCode Ask(MqttConnectPacket packet)
    {
        try
        {
            using CancellationTokenSource waited = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
            waited.CancelAfter(_patience);
            _channel.SendAsync(packet, waited.Token).GetAwaiter().GetResult();
            MqttPacket answer = _channel.ReceiveAsync(waited.Token).GetAwaiter().GetResult();
            return (MqttReasonCode)((MqttConnAckPacket)answer).ReturnCode;
        }
        catch (Exception error)
        {
            throw new Exceptions.MqttCommunicationException(error);
        }
    }

    private ushort NextId()
    {
        int id;
        do
        {
            id = Interlocked.Increment(ref _lastId) & ushort.MaxValue;
        }
        while (id == 0);
        return (ushort)id;
    }

    private Task Write(MqttPacket packet)
    {
        Volatile.Write(ref _sentMs, Environment.TickCount64);
        return _channel.SendAsync(packet, _ended.Token);
    }

    private async Task SendAsync()
    {
        try
        {
            while (!_ended.IsCancellationRequested)
            {
                MqttOutbox.Step step = _outbox.Next(Environment.TickCount64);
                if (step.GivenUp != 0)
                {
                    Raise(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(step.GivenUp, false)));
                }
                else if (step.Packet != null)
                {
                    await Write(step.Packet).ConfigureAwait(false);
                }
                else
                {
                    await _outbox.WaitAsync(step.WaitMs, _ended.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception)
        {
            Close();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (!_ended.IsCancellationRequested)
            {
                await TakeAsync(await _channel.ReceiveAsync(_ended.Token).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            Close();
        }
    }

    private async Task TakeAsync(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttPubAckPacket answer:
                if (_outbox.Remove(answer.PacketIdentifier))
                {
                    Raise(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(answer.PacketIdentifier, true)));
                }

                break;
            case MqttSubAckPacket answer:
                _outbox.Remove(answer.PacketIdentifier);
                break;
            case MqttPingRespPacket:
                _pong?.TrySetResult();
                break;
            case MqttPublishPacket message:
                if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
                {
                    await Write(new MqttPubAckPacket { PacketIdentifier = message.PacketIdentifier }).ConfigureAwait(false);
                }

                // Received bytes are not the transport's any more when the handler runs.
                MqttMsgPublishEventArgs args = new(
                    message.Topic, message.Payload.ToArray(), message.Dup, (MqttQoSLevel)message.QualityOfServiceLevel, message.Retain);
                Receive(args);
                break;
        }
    }

    private async Task KeepAliveAsync(TimeSpan period)
    {
        try
        {
            while (period > TimeSpan.Zero)
            {
                TimeSpan quiet = TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _sentMs));
                if (quiet < period)
                {
                    await Task.Delay(period - quiet, _ended.Token).ConfigureAwait(false);
                    continue;
                }

                _pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await Write(new MqttPingReqPacket()).ConfigureAwait(false);
                await _pong.Task.WaitAsync(period, _ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            Close();
        }
    }

    private void Raise(Action raise)
    {
        if (_broker != null)
        {
            _broker.Add(raise);
        }
        else
        {
            _events.Add(raise);
        }
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
        {
            return;
        }

        PcBoard.Remove(this);
        bool wasConnected = IsConnected;
        IsConnected = false;
        _ended.Cancel();
        _channel.Dispose();
        if (wasConnected)
        {
            Raise(() => ConnectionClosed?.Invoke(this, EventArgs.Empty));
        }
    }
}
