using System.Text;
using System.Text.Json;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>A broker in the hand: connects, drops, refuses and acknowledges as the test says, and keeps what was sent.</summary>
internal sealed class FakeLink : IBrokerLink
{
    private readonly List<OutboundMessage> _underWay = [];

    public bool IsConnected { get; private set; }

    public int ConnectionCount { get; private set; }

    /// <summary>Whether every message is acknowledged at once.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Whether the next message is taken.</summary>
    public Func<bool> Takes { get; set; } = () => true;

    public List<Sent> Log { get; } = [];

    public IReadOnlyList<OutboundMessage> UnderWay => _underWay;

    public Queue<InboundMessage> Inbound { get; } = new();

    public void Connect()
    {
        Assert.False(IsConnected);
        IsConnected = true;
        ConnectionCount++;
    }

    /// <summary>The connection ends; what was not acknowledged is lost.</summary>
    public void Drop()
    {
        IsConnected = false;
        _underWay.ForEach(message => message.End(isDelivered: false));
        _underWay.Clear();
    }

    public void Acknowledge(int count = int.MaxValue)
    {
        for (; count > 0 && _underWay.Count > 0; count--)
        {
            _underWay[0].End(isDelivered: true);
            _underWay.RemoveAt(0);
        }
    }

    public bool Send(OutboundMessage message)
    {
        Assert.True(IsConnected, "a message was sent while disconnected");
        if (message.Topic.StartsWith("homeassistant/", StringComparison.Ordinal))
        {
            // Has tests of its own.
            message.End(isDelivered: true);
            return true;
        }

        if (!Takes())
        {
            return false;
        }

        Keep(message);
        if (Acknowledges)
        {
            message.End(isDelivered: true);
        }
        else
        {
            _underWay.Add(message);
        }

        return true;
    }

    public InboundMessage? Receive() => Inbound.TryDequeue(out InboundMessage? message) ? message : null;

    /// <summary>What was sent on a topic since the last time this was asked of any.</summary>
    public Sent[] Take(string name)
    {
        Sent[] taken = [.. Log.Where(sent => sent.Name == name)];
        Log.Clear();
        return taken;
    }

    /// <summary>The last parts of the topics in the order of sending, then forgotten.</summary>
    public string[] TakeNames()
    {
        string[] names = [.. Log.Select(sent => sent.Name)];
        Log.Clear();
        return names;
    }

    // Two levels, such as meter/home.
    private static string Root(string topic) => string.Join('/', topic.Split('/')[..2]);

    private void Keep(OutboundMessage message)
    {
        Assert.DoesNotContain(_underWay, other => other.Topic == message.Topic);
        string name = message.Topic[(Root(message.Topic).Length + 1)..];
        string text = Encoding.UTF8.GetString(message.Payload);
        Log.Add(new Sent(name, message.Topic, text, message.Payload, message.IsRetained, ConnectionCount));
    }

    internal sealed record Sent(string Name, string Topic, string Text, byte[] Array, bool IsRetained, int Connection)
    {
        public JsonElement Json => PayloadText.Read(Text);
    }
}
