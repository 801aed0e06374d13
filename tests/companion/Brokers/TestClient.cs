using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using MeterFirmware.Companion.Brokers;
using MQTTnet;
using MQTTnet.Protocol;

namespace MeterFirmware.Companion.Tests.Brokers;

/// <summary>Someone else at a broker: publishes what it is told to, and remembers what it hears.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _heard = new();

    private TestClient()
    {
        _client.ApplicationMessageReceivedAsync += args =>
        {
            Waiter(args.ApplicationMessage.Topic).TrySetResult(Encoding.UTF8.GetString(args.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
    }

    /// <summary>The topics heard of so far.</summary>
    public IEnumerable<string> Topics => _heard.Keys;

    public static async Task<TestClient> ConnectAsync(BrokerAddress broker, params string[] topics)
    {
        TestClient client = new();
        await client._client.ConnectAsync(new BrokerAccess(broker).Client($"test-{Guid.NewGuid():N}").Build());
        foreach (string topic in topics)
        {
            await client._client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        return client;
    }

    /// <summary>The first message on a topic, which may still have to come.</summary>
    public Task<string> FirstOf(string topic) => Waiter(topic).Task.WaitAsync(Patience);

    public Task PublishAsync(string topic, string payload, bool retain = true) =>
        _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain);

    public Task PublishAsync(string topic, byte[] payload, bool retain = true) =>
        _client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain);

    public async ValueTask DisposeAsync()
    {
        await _client.TryDisconnectAsync();
        _client.Dispose();
    }

    private TaskCompletionSource<string> Waiter(string topic) =>
        _heard.GetOrAdd(topic, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
