using System.Buffers;
using System.Threading.Channels;
using MeterFirmware.Companion.Brokers;
using MQTTnet;
using MQTTnet.Protocol;

namespace MeterFirmware.Companion.Watching;

/// <summary>Listens to topics of a broker, and comes back to it when the connection was lost.</summary>
/// <param name="access">The broker.</param>
/// <param name="topics">Topic filters.</param>
/// <param name="clock">Measures the pauses.</param>
internal sealed class FeedSubscriber(BrokerAccess access, string[] topics, TimeProvider clock) : IAsyncDisposable
{
    private const int MostWaiting = 1000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Channel<FeedNews> _news = Channel.CreateBounded<FeedNews>(MostWaiting);
    private readonly CancellationTokenSource _stop = new();
    private Task _keeping = Task.CompletedTask;

    /// <summary>What comes.</summary>
    public ChannelReader<FeedNews> News => _news.Reader;

    /// <summary>Connects for the first time.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">It cannot be reached, or does not let us in.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            (IMqttClient client, Task lost) = await ConnectAsync(cancellation);
            _keeping = KeepAsync(client, lost);
        }
        catch (Exception error) when (BrokerAccess.IsFailure(error) && !cancellation.IsCancellationRequested)
        {
            throw new CommandFailure(ExitCode.NotReachable, access.Explain(error));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
    }

    private async Task KeepAsync(IMqttClient client, Task lost)
    {
        try
        {
            while (true)
            {
                await lost.WaitAsync(_stop.Token);
                client.Dispose();
                await _news.Writer.WriteAsync(FeedNews.Lost, _stop.Token);
                (client, lost) = await ReconnectAsync();
                await _news.Writer.WriteAsync(FeedNews.Back, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await client.TryDisconnectAsync();
            client.Dispose();
        }
    }

    private async Task<(IMqttClient Client, Task Lost)> ReconnectAsync()
    {
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, clock, _stop.Token);
            try
            {
                return await ConnectAsync(_stop.Token);
            }
            catch (Exception error) when (BrokerAccess.IsFailure(error) && !_stop.IsCancellationRequested)
            {
                // The next attempt comes after a longer pause.
            }
        }
    }

    private async Task<(IMqttClient Client, Task Lost)> ConnectAsync(CancellationToken cancellation)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += args => TakeAsync(args.ApplicationMessage);
        try
        {
            // Each has an id of its own: two watchers must not throw each other out.
            BrokerAccess.Require(await client.ConnectAsync(access.Client($"meter-watch-{Guid.NewGuid():N}").Build(), cancellation));

            MqttClientSubscribeOptionsBuilder filters = new();
            foreach (string topic in topics)
            {
                filters.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
            }

            MqttClientSubscribeResult taken = await client.SubscribeAsync(filters.Build(), cancellation);
            if (taken.Items.Any(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2))
            {
                throw new InvalidOperationException($"does not allow to read {string.Join(", ", topics)}");
            }

            return (client, lost.Task);
        }
        catch (Exception)
        {
            client.Dispose();
            throw;
        }
    }

    private async Task TakeAsync(MqttApplicationMessage message)
    {
        try
        {
            await _news.Writer.WriteAsync(new FeedNews(message.Topic, message.Payload.ToArray(), message.Retain, IsConnected: true), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }
}
