using System.Text;
using System.Text.Json;

namespace MeterFirmware.Firmware.Tests.Network.Mosquitto;

/// <summary>
/// mosquitto_sub: a client that has nothing in common with the code under test. It subscribes to everything, and
/// comes back by itself when the broker does.
/// </summary>
internal sealed class MosquittoSubscriber : IDisposable
{
    private const string MarkTopic = "test/mark";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly MosquittoBroker _broker;
    private readonly string _id;
    private readonly string _subscribed;
    private readonly Heard<BrokerMessage> _messages = new();
    private readonly TiedProcess _process;
    private int _marks;

    public MosquittoSubscriber(MosquittoBroker broker, string id = "watcher", int qos = 1)
    {
        _broker = broker;
        _subscribed = $": {id} {qos} #";
        _id = id;
        string[] login = ["-u", MosquittoBroker.User, "-P", MosquittoBroker.Password];
        _process = new TiedProcess(
            Take, "mosquitto_sub", ["-h", MosquittoBroker.Address, "-p", $"{broker.Port}", .. login, "-i", id, "-q", $"{qos}", "-t", "#", "-F", "%t %r %q %x"]);
        AwaitSubscription(1);
    }

    /// <summary>Waits until it has subscribed so many times.</summary>
    public void AwaitSubscription(int count) => _broker.Await(_subscribed, count);

    /// <summary>Waits for a message; <see cref="BrokerMessage.IsRetained"/> only when it was there before the subscription.</summary>
    public BrokerMessage Await(string topic, Predicate<string>? like = null, int count = 1) =>
        _messages.Await(message => message.Topic == topic && (like == null || like(message.Text)), topic, count);

    /// <summary>Everything that the broker has taken before this call.</summary>
    public BrokerMessage[] Messages()
    {
        string mark = $"{_id} {++_marks}";
        _broker.Publish(MarkTopic, mark);
        Await(MarkTopic, text => text == mark);
        return [.. _messages.All().Where(message => message.Topic != MarkTopic)];
    }

    /// <summary>The payloads of a topic, as <see cref="Messages"/>.</summary>
    public string[] On(string topic) => [.. Messages().Where(message => message.Topic == topic).Select(message => message.Text)];

    /// <summary>The JSON of a topic, as <see cref="Messages"/>.</summary>
    public JsonElement[] JsonOn(string topic) => [.. On(topic).Select(text => JsonElement.Parse(text))];

    public void Dispose() => _process.Dispose();

    private void Take(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length == 4)
        {
            _messages.Add(new BrokerMessage(parts[0], Strict.GetString(Convert.FromHexString(parts[3])), parts[1] == "1", parts[2][0] - '0'));
        }
    }
}
