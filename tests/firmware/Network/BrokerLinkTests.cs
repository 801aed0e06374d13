using System.Text;
using System.Text.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Pc;
using MeterFirmware.Telegrams;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>A feed over a link to a broker that does what it should.</summary>
public sealed class BrokerLinkTests : IDisposable
{
    private readonly TestBroker _broker = new();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Online_comes_before_anything_else_and_is_retained()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Second();
        rig.Connect();
        rig.Second();
        rig.Settle();

        BrokerMessage[] messages = _broker.Messages();
        Assert.Equal((rig.Topic("status"), "online", true, 1), (messages[0].Topic, messages[0].Text, messages[0].IsRetained, messages[0].Qos));
        Assert.Equal("online", _broker.Retained(rig.Topic("status")));
        Assert.Equal("online", rig.Link.State);
        Assert.Equal("meter-1", _broker.LastClientId);

        // The broker misses the device as soon as the device misses the broker.
        Assert.Equal(30, _broker.LastKeepAliveSeconds);
    }

    [Fact]
    public void What_a_late_subscriber_needs_is_retained_and_nothing_else()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Options.Telegrams = true;
        rig.Meter.Reader.Copy = new TelegramCopy();
        rig.Feed.TellStart("power on");
        rig.Second();
        rig.Connect();
        rig.Second();
        rig.Settle();
        rig.Second();
        rig.Settle();

        Assert.Equal(
            [
                "config", "diagnostics", "history", "meter", "month", "peaks", "quarter", "sinceStart", "state", "status", "threeDaysAgo", "today",
                "twoDaysAgo", "week", "year", "yesterday",
            ],
            _broker.Messages().Where(message => message.IsRetained).Select(message => message.Topic.Split('/')[^1]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["event", "telegram"],
            _broker.Messages().Where(message => !message.IsRetained).Select(message => message.Topic.Split('/')[^1]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(_broker.Messages(), message => Assert.Equal(1, message.Qos));
    }

    [Fact]
    public void A_connection_that_is_lost_makes_the_broker_say_offline()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Connect();
        rig.Settle();

        rig.Board.Reboot();

        BrokerMessage will = _broker.Await(rig.Topic("status"), text => text == "offline");
        Assert.Equal((true, 1), (will.IsRetained, will.Qos));
    }

    [Fact]
    public void A_stop_says_offline_itself_and_leaves_no_will_behind()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Connect();
        rig.Settle();

        Assert.True(rig.Feed.SayGoodbye());
        OutboundMessage last = new("t", [], isRetained: false);
        Assert.True(rig.Link.Send(last));
        rig.Link.Stop(null);

        // It waits for what is under way.
        Assert.True(last.IsDelivered);

        Assert.Equal(["online", "offline"], _broker.On(rig.Topic("status")));
        _broker.AwaitDisconnections(1);
        Assert.Equal("offline", _broker.Retained(rig.Topic("status")));
        Assert.Equal(["online", "offline"], _broker.On(rig.Topic("status")));
        Assert.Equal("off", rig.Link.State);
        rig.Link.Step(rig.NowMs + 1_000_000);
        Assert.False(rig.Link.IsConnected);
    }

    [Fact]
    public void User_and_password_are_those_of_the_settings()
    {
        _broker.Password = "hush é";
        using LinkRig rig = new(_broker.Port, options => (options.User, options.Password) = ("j", "hush é"));

        rig.Connect();

        Assert.Equal(("j", true), (_broker.LastUser, _broker.LastIsClean));
        _broker.Password = null;
        using LinkRig nobody = new(_broker.Port);
        nobody.Connect();
        Assert.Null(_broker.LastUser);
    }

    [Theory]
    [InlineData(2, "refused")]
    [InlineData(4, "wrong password")]
    [InlineData(5, "wrong password")]
    public void A_broker_that_lets_nobody_in_is_told_by_its_reason(byte reason, string state)
    {
        using BadServer server = new(0x20, 2, 0, reason);
        using LinkRig rig = new(server.Port);
        rig.Link.Step(rig.NowMs);
        Assert.Equal((false, state), (rig.Link.IsConnected, rig.Link.State));
    }

    [Fact]
    public void Messages_arrive_that_were_subscribed_to()
    {
        using LinkRig rig = new(_broker.Port, options => options.Topics = ["homeassistant/status", "meter/meter-1/set"]);
        rig.Connect();
        _broker.AwaitSubscriptions(2);

        _broker.Send("homeassistant/status", "online"u8.ToArray());

        Assert.Equal(1, _broker.LowestQos);
        InboundMessage? message = rig.AwaitMessage();
        Assert.Equal(("homeassistant/status", "online"), (message!.Topic, Encoding.UTF8.GetString(message.Payload)));

        // Nothing is left of a session that was clean.
        _broker.Stop();
        rig.AwaitEnd();
        _broker.Start();
        rig.Connect();
        _broker.AwaitSubscriptions(4);
        _broker.Send("meter/meter-1/set", "{}"u8.ToArray());
        message = rig.AwaitMessage();
        Assert.Equal(("meter/meter-1/set", "{}"), (message!.Topic, Encoding.UTF8.GetString(message.Payload)));
    }

    [Fact]
    public void Two_messages_wait_in_order_more_are_lost_and_of_what_is_too_long_only_the_length_is_kept()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        void Arrive(string topic, int bytes) => broker.Client!.Receive(new MqttMsgPublishEventArgs(topic, new byte[bytes], false, MqttQoSLevel.AtLeastOnce, true));
        Arrive("long", SignedMessage.MostBytes + 1);
        Arrive("fits", SignedMessage.MostBytes);
        Arrive("no place", 1);
        broker.Speak();

        InboundMessage tooLong = rig.Link.Receive()!;
        Assert.Equal(("long", SignedMessage.MostBytes + 1, 0), (tooLong.Topic, tooLong.TooLongBytes, tooLong.Payload.Length));
        Arrive("place again", 1);
        broker.Speak();
        InboundMessage fits = rig.Link.Receive()!;
        Assert.Equal(("fits", SignedMessage.MostBytes, true), (fits.Topic, fits.Payload.Length, fits.IsRetained));
        Assert.Equal("place again", rig.Link.Receive()!.Topic);
        Assert.Null(rig.Link.Receive());
        Assert.Null(rig.Link.Failure);
    }

    [Fact]
    public void What_the_client_holds_is_bounded_with_room_for_what_comes_beside_what_goes()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        Assert.InRange(broker.Client!.Settings.InflightQueueSize, OutstandingMessages.Capacity + 1, OutstandingMessages.Capacity * 2);
    }

    [Fact]
    public void A_message_is_whole_and_the_newest_one()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Connect();
        for (int i = 0; i < 25; i++)
        {
            rig.Telegram.ImportW = 500 + i;
            rig.Second();
            rig.Settle();
        }

        string[] states = _broker.On(rig.Topic("state"));
        Assert.Equal([500, 510, 520], states.Select(state => JsonDocument.Parse(state).RootElement.GetProperty("importW").GetInt32()));
    }
}
