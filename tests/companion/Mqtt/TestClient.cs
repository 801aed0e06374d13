using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using MeterFirmware.Companion.Mqtt;
using MQTTnet;
using MQTTnet.Protocol;

namespace MeterFirmware.Companion.Tests.Mqtt;

/// <summary>Someone else at a broker: publishes what it is told to, and remembers what it hears.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _heard = new();
    private readonly ConcurrentDictionary<string, Channel<string>> _news = new();

    private TestClient()
    {
        _client.ApplicationMessageReceivedAsync += args =>
        {
            string payload = Encoding.UTF8.GetString(args.ApplicationMessage.Payload.ToArray());
            Waiter(args.ApplicationMessage.Topic).TrySetResult(payload);
            News(args.ApplicationMessage.Topic).Writer.TryWrite(payload);
            return Task.CompletedTask;
        };
    }

    /// <summary>The topics heard of so far.</summary>
    public IEnumerable<string> Topics => _heard.Keys;

    public static Task<TestClient> ConnectAsync(BrokerAddress broker, params string[] topics) => ConnectAsync(new BrokerAccess(broker), topics);

    public static async Task<TestClient> ConnectAsync(BrokerAccess access, params string[] topics)
    {
        TestClient client = new();
        await client._client.ConnectAsync(access.Client($"test-{Guid.NewGuid():N}").Build());
        foreach (string topic in topics)
        {
            await client._client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        return client;
    }

    /// <summary>The first message on a topic, which may still have to come.</summary>
    public Task<string> FirstOf(string topic) => Waiter(topic).Task.WaitAsync(Patience);

    /// <summary>The next message on a topic, in the order that they came, that is of some kind.</summary>
    public async Task<string> NextOf(string topic, Predicate<string>? isIt = null, CancellationToken cancellation = default)
    {
        using CancellationTokenSource timeUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeUp.CancelAfter(Patience);
        while (true)
        {
            string payload = await News(topic).Reader.ReadAsync(timeUp.Token);
            if (isIt == null || isIt(payload))
            {
                return payload;
            }
        }
    }

    /// <summary>All that has been heard and not been asked for with <see cref="NextOf"/>, by topic.</summary>
    public Dictionary<string, List<string>> Rest()
    {
        Dictionary<string, List<string>> rest = [];
        foreach ((string topic, Channel<string> news) in _news)
        {
            rest[topic] = [];
            while (news.Reader.TryRead(out string? payload))
            {
                rest[topic].Add(payload);
            }
        }

        return rest;
    }

    public Task PublishAsync(string topic, string payload, bool retain = true) =>
        _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain);

    public Task PublishAsync(string topic, byte[] payload, bool retain = true) =>
        _client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain);

    public async ValueTask DisposeAsync()
    {
        await _client.TryDisconnectAsync();
        _client.Dispose();
    }

    private Channel<string> News(string topic) => _news.GetOrAdd(topic, _ => Channel.CreateUnbounded<string>());

    private TaskCompletionSource<string> Waiter(string topic) =>
        _heard.GetOrAdd(topic, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
