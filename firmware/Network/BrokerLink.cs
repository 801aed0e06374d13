using System;
using System.Text;
using System.Threading;
using MeterFirmware.Feed;
using MeterFirmware.State;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Network;

/// <summary>
/// Keeps a connection to the MQTT broker, on a thread of its own; whoever publishes never waits for it. Each attempt uses a new
/// client, and after each that fails, or connection that ends, there is a pause.
/// </summary>
/// <remarks>
/// Acknowledgements and messages come on threads of the client. No lock is held while anything goes over the network: publishing
/// only queues.
/// </remarks>
public sealed class BrokerLink : IFeedLink
{
    /// <summary>Milliseconds without any acknowledgement, while one is awaited, after which a connection counts as dead.</summary>
    public const long DeadAfterMs = 30000;

    /// <summary>A connection that lives so long, in milliseconds, was a good one: the next pause is a short one.</summary>
    public const long GoodAfterMs = 60000;

    private const int CheckMs = 5000;
    private const int GoodbyeMs = 2000;
    private const int EndMs = 5000;

    private readonly object _gate = new();
    private readonly BrokerOptions _options;
    private readonly BrokerLogin _login;
    private readonly OutstandingMessages _outstanding = new();
    private readonly Inbox _inbox = new();
    private readonly Random _random;
    private readonly AutoResetEvent _wake = new(false);
    private readonly AutoResetEvent _settled = new(false);
    private Thread? _thread;
    private MqttClient? _client;
    private bool _hasNetwork = true;
    private bool _hasTime = true;
    private bool _isBroken;
    private bool _isStopping;
    private bool _isAbandoned;
    private bool _isAnswerDue;
    private bool _hasAnswer;
    private int _pauseMs;
    private bool _isPausing;
    private long _attemptMs;
    private long _connectedMs;
    private long _answeredMs;

    /// <summary>Makes a link; <see cref="Start"/> starts it.</summary>
    /// <param name="options">Which broker, and as whom; not to be changed any more once it has started.</param>
    public BrokerLink(BrokerOptions options)
    {
        _options = options;
        _login = new BrokerLogin(options);
        byte[] id = Encoding.UTF8.GetBytes(options.ClientId);
        _random = new Random((int)Crc32.Of(id, 0, id.Length) ^ (int)Environment.TickCount64);
    }

    /// <summary>Whether the device has an address. Nothing is tried without; at first it has.</summary>
    public bool HasNetwork
    {
        get => _hasNetwork;
        set
        {
            if (_hasNetwork != value)
            {
                _hasNetwork = value;
                _wake.Set();
            }
        }
    }

    /// <summary>Whether the device's clock is set, without which no certificate can be checked; at first it is. Only TLS waits for it.</summary>
    public bool HasTime
    {
        get => _hasTime;
        set
        {
            if (_hasTime != value)
            {
                _hasTime = value;
                _wake.Set();
            }
        }
    }

    /// <summary>How it is with the broker, in at most 14 characters.</summary>
    public string State { get; private set; } = "connecting";

    /// <inheritdoc/>
    public bool IsConnected => _client != null && !_isBroken;

    /// <inheritdoc/>
    public int ConnectionCount { get; private set; }

    /// <summary>Attempts to connect since the start.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>Messages that came and were dropped, because they were too long or came too fast.</summary>
    public int DroppedCount => _inbox.DroppedCount;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new Thread(Run);
        _thread.Start();
    }

    /// <summary>Ends the connection once what is under way has arrived, and the thread; waits for that, some seconds at most.</summary>
    public void Stop()
    {
        AwaitAnswers();
        EndThread();
    }

    /// <summary>Ends the connection without a word, so that the broker says offline for the device, and the thread.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        EndThread();
    }

    /// <inheritdoc/>
    public bool Send(FeedMessage message)
    {
        // With the lock held the acknowledgement has to wait until the id is known.
        lock (_gate)
        {
            MqttClient? client = _client;
            if (client == null || _isBroken || _outstanding.Count == OutstandingMessages.Capacity)
            {
                return false;
            }

            try
            {
                ushort id = client.Publish(message.Topic, message.Payload, null, null, MqttQoSLevel.AtLeastOnce, message.IsRetained);
                _outstanding.Add(id, message);
                _isAnswerDue = true;
                return true;
            }
            catch (Exception)
            {
                // Its queue is full, or it is just ending.
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public InboundMessage? Receive() => _inbox.Take();

    /// <summary>Makes an attempt when it is time for one, or looks after the connection. Blocks while an attempt lasts.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    /// <returns>Milliseconds after which there is something to do.</returns>
    public int Step(long nowMs)
    {
        if (_client != null)
        {
            if (IsAlive(nowMs))
            {
                return CheckMs;
            }

            if (nowMs - _connectedMs >= GoodAfterMs)
            {
                _pauseMs = 0;
            }

            State = "lost";
            Drop();
            Pause();
        }

        if (!_hasNetwork)
        {
            State = "no network";
            _pauseMs = 0;
            Pause();
            return CheckMs;
        }

        if (_options.Tls && !_hasTime)
        {
            State = "no time";
            return CheckMs;
        }

        if (_isPausing)
        {
            _isPausing = false;
            _attemptMs = nowMs + Backoff.Spread(_pauseMs, _random.Next());
        }

        if (nowMs < _attemptMs)
        {
            return (int)(_attemptMs - nowMs);
        }

        if (Connect())
        {
            _connectedMs = nowMs;
            return CheckMs;
        }

        Pause();
        return 0;
    }

    /// <summary>Messages that the broker has not acknowledged.</summary>
    internal int OutstandingCount => _outstanding.Count;

    /// <summary>Waits until the network or the connection has changed, or a message has come.</summary>
    /// <param name="milliseconds">At most this long.</param>
    /// <returns>False when nothing has.</returns>
    internal bool WaitForWork(int milliseconds) => _wake.WaitOne(milliseconds, false);

    /// <summary>Waits until something has become of a message.</summary>
    /// <param name="milliseconds">At most this long.</param>
    /// <returns>False when nothing has.</returns>
    internal bool WaitForAnswer(int milliseconds) => _settled.WaitOne(milliseconds, false);

    private void Run()
    {
        while (!_isStopping)
        {
            int waitMs = TryStep();
            if (waitMs > 0)
            {
                WaitForWork(waitMs);
            }
        }

        End();
    }

    // Whatever happens, memory that runs out too, this thread must go on.
    private int TryStep()
    {
        try
        {
            return Step(Environment.TickCount64);
        }
        catch (Exception)
        {
            State = "failed";
            Drop();
            Pause();
            return CheckMs;
        }
    }

    // The pause counts from the next step on: an attempt can take longer than the pause.
    private void Pause()
    {
        _pauseMs = Backoff.NextMs(_pauseMs);
        _isPausing = true;
    }

    private bool IsAlive(long nowMs)
    {
        if (_isBroken || !_hasNetwork)
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
        AttemptCount++;
        State = "connecting";
        MqttClient? client = _login.Try();
        if (client == null)
        {
            State = _login.Problem;
            return false;
        }

        _isBroken = false;
        client.MqttMsgPublished += Published;
        client.MqttMsgPublishReceived += Received;
        client.ConnectionClosed += Closed;
        Subscribe(client);
        lock (_gate)
        {
            // It may have ended before it was listened to.
            _isBroken |= !client.IsConnected;
            _isAnswerDue = false;
            _hasAnswer = true;
            _client = client;
            ConnectionCount++;
            State = "online";
        }

        return true;
    }

    private void Subscribe(MqttClient client)
    {
        string[] topics = _options.Topics;
        if (topics.Length > 0)
        {
            MqttQoSLevel[] levels = new MqttQoSLevel[topics.Length];
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i] = MqttQoSLevel.AtLeastOnce;
            }

            client.Subscribe(topics, levels);
        }
    }

    private void EndThread()
    {
        _isStopping = true;
        _wake.Set();

        // An attempt under way would keep the thread for half a minute.
        _login.Cancel();
        if (_thread == null)
        {
            End();
        }
        else
        {
            _thread.Join(EndMs);
        }
    }

    private void End()
    {
        try
        {
            if (IsConnected && !_isAbandoned)
            {
                _client?.Disconnect();
            }
        }
        catch (Exception)
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

    private void AwaitAnswers()
    {
        long fromMs = Environment.TickCount64;
        int leftMs = GoodbyeMs;
        while (leftMs > 0 && IsConnected && _outstanding.Count > 0)
        {
            WaitForAnswer(leftMs);
            leftMs = GoodbyeMs - (int)(Environment.TickCount64 - fromMs);
        }
    }

    private void Published(object sender, MqttMsgPublishedEventArgs e)
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

        _settled.Set();
    }

    private void Received(object sender, MqttMsgPublishEventArgs e)
    {
        _inbox.Add(new InboundMessage(e.Topic, e.Message, e.Retain));
        _wake.Set();
    }

    private void Closed(object sender, EventArgs e)
    {
        _isBroken = true;
        _wake.Set();
    }
}
