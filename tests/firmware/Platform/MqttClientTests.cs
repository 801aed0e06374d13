using System.Text;
using MeterFirmware.Firmware.Tests.Network;
using MeterFirmware.Pc;
using MeterFirmware.Tests.Support;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Platform;

/// <summary>What the firmware relies on in the chip's MQTT client.</summary>
public sealed class MqttClientTests : IDisposable
{
    private const int QueueSize = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestBroker _broker = new();
    private readonly PcBoard _board = new() { ResendAfter = TimeSpan.FromMinutes(10) };

    public MqttClientTests() => PcBoard.Current = _board;

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void A_message_is_published_once_the_broker_has_acknowledged_it_and_another_thread_says_so()
    {
        using MqttClient client = Connected();
        using BlockingEvents<(int Thread, MqttMsgPublishedEventArgs Args)> published = new();
        client.MqttMsgPublished += (_, e) => published.Add((Environment.CurrentManagedThreadId, e));

        ushort id = client.Publish("t", "x"u8.ToArray(), null, null, MqttQoSLevel.AtLeastOnce, true);

        (int thread, MqttMsgPublishedEventArgs args) = published.Take(Patience);
        Assert.Equal((id, true), (args.MessageId, args.IsPublished));
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.Equal("x", _broker.Retained("t"));
    }

    [Fact]
    public void Messages_arrive_in_order_and_their_ids_are_told_in_order()
    {
        using MqttClient client = Connected();
        using MqttClient other = Client(_broker.Port);
        other.Settings.InflightQueueSize = 1;
        using BlockingEvents<ushort> published = new();
        client.MqttMsgPublished += (_, e) => published.Add(e.MessageId);
        List<ushort> ids = [];
        for (int i = 0; i < 100; i += 20)
        {
            for (int j = i; j < i + 20; j++)
            {
                ids.Add(client.Publish("t", Encoding.UTF8.GetBytes(j.ToString()), null, null, MqttQoSLevel.AtLeastOnce, false));
            }

            for (int j = i; j < i + 20; j++)
            {
                Assert.Equal(ids[j], published.Take(Patience));
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i.ToString()), _broker.On("t"));
        Assert.Equal(100, ids.Distinct().Count());
    }

    [Fact]
    public void A_payload_is_read_when_it_is_sent_so_its_owner_must_leave_it_alone()
    {
        using MqttClient client = Connected();
        byte[] payload = new byte[100_000];
        Array.Fill(payload, (byte)'a');

        client.Publish("t", payload, null, null, MqttQoSLevel.AtLeastOnce, false);

        Assert.Equal(new string('a', payload.Length), _broker.Await("t").Text);
    }

    [Fact]
    public void Nothing_is_said_of_a_message_without_acknowledgement()
    {
        using MqttClient client = Connected();
        using BlockingEvents<ushort> published = new();
        client.MqttMsgPublished += (_, e) => published.Add(e.MessageId);

        client.Publish("t", "x"u8.ToArray(), null, null, MqttQoSLevel.AtMostOnce, false);
        ushort second = client.Publish("t", "y"u8.ToArray(), null, null, MqttQoSLevel.AtLeastOnce, false);

        Assert.Equal(second, published.Take(Patience));
        Assert.Equal(0, _broker.Messages()[0].Qos);
    }

    [Fact]
    public void A_full_queue_refuses()
    {
        _broker.IsMute = true;
        using MqttClient client = Connected();
        for (int i = 0; i < QueueSize; i++)
        {
            client.Publish("t", [], null, null, MqttQoSLevel.AtLeastOnce, false);
        }

        MqttClientException error = Assert.Throws<MqttClientException>(() => client.Publish("t", [], null, null, MqttQoSLevel.AtLeastOnce, false));
        Assert.Equal(MqttClientErrorCode.InflightQueueFull, error.ErrorCode);
    }

    [Fact]
    public void A_message_that_is_not_acknowledged_is_sent_three_times_and_then_given_up()
    {
        _board.ResendAfter = TimeSpan.FromMilliseconds(50);
        _broker.IsMute = true;
        using MqttClient client = Connected();
        using BlockingEvents<MqttMsgPublishedEventArgs> published = new();
        client.MqttMsgPublished += (_, e) => published.Add(e);

        ushort id = client.Publish("t", "x"u8.ToArray(), null, null, MqttQoSLevel.AtLeastOnce, false);

        MqttMsgPublishedEventArgs args = published.Take(Patience);
        Assert.Equal((id, false), (args.MessageId, args.IsPublished));
        Assert.Equal(["x", "x", "x"], _broker.On("t"));
        Assert.True(client.IsConnected);
    }

    [Fact]
    public void A_refusal_is_a_code_and_no_exception()
    {
        _broker.Password = "right";
        using MqttClient client = Client(_broker.Port);

        Assert.Equal(MqttReasonCode.ConnectionRefusedBadUserNameOrPassword, Connect(client, "jo", "wrong"));
        Assert.False(client.IsConnected);
    }

    [Fact]
    public void Nobody_at_the_port_is_another_exception_than_no_answer()
    {
        using MqttClient nobody = Client(FreePort.Find());
        Assert.Throws<MqttConnectionException>(() => Connect(nobody));

        using BadServer silent = new();
        _board.Patience = TimeSpan.FromMilliseconds(200);
        using MqttClient unanswered = Client(silent.Port);
        Assert.Throws<MqttCommunicationException>(() => Connect(unanswered));
    }

    [Fact]
    public void The_end_of_a_connection_is_told_once()
    {
        using MqttClient client = Connected();
        using BlockingEvents<bool> closed = new();
        client.ConnectionClosed += (_, _) => closed.Add(client.IsConnected);

        _broker.Stop();

        Assert.False(closed.Take(Patience));
        client.Dispose();
        Assert.False(closed.TryTake());
        Assert.NotEqual(0, client.Publish("t", [], null, null, MqttQoSLevel.AtLeastOnce, false));
    }

    [Fact]
    public void A_broker_that_answers_no_ping_is_left()
    {
        using BadServer server = new(0x20, 2, 0, 0);
        using MqttClient client = Client(server.Port);
        using BlockingEvents<bool> closed = new();
        client.ConnectionClosed += (_, _) => closed.Add(true);

        Assert.Equal(MqttReasonCode.Success, Connect(client, keepAliveSeconds: 1));

        closed.Take(Patience);
        server.AwaitEnds();
    }

    [Fact]
    public void Disconnecting_is_said_so_no_will_is_published_and_disposing_is_not()
    {
        MqttClient said = Connected();
        said.Disconnect();
        _broker.AwaitDisconnections(1);
        Assert.Empty(_broker.Messages());

        MqttClient unsaid = Connected();
        unsaid.Dispose();
        Assert.Equal("gone", _broker.Await("will").Text);
    }

    [Fact]
    public void What_was_subscribed_to_comes_whole_with_its_flags()
    {
        using MqttClient client = Connected();
        using BlockingEvents<MqttMsgPublishEventArgs> received = new();
        client.MqttMsgPublishReceived += (_, e) => received.Add(e);
        client.Publish("kept", "old"u8.ToArray(), null, null, MqttQoSLevel.AtLeastOnce, true);
        _broker.Await("kept");

        client.Subscribe(["kept", "new"], [MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtLeastOnce]);
        _broker.AwaitSubscriptions(2);
        MqttMsgPublishEventArgs kept = received.Take(Patience);
        byte[] payload = new byte[10_000];
        new Random(1).NextBytes(payload);
        _broker.Send("new", payload);
        MqttMsgPublishEventArgs fresh = received.Take(Patience);

        Assert.Equal(("kept", "old", true), (kept.Topic, Encoding.UTF8.GetString(kept.Message), kept.Retain));
        Assert.Equal(("new", false, MqttQoSLevel.AtLeastOnce), (fresh.Topic, fresh.Retain, fresh.QosLevel));
        Assert.Equal(payload, fresh.Message);
    }

    private static MqttClient Client(int port) => new("127.0.0.1", port, false, null, null, MqttSslProtocols.None);

    private static MqttReasonCode Connect(MqttClient client, string? user = null, string? password = null, ushort keepAliveSeconds = 60) =>
        client.Connect("c", user!, password!, false, MqttQoSLevel.AtLeastOnce, true, "will", "gone", true, keepAliveSeconds);

    private MqttClient Connected()
    {
        MqttClient client = Client(_broker.Port);
        client.Settings.InflightQueueSize = QueueSize;
        Assert.Equal(MqttReasonCode.Success, Connect(client));
        Assert.True(client.IsConnected);
        return client;
    }
}
