using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>What came from the broker: a message, or that the connection is gone or back.</summary>
/// <param name="Topic">The whole topic; empty when the connection is meant.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="IsRetained">Whether the broker had kept it from before.</param>
/// <param name="IsConnected">Whether the connection stands.</param>
internal sealed record LinkNews(string Topic, byte[] Payload, bool IsRetained, bool IsConnected)
{
    /// <summary>Tells the broker that the message is in safe hands; null when it has been told.</summary>
    public Action? Acknowledge { get; init; }
}

/// <summary>
/// This PC's way to a broker: connects, subscribes, publishes, comes back when the connection was lost, to the next of the broker's hosts and
/// after a pause when all have failed, and takes its leave at the end. Only the chip's firmware, which <c>meter device</c> runs, has its own.
/// </summary>
internal sealed class MqttLink : IBrokerLink, IAsyncDisposable
{
    /// <summary>The <see cref="State"/> of a connection that stands.</summary>
    public const string Online = "online";

    private const int MostWaiting = 1000;

    // Who is back within this time gets what was missed. Who never comes back leaves a share to nobody for so long: less than a minute, after which a device
    // tells of the start of a quarter once more.
    private const uint ShareSeconds = 30;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // As the chip has them: who throws the other out, and is thrown out, must not do so every second.
    private static readonly TimeSpan GoodAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoodbyeTick = TimeSpan.FromMilliseconds(10);

    private readonly BrokerAccess[] _accesses;
    private readonly MqttClientOptions[] _options;
    private readonly TimeProvider _clock;
    private readonly Channel<LinkNews> _news = Channel.CreateBounded<LinkNews>(MostWaiting);
    private readonly CancellationTokenSource _stop = new();
    private bool _isSharing;
    private string[] _topics = [];
    private bool _mayDoWithout;
    private Task _keeping = Task.CompletedTask;
    private TaskCompletionSource _lost = new();
    private volatile IMqttClient? _client;
    private volatile string _state = "connecting";
    private volatile int _connections;
    private volatile int _host;
    private long _connectedAt;
    private int _underWay;

    /// <summary>Makes one that listens, and may publish; <see cref="OpenAsync"/> connects it.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="purpose">A word for the broker's log. Each connection has an id of its own: two watchers must not throw each other out.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <exception cref="CommandFailure">The authority's certificate cannot be read.</exception>
    public MqttLink(BrokerAccess access, string purpose, TimeProvider clock)
        : this(access.Each, NamedFor(purpose), clock)
    {
    }

    /// <summary>Makes one of a device, for which the broker says offline when it is lost; <see cref="Start"/> connects it.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="device">Which device.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <exception cref="CommandFailure">The authority's certificate cannot be read.</exception>
    public MqttLink(BrokerAccess access, PublisherOptions device, TimeProvider clock)
        : this(access.Each, one => one.Device(device), clock)
    {
    }

    /// <summary>Makes one that shares what it is subscribed to with others (MQTT 5); <see cref="OpenAsync"/> connects it. Whoever reads its news acknowledges them.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="id">The id of its connections, at each start the same, and of no other.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <exception cref="CommandFailure">The authority's certificate cannot be read.</exception>
    public static MqttLink Sharing(BrokerAccess access, string id, TimeProvider clock)
    {
        MqttClientOptions Options(BrokerAccess one) => one.Client(id)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(ShareSeconds)
            .Build();
        return new MqttLink(access.Each, Options, clock) { _isSharing = true };
    }

    private MqttLink(BrokerAccess[] accesses, Func<BrokerAccess, MqttClientOptions> options, TimeProvider clock)
    {
        _accesses = accesses;
        _options = [.. accesses.Select(options)];
        _clock = clock;
    }

    /// <summary>The longest pause between two attempts, without its random part.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Counts what happens; may be shared by several.</summary>
    public LinkCounts Counts { get; init; } = new();

    /// <summary>Gets the topics on which something is left with the broker; null to note none.</summary>
    public ISet<string>? Kept { get; init; }

    /// <summary>What comes from the topics that are subscribed to.</summary>
    public ChannelReader<LinkNews> News => _news.Reader;

    /// <summary>How it is, in a word or two.</summary>
    public string State => _state;

    /// <inheritdoc/>
    public bool IsConnected => _client != null;

    /// <inheritdoc/>
    public int ConnectionCount => _connections;

    /// <summary>What no pause and no further attempt can mend; null when nothing is.</summary>
    public Exception? Failure => _keeping.Exception?.InnerException;

    /// <summary>Sees whether a broker can be reached and lets us in.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">It cannot, or does not.</exception>
    public static async Task TryAsync(BrokerAccess access, CancellationToken cancellation)
    {
        await using MqttLink link = new(access, "try", TimeProvider.System);
        await link.OpenAsync([], cancellation);
    }

    /// <summary>Connects for the first time, and keeps the connection from then on.</summary>
    /// <param name="topics">Topic filters to subscribe to.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The broker cannot be reached, or does not let us in.</exception>
    public async Task OpenAsync(string[] topics, CancellationToken cancellation)
    {
        _topics = topics;
        for (int left = _options.Length - 1; !IsConnected; left--)
        {
            try
            {
                await ExplainedAsync(ConnectAsync(cancellation), cancellation);
            }
            catch (CommandFailure) when (left > 0)
            {
                NextHost();
            }
        }

        _keeping = KeepAsync(TimeSpan.Zero);
    }

    /// <summary>Begins to connect, and goes on trying.</summary>
    /// <param name="after">When to make the first attempt.</param>
    /// <param name="topics">Topic filters to subscribe to; a broker that does not allow them is published to all the same.</param>
    public void Start(TimeSpan after = default, params string[] topics)
    {
        _topics = topics;
        _mayDoWithout = true;
        _keeping = Task.Run(() => KeepAsync(after));
    }

    /// <summary>Subscribes to more.</summary>
    /// <param name="topics">Topic filters.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The broker is gone, or does not allow it.</exception>
    public async Task SubscribeAsync(string[] topics, CancellationToken cancellation)
    {
        _topics = [.. _topics, .. topics];
        if (_client is IMqttClient client)
        {
            await ExplainedAsync(SubscribeAsync(client, topics, cancellation), cancellation);
        }
    }

    /// <summary>Has the broker send what it keeps, and meanwhile what comes, as news that nobody else gets in our place.</summary>
    /// <param name="topics">Topic filters.</param>
    /// <param name="untilAsync">Waits until it has come.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task LookAsync(string[] topics, Func<Task> untilAsync, CancellationToken cancellation)
    {
        if (_client is not IMqttClient client)
        {
            return;
        }

        try
        {
            await SubscribeAsync(client, topics, cancellation);
            await untilAsync();
            await UnsubscribeAsync(client, topics).WaitAsync(cancellation);
        }
        catch (Exception error) when (BrokerTrouble.IsFailure(error) && !cancellation.IsCancellationRequested)
        {
            // It has gone, or allows only the share.
        }
    }

    /// <summary>Publishes, and waits until the broker has it (QoS 1).</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="isRetained">Whether the broker keeps it for those who subscribe later.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">The broker is gone.</exception>
    public Task PublishAsync(string topic, byte[] payload, bool isRetained, CancellationToken cancellation) =>
        ExplainedAsync(HandOverAsync(_client, topic, payload, isRetained, cancellation), cancellation);

    /// <inheritdoc/>
    public bool Send(OutboundMessage message)
    {
        if (_client is not IMqttClient client)
        {
            return false;
        }

        if (message.IsRetained)
        {
            Kept?.Add(message.Topic);
        }

        _ = SendAsync(client, message);
        return true;
    }

    /// <inheritdoc/>
    public InboundMessage? Receive()
    {
        while (_news.Reader.TryRead(out LinkNews? news))
        {
            if (news.Topic.Length > 0)
            {
                return new InboundMessage(news.Topic, news.Payload, news.IsRetained);
            }
        }

        return null;
    }

    /// <summary>Takes back what was left with a broker, so that it is as it was found.</summary>
    /// <param name="access">The broker.</param>
    /// <param name="topics">Where; those by which Home Assistant knows the device go first.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <exception cref="CommandFailure">The broker cannot be reached.</exception>
    public static async Task TakeBackAsync(BrokerAccess access, IEnumerable<string> topics, TimeProvider clock)
    {
        await using MqttLink link = new(access, "tell", clock);
        await link.OpenAsync([], CancellationToken.None);
        await Task.WhenAll(topics
            .OrderBy(topic => !topic.EndsWith("/config", StringComparison.Ordinal))
            .Select(topic => link.PublishAsync(topic, [], isRetained: true, CancellationToken.None)));
    }

    /// <summary>Ends the connection once what is under way has arrived; waits for that, for two seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        long from = _clock.GetTimestamp();
        while (IsConnected && Volatile.Read(ref _underWay) > 0 && _clock.GetElapsedTime(from) < Goodbye)
        {
            await Task.Delay(GoodbyeTick, _clock);
        }

        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _state = "off";
    }

    private async Task KeepAsync(TimeSpan after)
    {
        TimeSpan pause = TimeSpan.Zero;
        int failed = 0;
        try
        {
            await Task.Delay(after, _clock, _stop.Token);
            while (true)
            {
                if (_client != null || await HasConnectedAsync())
                {
                    await _lost.Task.WaitAsync(_stop.Token);
                    (pause, failed) = _clock.GetElapsedTime(_connectedAt) < GoodAfter ? (pause, failed) : (TimeSpan.Zero, 0);
                    await DropAsync();
                }

                NextHost();
                if (++failed < _options.Length)
                {
                    continue;
                }

                failed = 0;
                pause = pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                await Task.Delay(pause * (1 + (Random.Shared.NextDouble() / 2)), _clock, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            if (_client is IMqttClient client)
            {
                _client = null;
                Counts.Add(connected: -1);
                await LeaveAsync(client);
                client.Dispose();
            }
        }
    }

    private static Func<BrokerAccess, MqttClientOptions> NamedFor(string purpose)
    {
        string id = $"meter-{purpose}-{Guid.NewGuid():N}";
        return access => access.Client(id).Build();
    }

    private void NextHost() => _host = (_host + 1) % _options.Length;

    // The others get its share at once.
    private async Task LeaveAsync(IMqttClient client)
    {
        try
        {
            if (_isSharing)
            {
                await UnsubscribeAsync(client, _topics).WaitAsync(Goodbye);
            }
        }
        catch (Exception error) when (BrokerTrouble.IsFailure(error))
        {
            // The broker has gone before us.
        }

        await client.TryDisconnectAsync();
    }

    private async Task<bool> HasConnectedAsync()
    {
        try
        {
            await ConnectAsync(_stop.Token);
            if (_connections > 1)
            {
                await TellAsync(isConnected: true);
            }

            return true;
        }
        catch (Exception error) when (BrokerTrouble.IsFailure(error) && !_stop.IsCancellationRequested)
        {
            _state = BrokerTrouble.Of(error, _accesses[_host]).Word;
            Counts.Add(refused: 1);
            return false;
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += TakeAsync;
        try
        {
            // With a token of ours the client would have no patience of its own, and wait without end.
            BrokerTrouble.Require(await client.ConnectAsync(_options[_host], CancellationToken.None).WaitAsync(cancellation));
            await SubscribeAsync(client, _topics, cancellation);
        }
        catch (NotAllowedException) when (_mayDoWithout)
        {
        }
        catch (Exception)
        {
            client.Dispose();
            throw;
        }

        // Whoever sees the connection must see that it is a new one.
        _lost = lost;
        _connectedAt = _clock.GetTimestamp();
        _connections++;
        _state = Online;
        Counts.Add(connected: 1, connections: 1);
        _client = client;
    }

    private static async Task SubscribeAsync(IMqttClient client, string[] topics, CancellationToken cancellation)
    {
        if (topics.Length == 0)
        {
            return;
        }

        MqttClientSubscribeOptionsBuilder filters = new();
        foreach (string topic in topics)
        {
            filters.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientSubscribeResult taken = await client.SubscribeAsync(filters.Build(), CancellationToken.None).WaitAsync(cancellation);
        if (taken.Items.Any(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2))
        {
            throw new NotAllowedException($"does not allow to read {string.Join(", ", topics)}");
        }
    }

    private static Task UnsubscribeAsync(IMqttClient client, string[] topics)
    {
        MqttClientUnsubscribeOptions filters = new();
        filters.TopicFilters.AddRange(topics);
        return client.UnsubscribeAsync(filters, CancellationToken.None);
    }

    private async Task DropAsync()
    {
        _client?.Dispose();
        _client = null;
        _state = "lost";
        Counts.Add(connected: -1, dropped: 1);
        await TellAsync(isConnected: false);
    }

    // Who subscribes to nothing reads no news.
    private ValueTask TellAsync(bool isConnected) =>
        _topics.Length == 0 ? ValueTask.CompletedTask : _news.Writer.WriteAsync(new LinkNews("", [], IsRetained: false, isConnected), _stop.Token);

    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        MqttApplicationMessage message = args.ApplicationMessage;
        args.AutoAcknowledge = !_isSharing;
        LinkNews news = new(message.Topic, message.Payload.ToArray(), message.Retain, IsConnected: true)
        {
            Acknowledge = _isSharing ? () => _ = AcknowledgeAsync(args) : null,
        };
        try
        {
            await _news.Writer.WriteAsync(news, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private static async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        try
        {
            await args.AcknowledgeAsync(CancellationToken.None);
        }
        catch (Exception error) when (BrokerTrouble.IsFailure(error))
        {
            // The connection has ended: somebody gets the message once more.
        }
    }

    private async Task SendAsync(IMqttClient client, OutboundMessage message)
    {
        long sentAt = _clock.GetTimestamp();
        Counts.Add(sent: 1);
        Interlocked.Increment(ref _underWay);
        try
        {
            await HandOverAsync(client, message.Topic, message.Payload, message.IsRetained, CancellationToken.None).ConfigureAwait(false);
            Counts.Acknowledge(_clock.GetElapsedTime(sentAt));
            message.End(isDelivered: true);
        }
        catch (Exception error) when (BrokerTrouble.IsFailure(error))
        {
            Counts.Add(lost: 1);
            message.End(isDelivered: false);
        }
        finally
        {
            // Once all is told: who ends the connection then looks at what became of the message.
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task HandOverAsync(IMqttClient? client, string topic, byte[] payload, bool isRetained, CancellationToken cancellation)
    {
        if (client == null)
        {
            throw new InvalidOperationException("is gone; try again later");
        }

        MqttApplicationMessage message = new()
        {
            Topic = topic,
            PayloadSegment = new ArraySegment<byte>(payload),
            Retain = isRetained,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        try
        {
            await client.PublishAsync(message, CancellationToken.None).WaitAsync(DeadAfter, _clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException) when (client == _client)
        {
            // A connection on which nothing is acknowledged is none.
            _lost.TrySetResult();
            throw;
        }
    }

    private async Task ExplainedAsync(Task work, CancellationToken cancellation)
    {
        try
        {
            await work;
        }
        catch (Exception error) when (BrokerTrouble.IsFailure(error) && !cancellation.IsCancellationRequested)
        {
            throw new CommandFailure(ExitCode.NotReachable, BrokerTrouble.Of(error, _accesses[_host]).Sentence);
        }
    }

    /// <summary>A subscription that the broker refuses.</summary>
    private sealed class NotAllowedException(string message) : InvalidOperationException(message);
}
