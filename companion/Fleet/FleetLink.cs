using MeterFirmware.Companion.Brokers;
using MeterFirmware.Feed;
using MeterFirmware.Readings;
using MQTTnet;
using MQTTnet.Protocol;

namespace MeterFirmware.Companion.Fleet;

/// <summary>One device's way to the broker, without a thread of its own, so that a thousand fit in one process.</summary>
/// <param name="access">The broker.</param>
/// <param name="feed">Which device.</param>
/// <param name="counts">Counts for all devices.</param>
/// <param name="clock">Measures answers and pauses.</param>
internal sealed class FleetLink(BrokerAccess access, FeedOptions feed, FleetCounts counts, TimeProvider clock) : IFeedLink
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // What a device leaves with the broker.
    private static readonly string[] KeptTopics =
    [
        FeedTopic.State, FeedTopic.Quarter, FeedTopic.Meter, FeedTopic.Peaks, FeedTopic.PeakHistory, FeedTopic.Diagnostics, FeedTopic.Status,
        .. Enumerable.Range(1, ObisCode.LastChannel).Select(FeedTopic.Channel),
        .. Enumerable.Range(0, FeedTopic.Periods).Select(FeedTopic.Costs),
    ];

    private volatile IMqttClient? _client;
    private volatile int _connections;

    public bool IsConnected => _client != null;

    public int ConnectionCount => _connections;

    public bool Send(FeedMessage message)
    {
        if (_client is not IMqttClient client)
        {
            return false;
        }

        _ = PublishAsync(client, message);
        return true;
    }

    public InboundMessage? Receive() => null;

    /// <summary>Keeps the connection until it is asked to stop; then takes back what the broker keeps of the device.</summary>
    /// <param name="startAfter">When to make the first attempt.</param>
    /// <param name="cancellation">Asks it to stop.</param>
    public async Task RunAsync(TimeSpan startAfter, CancellationToken cancellation)
    {
        try
        {
            TimeSpan pause = FirstPause;
            await Task.Delay(startAfter, clock, cancellation);
            while (true)
            {
                if (await ConnectAndStayAsync(cancellation))
                {
                    pause = FirstPause;
                }

                await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), clock, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    // Returns whether a connection came about.
    private async Task<bool> ConnectAndStayAsync(CancellationToken cancellation)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        try
        {
            BrokerAccess.Require(await client.ConnectAsync(access.Device(feed), cancellation));
        }
        catch (Exception error) when (BrokerAccess.IsFailure(error) && !cancellation.IsCancellationRequested)
        {
            counts.Refuse();
            return false;
        }

        counts.Connect();
        _connections++;
        _client = client;
        try
        {
            await lost.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            _client = null;
            counts.Disconnect(isMeant: true);
            await LeaveAsync(client);
            throw;
        }

        _client = null;
        counts.Disconnect(isMeant: false);
        return true;
    }

    // A broker is left as it was found.
    private async Task LeaveAsync(IMqttClient client)
    {
        try
        {
            await Task.WhenAll(KeptTopics.Select(topic => client.PublishAsync(new MqttApplicationMessage
            {
                Topic = feed.Topic(topic),
                Retain = true,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            })));
            await client.DisconnectAsync(new MqttClientDisconnectOptions());
        }
        catch (Exception error) when (BrokerAccess.IsFailure(error))
        {
            // It has gone before us.
        }
    }

    private async Task PublishAsync(IMqttClient client, FeedMessage message)
    {
        long sentAt = clock.GetTimestamp();
        counts.Send();
        try
        {
            MqttClientPublishResult answer = await client.PublishAsync(new MqttApplicationMessage
            {
                Topic = message.Topic,
                PayloadSegment = new ArraySegment<byte>(message.Payload),
                Retain = message.IsRetained,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            }).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                counts.Acknowledge(clock.GetElapsedTime(sentAt));
                message.End(isDelivered: true);
                return;
            }
        }
        catch (Exception error) when (BrokerAccess.IsFailure(error))
        {
            // Counted below.
        }

        counts.Lose();
        message.End(isDelivered: false);
    }
}
