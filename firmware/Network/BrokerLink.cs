using System;
using System.Text;
using System.Threading;
using MeterFirmware.Mqtt;
using MeterFirmware.State;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Network;

/// <summary>
/// Keeps a connection to the MQTT broker, on whichever thread takes the steps; whoever publishes never waits for it. Each attempt uses
/// a new client. After one that fails, or a connection that ends, the next host of the list is tried; when all have been, there is a pause.
/// </summary>
/// <remarks>
/// Acknowledgements and messages come on threads of the client. No lock is held while anything goes over the network: publishing
/// only queues. What goes wrong on the client's threads would be lost there, so <see cref="Failure"/> keeps it.
/// </remarks>
public sealed class BrokerLink : IBrokerLink
{
    /// <summary>Milliseconds without any acknowledgement, while one is awaited, after which a connection counts as dead.</summary>
    public const long DeadAfterMs = 30000;

    /// <summary>A connection that lives so long, in milliseconds, was a good one: the next pause is a short one.</summary>
    public const long GoodAfterMs = 60000;

    /// <summary>The first pause, milliseconds; each is twice the last, and a random part.</summary>
    internal const int FirstPauseMs = 2000;

    /// <summary>The longest pause without its random part, milliseconds.</summary>
    internal const int LongestPauseMs = 300000;

    private const int MostInbound = 2;
    private const int GoodbyeMs = 2000;
    private const int GoodbyeStepMs = 10;
    private const int EndMs = 5000;

    private readonly object _gate = new();
    private readonly BrokerOptions _options;
    private readonly BrokerLogin _login;
    private readonly OutstandingMessages _outstanding = new();
    private readonly InboundMessage?[] _inbox = new InboundMessage?[MostInbound];
    private readonly Random _random;
    private MqttClient? _client;
    private bool _isBroken;
    private bool _isAnswerDue;
    private bool _hasAnswer;
    private int _pauseMs;
    private bool _isPausing;
    private int _host;
    private int _failed;
    private long _attemptMs;
    private long _connectedMs;
    private long _answeredMs;

    /// <summary>Makes a link; <see cref="Step"/> connects it.</summary>
    /// <param name="options">Which broker, and as whom; not to be changed any more after the first step.</param>
    public BrokerLink(BrokerOptions options)
    {
        _options = options;
        _login = new BrokerLogin(options);
        byte[] id = Encoding.UTF8.GetBytes(options.ClientId);
        _random = new Random((int)Crc32.Of(id, 0, id.Length) ^ (int)Environment.TickCount64);
    }

    /// <summary>Whether the device has an address. Nothing is tried without; at first it has.</summary>
    public bool HasNetwork { get; set; } = true;

    /// <summary>Whether the device's clock is set, without which no certificate can be checked; at first it is. Only TLS waits for it.</summary>
    public bool HasTime { get; set; } = true;

    /// <summary>How it is with the broker, in at most 14 characters.</summary>
    public string State { get; private set; } = "connecting";

    /// <inheritdoc/>
    public bool IsConnected => _client != null && !_isBroken;

    /// <inheritdoc/>
    public int ConnectionCount { get; private set; }

    /// <summary>What went wrong on a thread of the client's, where nobody would notice; null when nothing has.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Ends the connection once what is under way has arrived; waits for that, some seconds at most.</summary>
    /// <param name="stepper">The thread that takes the steps, and takes no other any more; null when it is the caller's.</param>
    public void Stop(Thread? stepper)
    {
        for (int waitedMs = 0; waitedMs < GoodbyeMs && IsConnected && _outstanding.Count > 0; waitedMs += GoodbyeStepMs)
        {
            Thread.Sleep(GoodbyeStepMs);
        }

        // An attempt under way would keep the thread for half a minute.
        _login.Cancel();
        if (stepper == null || stepper.Join(EndMs))
        {
            End();
        }
    }

    /// <inheritdoc/>
    public bool Send(OutboundMessage message)
    {
        // With the lock held the acknowledgement has to wait until the id is known.
        lock (_gate)
        {
            if (!IsConnected || _outstanding.Count == OutstandingMessages.Capacity)
            {
                return false;
            }

            try
            {
                ushort id = _client!.Publish(message.Topic, message.Payload, null, null, MqttQoSLevel.AtLeastOnce, message.IsRetained);
                _outstanding.Add(id, message);
                _isAnswerDue = true;
                return true;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Its queue is full, or it is just ending.
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public InboundMessage? Receive()
    {
        lock (_inbox)
        {
            InboundMessage? oldest = _inbox[0];
            _inbox[0] = _inbox[1];
            _inbox[1] = null;
            return oldest;
        }
    }

    /// <summary>
    /// Makes an attempt when it is time for one, or looks after the connection; to be called once a second. Blocks while an attempt lasts.
    /// </summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    public void Step(long nowMs)
    {
        if (_client != null)
        {
            if (IsAlive(nowMs))
            {
                return;
            }

            if (nowMs - _connectedMs >= GoodAfterMs)
            {
                _pauseMs = 0;
                _failed = 0;
            }

            State = "lost";
            Drop();
            GoOn();
        }

        if (!HasNetwork)
        {
            State = "no network";
            _pauseMs = 0;
            _failed = _options.Hosts.Length;
            GoOn();
            return;
        }

        if (_options.Tls && !HasTime)
        {
            State = "no time";
            return;
        }

        if (_isPausing)
        {
            _isPausing = false;
            _attemptMs = nowMs + Spread(_pauseMs, _random.Next());
        }

        if (nowMs < _attemptMs)
        {
            return;
        }

        if (Connect())
        {
            _connectedMs = nowMs;
        }
        else
        {
            GoOn();
        }
    }

    /// <summary>Messages that the broker has not acknowledged.</summary>
    internal int OutstandingCount => _outstanding.Count;

    /// <summary>Makes a pause longer by up to a half, so that devices that lost the same network do not all come back at the same moment.</summary>
    /// <param name="pauseMs">The pause.</param>
    /// <param name="random">Any number of 0 or more.</param>
    /// <returns>Milliseconds.</returns>
    internal static int Spread(int pauseMs, int random) => pauseMs + (random % ((pauseMs / 2) + 1));

    // A host that lets in and ends it soon, as when two devices have one name, has failed too.
    private void GoOn()
    {
        _host = _host + 1 < _options.Hosts.Length ? _host + 1 : 0;
        _failed++;
        if (_failed < _options.Hosts.Length)
        {
            return;
        }

        // The pause counts from the next step on: an attempt can take longer than the pause.
        _failed = 0;
        _pauseMs = _pauseMs == 0 ? FirstPauseMs : _pauseMs < LongestPauseMs / 2 ? _pauseMs * 2 : LongestPauseMs;
        _isPausing = true;
    }

    private bool IsAlive(long nowMs)
    {
        if (_isBroken || !HasNetwork)
        {
            return false;
        }

        lock (_gate)
        {
            if (_hasAnswer || !_isAnswerDue)
            {
                _hasAnswer = false;
                _answeredMs = nowMs;
            }

            // The client forgets now and then to tell of one that arrived.
            _outstanding.LoseOld(nowMs, DeadAfterMs);
            return nowMs - _answeredMs < DeadAfterMs;
        }
    }

    private bool Connect()
    {
        State = "connecting";
        MqttClient? client = _login.Try(_options.Hosts[_host]);
        if (client == null)
        {
            State = _login.Problem;
            return false;
        }

        _isBroken = false;
        client.MqttMsgPublished += Published;
        client.MqttMsgPublishReceived += Received;
        client.ConnectionClosed += Closed;
        bool isSubscribed = _login.Subscribe(client);
        lock (_gate)
        {
            // It may have ended before it was listened to.
            _isBroken |= !isSubscribed;
            _isAnswerDue = false;
            _hasAnswer = true;
            _client = client;
            ConnectionCount++;
            State = "online";
        }

        return true;
    }

    private void End()
    {
        try
        {
            _client?.Disconnect();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // It is going away all the same.
        }

        Drop();
        State = "off";
    }

    // Only when the old client is gone has nothing more become of its messages.
    private void Drop()
    {
        MqttClient? client = _client;
        _isBroken = true;
        if (client != null)
        {
            client.MqttMsgPublished -= Published;
            client.MqttMsgPublishReceived -= Received;
            client.ConnectionClosed -= Closed;
            BrokerLogin.Dispose(client);
        }

        lock (_gate)
        {
            _client = null;
            _outstanding.LoseAll();
        }
    }

    private void Published(object sender, MqttMsgPublishedEventArgs e)
    {
        try
        {
            lock (_gate)
            {
                _outstanding.Settle(e.MessageId, e.IsPublished);
                if (e.IsPublished)
                {
                    _isAnswerDue = _outstanding.Count > 0;
                    _hasAnswer = true;
                }
            }
        }
        catch (Exception error)
        {
            Failure = error;
        }
    }

    // What is too long is let go of here; what comes while two wait is lost.
    private void Received(object sender, MqttMsgPublishEventArgs e)
    {
        try
        {
            int bytes = e.Message.Length;
            InboundMessage message = bytes > SignedMessage.MostBytes
                ? InboundMessage.TooLong(e.Topic, bytes)
                : new InboundMessage(e.Topic, e.Message, e.Retain);
            lock (_inbox)
            {
                int place = _inbox[0] == null ? 0 : 1;
                _inbox[place] ??= message;
            }
        }
        catch (Exception error)
        {
            Failure = error;
        }
    }

    private void Closed(object sender, EventArgs e) => _isBroken = true;
}
