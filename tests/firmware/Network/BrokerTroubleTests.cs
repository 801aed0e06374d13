using System.Text.Json;
using CsCheck;
using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Pc;
using MeterFirmware.Tests.Support;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>Whatever a network or a broker does, the link comes back by itself, and what matters arrives.</summary>
public sealed class BrokerTroubleTests : IDisposable
{
    private readonly TestBroker _broker = new();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void A_wrong_password_is_tried_ever_more_seldom_until_it_is_right()
    {
        _broker.Password = "right";
        using LinkRig rig = new(_broker.Port, options => (options.User, options.Password) = ("jo", "wrong"));

        // Pauses of 2, 4 ... 256 s make 510 s, then 300 s each; a random half more at most.
        long endMs = rig.NowMs + 3_600_000;
        while (rig.NowMs < endMs)
        {
            rig.NowMs += 1000;
            rig.Link.Step(rig.NowMs);
        }

        Assert.Equal("wrong password", rig.Link.State);
        Assert.InRange(_broker.Refused.Count, 14, 20);

        _broker.Password = "wrong";
        rig.Connect();
    }

    [Fact]
    public void Without_network_nothing_is_tried_and_with_it_soon()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Link.HasNetwork = false;
        long endMs = rig.NowMs + 86_400_000;
        while (rig.NowMs < endMs)
        {
            rig.NowMs += 1000;
            rig.Link.Step(rig.NowMs);
        }

        Assert.Equal((null, "no network"), (_broker.LastClientId, rig.Link.State));

        rig.Link.HasNetwork = true;
        long backMs = rig.NowMs;
        rig.Connect();
        Assert.InRange(rig.NowMs - backMs, BrokerLink.FirstPauseMs, 10_000);
    }

    [Fact]
    public void A_network_that_goes_takes_the_connection_with_it()
    {
        using LinkRig rig = new(_broker.Port, options => options.Hosts = ["127.0.0.1", "127.0.0.1", "127.0.0.1"]);
        rig.Connect();
        rig.Settle();

        rig.Link.HasNetwork = false;
        rig.Link.Step(rig.NowMs);

        Assert.Equal((false, "no network"), (rig.Link.IsConnected, rig.Link.State));
        _broker.AwaitDisconnections(1);

        // Back at once, it is not tried by all devices at the same moment.
        rig.Link.HasNetwork = true;
        long backMs = rig.NowMs;
        rig.Connect();
        Assert.InRange(rig.NowMs - backMs, 1000 + BrokerLink.FirstPauseMs, 5000);
    }

    [Fact]
    public void Nobody_at_the_port_is_no_route()
    {
        using LinkRig rig = new(FreePort.Find());
        rig.Link.Step(rig.NowMs);
        Assert.Equal("no route", rig.Link.State);
    }

    [Fact]
    public void A_name_that_none_has_is_an_unknown_host()
    {
        using LinkRig rig = new(1883, options => options.Hosts = ["a..b"]);
        rig.Link.Step(rig.NowMs);
        Assert.Equal("unknown host", rig.Link.State);
    }

    [Fact]
    public void When_a_host_does_not_do_the_next_is_tried_at_once()
    {
        using LinkRig rig = new(_broker.Port, options => options.Hosts = ["a..b", "b..c", "127.0.0.1"]);
        rig.Link.Step(rig.NowMs);
        Assert.Equal("unknown host", rig.Link.State);
        rig.Link.Step(rig.NowMs);
        Assert.False(rig.Link.IsConnected);
        rig.Link.Step(rig.NowMs);
        Assert.True(rig.Link.IsConnected);
    }

    [Fact]
    public void After_a_good_connection_a_host_that_failed_before_it_is_tried_at_once()
    {
        using LinkRig rig = new(_broker.Port, options => options.Hosts = ["a..b", "127.0.0.1"]);
        rig.Connect();
        rig.NowMs += BrokerLink.GoodAfterMs;
        _broker.Stop();
        rig.AwaitEnd();
        rig.Link.Step(rig.NowMs);
        Assert.Equal("unknown host", rig.Link.State);
    }

    [Fact]
    public void A_connection_that_is_lost_is_made_again_at_the_next_host_at_once_and_nothing_is_lost()
    {
        using LinkRig rig = new(_broker.Port, options => options.Hosts = ["localhost", "127.0.0.1"]);
        LoseConnectionWithAnEvent(rig);

        rig.Link.Step(rig.NowMs);
        Assert.True(rig.Link.IsConnected);
        rig.Settle();
        Assert.Equal(["1", "1"], Events(rig, "id"));
        Assert.Equal("online", _broker.Retained(rig.Topic("status")));
    }

    [Fact]
    public void After_all_hosts_comes_a_pause_and_each_is_twice_the_last()
    {
        _broker.Password = "right";
        using LinkRig rig = new(_broker.Port, options => options.Hosts = ["127.0.0.1", "127.0.0.1", "127.0.0.1"]);
        long fromMs = rig.NowMs;
        for (int round = 1; round <= 4; round++)
        {
            while (_broker.Refused.Count < round * 3)
            {
                rig.NowMs += 100;
                rig.Link.Step(rig.NowMs);
            }

            // Pauses of 2, 4 and 8 s, each a half more at most, and the tenths in which the three are tried.
            int pausesMs = 2000 * ((1 << (round - 1)) - 1);
            Assert.InRange(rig.NowMs - fromMs, pausesMs, (pausesMs * 3 / 2) + (round * 500));
        }
    }

    [Fact]
    public void Each_pause_is_twice_the_last_up_to_five_minutes_and_a_random_half_more()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        long shortestMs = long.MaxValue;
        for (int round = 1; round <= 60; round++)
        {
            End(broker);
            long endMs = rig.NowMs;
            rig.Connect();

            // A second to see it and one to try.
            int pauseMs = round < 9 ? 1000 << round : 300_000;
            Assert.InRange(rig.NowMs - endMs, pauseMs, (pauseMs * 3 / 2) + 2000);
            shortestMs = round < 9 ? shortestMs : Math.Min(shortestMs, rig.NowMs - endMs);
        }

        Assert.InRange(shortestMs, 300_000, 375_000);
    }

    [Theory]
    [InlineData("connect", "failed")]
    [InlineData("subscribe", "lost")]
    public void An_error_of_the_client_is_one_attempt_in_vain(string at, string state)
    {
        PcBroker broker = new() { Asked = asked => Assert.NotEqual(at, asked) };
        using LinkRig rig = new(0, options => options.Topics = ["t"], broker);
        rig.Link.Step(rig.NowMs);
        Assert.False(rig.Link.IsConnected);
        rig.Link.Step(rig.NowMs);
        Assert.Equal(state, rig.Link.State);

        broker.Asked = _ => { };
        rig.Connect();
    }

    [Fact]
    public void A_message_that_the_client_does_not_take_is_not_sent()
    {
        PcBroker broker = new() { Asked = asked => Assert.NotEqual("publish", asked) };
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        Assert.False(rig.Link.Send(new OutboundMessage("t", [], isRetained: false)));
        Assert.Equal((true, 0), (rig.Link.IsConnected, rig.Link.OutstandingCount));

        // Nor does one that has ended.
        broker.Asked = _ => { };
        End(broker);
        Assert.False(rig.Link.Send(new OutboundMessage("t", [], isRetained: false)));
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("subscribe")]
    [InlineData("publish")]
    public void Memory_that_runs_out_in_the_client_is_not_kept_quiet(string at)
    {
        PcBroker broker = new() { Asked = asked => _ = asked == at ? throw new OutOfMemoryException() : asked };
        using LinkRig rig = new(0, options => options.Topics = ["t"], broker);
        Assert.Throws<OutOfMemoryException>(() =>
        {
            rig.Link.Step(rig.NowMs);
            rig.Link.Send(new OutboundMessage("t", [], isRetained: false));
        });
    }

    [Fact]
    public void Hosts_that_let_in_and_end_it_at_once_are_paused_for_too()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, options => options.Hosts = ["a", "b"], broker);
        long fromMs = rig.NowMs;
        for (int i = 0; i < 12; i++)
        {
            rig.Connect();
            End(broker);
        }

        // Twelve connections are six rounds, with five pauses of 2 to 32 s between.
        Assert.InRange(rig.NowMs - fromMs, 62_000, 120_000);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x20, 2, 0, 99 })]
    [InlineData(new byte[] { 0x30, 5, 0, 1, 65, 66, 67 })]
    [InlineData(new byte[] { 0x48, 0x54, 0x54, 0x50, 0x2F, 0x31, 0x2E, 0x31, 0x20, 0x34, 0x30, 0x30, 13, 10, 13, 10 })]
    public void What_is_no_broker_costs_one_connection_at_a_time(byte[] answer)
    {
        using BadServer server = new(answer);
        using LinkRig rig = new(server.Port);
        rig.Board.Patience = TimeSpan.FromMilliseconds(200);
        for (int i = 0; i < 10; i++)
        {
            rig.NowMs += 5000;
            rig.Link.Step(rig.NowMs);
            Assert.False(rig.Link.IsConnected);
            server.AwaitEnds();
        }

        Assert.Contains(rig.Link.State, new[] { "no answer", "refused" });
        Assert.InRange(server.Connections, 2, 10);
    }

    [Fact]
    public void A_silent_server_does_not_hold_up_the_end()
    {
        using BadServer server = new();
        LinkRig rig = new(server.Port);
        rig.Board.Patience = TimeSpan.FromMilliseconds(50);
        rig.Link.Step(rig.NowMs);
        rig.Link.Step(rig.NowMs);
        server.AwaitConnection();
        Assert.Equal("no answer", rig.Link.State);
        rig.Board.Patience = TimeSpan.FromSeconds(30);
        rig.NowMs += 5000;
        Thread stepper = new(() => rig.Link.Step(rig.NowMs));
        stepper.Start();
        server.AwaitConnection();
        Assert.Equal("connecting", rig.Link.State);

        // The client itself would wait for half a minute.
        rig.Link.Stop(stepper);

        Assert.Equal("off", rig.Link.State);
        server.AwaitEnds();
    }

    [Fact]
    public void Dropped_before_a_message_is_acknowledged_it_comes_again()
    {
        using LinkRig rig = new(_broker.Port);
        LoseConnectionWithAnEvent(rig);

        rig.Connect();
        rig.Settle();

        Assert.Equal(2, rig.Link.ConnectionCount);
        Assert.Equal(2, _broker.On(rig.Topic("event")).Length);
        Assert.Single(_broker.On(rig.Topic("event")).Distinct());
        Assert.Equal("online", _broker.Retained(rig.Topic("status")));
        Assert.NotNull(_broker.Retained(rig.Topic("state")));
    }

    [Fact]
    public void Events_of_an_outage_arrive_afterwards_in_order()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Connect();
        rig.Settle();
        _broker.Stop();
        rig.AwaitEnd();
        for (int i = 1; i <= EventQueue.Capacity; i++)
        {
            rig.Feed.TellStart(i.ToString());
            rig.Second();
        }

        Assert.Equal(EventQueue.Capacity, rig.Feed.Events.Count);
        _broker.Start();
        rig.Connect();
        rig.Settle();

        Assert.Equal(Enumerable.Range(1, EventQueue.Capacity).Select(i => i.ToString()), Events(rig, "reason"));
        Assert.All(Events(rig, "lostEvents"), lost => Assert.Equal("0", lost));
    }

    [Fact]
    public void More_events_than_are_kept_are_counted_as_lost()
    {
        using LinkRig rig = new(_broker.Port);
        for (int i = 1; i <= EventQueue.Capacity + 3; i++)
        {
            rig.Feed.TellStart(i.ToString());
        }

        rig.Connect();
        rig.Settle();

        Assert.Equal(Enumerable.Range(4, EventQueue.Capacity).Select(i => i.ToString()), Events(rig, "reason"));
        Assert.All(Events(rig, "lostEvents"), lost => Assert.Equal("3", lost));
        rig.Second();
        rig.NowMs += 60_000;
        rig.Feed.Step(rig.NowMs);
        Assert.Equal(3, Json(_broker.Await(rig.Topic("diagnostics"), text => text.Contains("\"lostEvents\":3", StringComparison.Ordinal)).Text, "lostEvents").GetInt32());
    }

    [Fact]
    public void After_an_outage_the_newest_state_comes_and_none_of_those_between()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Second();
        rig.Connect();
        rig.Settle();
        _broker.Stop();
        rig.AwaitEnd();
        for (int i = 1; i <= 100; i++)
        {
            rig.Telegram.ImportW = 1000 + i;
            rig.Second();
        }

        _broker.Start();
        rig.Connect();
        rig.Settle();

        Assert.Equal([500, 1100], _broker.On(rig.Topic("state")).Select(state => Json(state, "importW").GetInt32()));
    }

    [Fact]
    public void A_broker_that_acknowledges_nothing_is_left_after_half_a_minute()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Feed.TellStart("power on");
        rig.Connect();
        _broker.IsMute = true;
        rig.Feed.Step(rig.NowMs);
        Assert.NotEqual(0, rig.Link.OutstandingCount);

        rig.Link.Step(rig.NowMs);
        rig.Link.Step(rig.NowMs + BrokerLink.DeadAfterMs - 1);
        Assert.True(rig.Link.IsConnected);
        rig.NowMs += BrokerLink.DeadAfterMs;
        rig.Link.Step(rig.NowMs);
        Assert.Equal((false, 0, "lost"), (rig.Link.IsConnected, rig.Link.OutstandingCount, rig.Link.State));

        // Whoever comes while this broker still ends the connection before it may lose his session with that.
        _broker.AwaitDisconnections(1);
        _broker.IsMute = false;
        rig.Connect();
        rig.Settle();
        Assert.InRange(_broker.On(rig.Topic("event")).Length, 1, 2);
    }

    [Fact]
    public void A_connection_over_which_nothing_goes_for_an_hour_stands()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        Assert.True(rig.Link.Send(new OutboundMessage("t", [], isRetained: false)));
        broker.Speak();
        for (int second = 0; second < 3600; second++)
        {
            rig.NowMs += 1000;
            rig.Link.Step(rig.NowMs);
            Assert.True(rig.Link.IsConnected);
        }
    }

    [Theory]
    [InlineData(60_000, 3000, 6000)]
    [InlineData(59_000, 300_000, 452_000)]
    public void A_connection_that_lasted_a_minute_is_made_again_soon(int lastedMs, int soonestMs, int latestMs)
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        for (int i = 0; i < 8; i++)
        {
            rig.Connect();
            End(broker);
        }

        // The pause has grown to 256 s and more.
        long endMs = rig.NowMs;
        rig.Connect();
        Assert.InRange(rig.NowMs - endMs, 256_000, 390_000);

        // Its end is seen a second later.
        rig.NowMs += lastedMs - 1000;
        End(broker);
        endMs = rig.NowMs;
        rig.Connect();
        Assert.InRange(rig.NowMs - endMs, soonestMs, latestMs);
    }

    [Fact]
    public void A_new_connection_owes_nothing_to_the_one_before_it()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        Assert.True(rig.Link.Send(new OutboundMessage("t", [], isRetained: false)));
        MqttClient old = broker.Client!;
        rig.Link.HasNetwork = false;
        rig.Link.Step(rig.NowMs);
        rig.Link.HasNetwork = true;
        rig.NowMs += 100_000;
        rig.Connect();
        old.Receive(new MqttMsgPublishEventArgs("t", [], false, MqttQoSLevel.AtLeastOnce, false));
        OutboundMessage message = new("t", [], isRetained: false);
        Assert.True(rig.Link.Send(message));

        // What the old client had to say is its acknowledgement, its end, and what came.
        broker.Speak(3);
        rig.Link.Step(rig.NowMs);
        Assert.Equal((true, true, null), (message.IsUnderWay, rig.Link.IsConnected, rig.Link.Receive()));

        // A connection over which nothing is sent awaits nothing.
        rig.Link.HasNetwork = false;
        rig.Link.Step(rig.NowMs);
        rig.Link.HasNetwork = true;
        rig.Connect();
        for (int second = 0; second < 100; second++)
        {
            rig.NowMs += 1000;
            rig.Link.Step(rig.NowMs);
            Assert.True(rig.Link.IsConnected);
        }
    }

    [Fact]
    public void A_connection_that_ends_before_anyone_listens_is_made_again()
    {
        PcBroker broker = new() { EndsAtOnce = true };
        using LinkRig rig = new(0, broker: broker);
        rig.Link.Step(rig.NowMs);
        Assert.Equal((true, false), (broker.Client != null, rig.Link.IsConnected));

        broker.EndsAtOnce = false;
        rig.Connect();
        Assert.True(broker.Client!.IsConnected);
    }

    [Fact]
    public void An_acknowledgement_that_the_client_forgets_to_tell_of_is_not_waited_for()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        Assert.True(rig.Link.Send(new OutboundMessage("forgotten", [], isRetained: false)));
        broker.Forget();
        for (int second = 0; second <= BrokerLink.DeadAfterMs / 1000; second++)
        {
            Assert.Equal(1, rig.Link.OutstandingCount);
            Assert.True(rig.Link.Send(new OutboundMessage("t", [], isRetained: false)));
            broker.Speak();
            rig.Link.Step(rig.NowMs);
            rig.NowMs += 1000;
        }

        Assert.Equal((true, 0), (rig.Link.IsConnected, rig.Link.OutstandingCount));
    }

    [Fact]
    public void A_broker_that_acknowledges_one_of_two_messages_is_left_too()
    {
        PcBroker broker = new();
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        Assert.True(rig.Link.Send(new OutboundMessage("a", [], isRetained: false)));
        Assert.True(rig.Link.Send(new OutboundMessage("b", [], isRetained: false)));
        broker.Speak(1);
        broker.Forget();
        rig.Link.Step(rig.NowMs);
        rig.NowMs += BrokerLink.DeadAfterMs;
        rig.Link.Step(rig.NowMs);
        Assert.False(rig.Link.IsConnected);
        Assert.False(rig.Link.Send(new OutboundMessage("c", [], isRetained: false)));
    }

    [Fact]
    public void A_broker_for_which_the_client_gives_up_every_message_is_left_too()
    {
        PcBroker broker = new() { IsMute = true };
        using LinkRig rig = new(0, broker: broker);
        rig.Connect();
        for (int second = 0; second < 30; second++)
        {
            rig.Link.Step(rig.NowMs);
            OutboundMessage message = new("t", [], isRetained: false);
            Assert.True(rig.Link.Send(message));
            broker.Speak();
            Assert.Equal((0, false), (rig.Link.OutstandingCount, message.IsDelivered));
            rig.NowMs += 1000;
        }

        rig.Link.Step(rig.NowMs);
        Assert.False(rig.Link.IsConnected);
    }

    [Fact]
    public void A_message_that_is_acknowledged_too_late_counts_as_lost_and_the_next_goes()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Board.ResendAfter = TimeSpan.FromMilliseconds(100);
        _broker.IsMute = true;
        rig.Connect();
        rig.Feed.Step(rig.NowMs);

        // The client gives up after three attempts; the connection stands.
        LinkRig.Await(() => rig.Link.OutstandingCount == 0, "it waits on");

        Assert.True(rig.Link.IsConnected);
        _broker.IsMute = false;
        rig.Second();
        rig.Settle();
        Assert.NotNull(_broker.Retained(rig.Topic("state")));
    }

    [Fact]
    public void Ten_restarts_of_the_broker_lose_no_event_and_end_with_the_newest_state()
    {
        using LinkRig rig = new(_broker.Port);
        rig.Connect();
        int told = 0;
        for (int restart = 0; restart < 10; restart++)
        {
            for (int second = 0; second < 180; second++)
            {
                rig.Telegram.ImportW = (restart * 180) + second;
                if (second % 60 == 0)
                {
                    rig.Feed.TellStart((++told).ToString());
                }

                rig.Second();
                if (second % 60 == 0 && second > 0)
                {
                    // Simulated seconds must not outrun a real broker.
                    rig.Settle();
                }
            }

            _broker.Stop();
            rig.AwaitEnd();
            for (int second = 0; second < 180; second++)
            {
                rig.Second();
            }

            _broker.Start();
            rig.Connect();
        }

        rig.Telegram.ImportW = 4242;
        for (int second = 0; second < 10; second++)
        {
            rig.Second();
            rig.Settle();
        }

        string[] reasons = Events(rig, "reason");
        Assert.Equal(Enumerable.Range(1, 30).Select(i => i.ToString()), reasons.Distinct());
        Assert.All(reasons.GroupBy(reason => reason), same => Assert.InRange(same.Count(), 1, 2));
        Assert.Equal(4242, Json(_broker.Retained(rig.Topic("state"))!, "importW").GetInt32());
        Assert.Equal(11, rig.Link.ConnectionCount);
    }

    [Fact]
    public void A_connection_that_never_lasts_is_not_tried_ever_again_at_once()
    {
        _broker.ClosesOn = _ => true;
        using LinkRig rig = new(_broker.Port);
        long startMs = rig.NowMs;
        for (int i = 0; i < 6; i++)
        {
            rig.Connect();
            rig.Feed.Step(rig.NowMs);
            rig.AwaitEnd();
        }

        // 2, 4, 8, 16 and 32 s at least, between six of them; at most half as much again, and a second to see it and one to try at each.
        Assert.InRange(rig.NowMs - startMs, 62_000, 93_000 + 12_000);
    }

    [Fact]
    public void The_random_part_makes_a_pause_longer_by_up_to_a_half() =>
        Gen.Select(Gen.Int[0, BrokerLink.LongestPauseMs], Gen.Int[0, int.MaxValue]).Sample((pause, random) =>
            Assert.InRange(BrokerLink.Spread(pause, random), pause, pause + (pause / 2)));

    [Fact]
    public void Devices_that_lose_a_network_together_do_not_come_back_together()
    {
        // Of a thousand, in any second of the last and longest pause: 150 s wide, so some 7 a second.
        int[] seconds = [.. Enumerable.Range(0, 1000).Select(device => BrokerLink.Spread(BrokerLink.LongestPauseMs, new Random(device).Next()) / 1000)];
        Assert.InRange(seconds.GroupBy(second => second).Max(same => same.Count()), 7, 25);
    }

    [Fact]
    public void No_more_messages_are_taken_than_are_kept_track_of()
    {
        using LinkRig rig = new(_broker.Port);
        _broker.IsMute = true;
        rig.Connect();
        for (int i = 0; i < OutstandingMessages.Capacity; i++)
        {
            Assert.True(rig.Link.Send(new OutboundMessage("t/" + i, [], isRetained: false)));
        }

        Assert.False(rig.Link.Send(new OutboundMessage("t/more", [], isRetained: false)));
    }

    private static void End(PcBroker broker)
    {
        broker.Client!.Dispose();
        broker.Speak();
    }

    private static JsonElement Json(string text, string name) => JsonDocument.Parse(text).RootElement.GetProperty(name);

    private string[] Events(LinkRig rig, string name) => [.. _broker.On(rig.Topic("event")).Select(text => Json(text, name).ToString())];

    private void LoseConnectionWithAnEvent(LinkRig rig)
    {
        rig.Feed.TellStart("power on");
        rig.Second();
        bool hasClosed = false;
        _broker.ClosesOn = topic => topic.EndsWith("event", StringComparison.Ordinal) && !hasClosed && (hasClosed = true);
        rig.Connect();
        rig.Second();
        rig.AwaitEnd();
    }
}
