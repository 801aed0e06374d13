using System.Net;
using System.Net.Sockets;
using System.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class MqttLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Welcome = [0x20, 0x02, 0x00, 0x00];
    private static readonly PublisherOptions Device = new() { DeviceId = "a" };

    [Fact]
    public async Task What_is_sent_arrives_as_it_is_and_is_kept_when_it_should_be()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using MqttLink listener = new(new BrokerAccess(broker.Address), "test", TimeProvider.System);
        await listener.OpenAsync(["meter/a/#"], CancellationToken.None);
        OutboundMessage kept = new("meter/a/state", [.. Enumerable.Range(0, 256).Select(value => (byte)value)], isRetained: true);
        OutboundMessage passing = new("meter/a/event", [1], isRetained: false);

        MqttLink link = new(new BrokerAccess(broker.Address), Device, TimeProvider.System);
        Assert.False(link.Send(kept));
        link.Start();
        await Eventually.IsSo(() => link.IsConnected);
        Assert.True(link.Send(kept) && link.Send(passing));
        await link.DisposeAsync();

        Assert.True(kept.IsDelivered && passing.IsDelivered);
        Assert.Equal((1, 2, 2, 0), (link.Counts.Connections, link.Counts.Sent, link.Counts.Acknowledged, link.Counts.Failures));
        Assert.Equal(["meter/a/state", "meter/a/event"], [await NextAsync(listener, kept.Payload, false), await NextAsync(listener, passing.Payload, false)]);
        await using MqttLink late = new(new BrokerAccess(broker.Address), "test", TimeProvider.System);
        await late.OpenAsync(["meter/a/#"], CancellationToken.None);

        // What a broker has kept, and what comes just then, it sends in any order.
        Assert.Equal("meter/a/state", await NextAsync(late, kept.Payload, true));
        await listener.PublishAsync("meter/a/end", [2], isRetained: false, CancellationToken.None);
        Assert.Equal("meter/a/end", await NextAsync(late, [2], false));
    }

    [Fact]
    public async Task A_device_says_what_is_to_be_said_when_it_is_lost_and_takes_its_leave_in_order()
    {
        using TcpListener server = Listen(out BrokerAddress address);
        MqttLink link = new(new BrokerAccess(address, "jo", "hush"), Device, TimeProvider.System);
        link.Start();
        using TcpClient client = await server.AcceptTcpClientAsync().WaitAsync(Patience);
        byte[] packet = new byte[1024];
        int length = await client.GetStream().ReadAtLeastAsync(packet, 10);
        await client.GetStream().WriteAsync(Welcome);
        await Eventually.IsSo(() => link.IsConnected);
        Task leaving = link.DisposeAsync().AsTask();
        byte[] last = new byte[2];
        await client.GetStream().ReadExactlyAsync(last);
        await leaving.WaitAsync(Patience);

        // MQTT 3.1.1: user, password, a retained will of QoS 1, a clean session; 30 s between two signs of life.
        Assert.Equal("MQTT\u0004\u00ee\0\u001e", Encoding.Latin1.GetString(packet, 4, 8));
        Assert.Equal("\0\u0001a\0\u000emeter/a/status\0\u0007offline\0\u0002jo\0\u0004hush", Encoding.Latin1.GetString(packet, 12, length - 12));
        Assert.Equal([0xE0, 0x00], last);
    }

    [Fact]
    public async Task User_and_password_open_the_door_and_others_are_told_what_to_do()
    {
        BrokerAddress address = new("127.0.0.1", FreePort.Find(), IsTls: false);
        MqttServerFactory factory = new();
        using MqttServer server = factory.CreateMqttServer(factory.CreateServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(address.Port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .Build());
        server.ValidatingConnectionAsync += args =>
        {
            bool isRight = args.UserName == "me" && args.Password == "s3cret";
            args.ReasonCode = isRight ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        await server.StartAsync();

        await MqttLink.TryAsync(new BrokerAccess(address, "me", "s3cret"), CancellationToken.None);
        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => MqttLink.TryAsync(new BrokerAccess(address, "me", "guess"), CancellationToken.None));
        await server.StopAsync(new MqttServerStopOptions());

        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
        Assert.Equal($"The broker {address} refuses this user and password; check both.", failure.Message);
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_a_random_half_more()
    {
        LeapingClock clock = new();
        await using MqttLink link = new(new BrokerAccess(new BrokerAddress("127.0.0.1", FreePort.Find(), IsTls: false)), Device, clock);
        link.Start();
        await Eventually.IsSo(() => clock.Waits.Count >= 8);

        AssertPauses([1, 2, 4, 8, 16, 30, 30, 30], clock);
        Assert.Equal("no route", link.State);
    }

    [Fact]
    public async Task Each_pause_comes_when_all_hosts_have_failed()
    {
        LeapingClock clock = new();
        MqttLink link = new(new BrokerAccess(new BrokerAddress("127.0.0.1,127.0.0.1,127.0.0.1", FreePort.Find(), IsTls: false)), Device, clock);
        link.Start();
        await Eventually.IsSo(() => clock.Waits.Count >= 4);
        await link.DisposeAsync();

        // Before each pause three, and those of the round that was under way.
        AssertPauses([1, 2, 4, 8], clock);
        Assert.InRange(link.Counts.Refused, 3 * clock.Waits.Count, (3 * clock.Waits.Count) + 3);
    }

    [Fact]
    public async Task The_next_host_takes_over_at_once_when_one_does_not_do_or_is_lost()
    {
        LeapingClock clock = new();
        using TcpListener server = Listen(out BrokerAddress address);
        await using MqttLink link = new(new BrokerAccess(address with { Host = "a..b,127.0.0.1,localhost" }), Device, clock);
        link.Start();
        using (TcpClient first = await WelcomeAsync(server))
        {
            await Eventually.IsSo(() => link.IsConnected);
            Assert.Equal(1, link.Counts.Refused);
        }

        using TcpClient second = await WelcomeAsync(server);
        await Eventually.IsSo(() => link.ConnectionCount == 2 && link.IsConnected);
        Assert.Empty(clock.Waits);
        Assert.Equal((1, 1), (link.Counts.Refused, link.Counts.Dropped));
    }

    [Fact]
    public async Task A_command_reaches_whichever_host_is_there_and_says_of_the_last_why_none_is()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await MqttLink.TryAsync(new BrokerAccess(broker.Address with { Host = "a..b,127.0.0.1" }), CancellationToken.None);

        int nobody = FreePort.Find();
        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(
            () => MqttLink.TryAsync(new BrokerAccess(new BrokerAddress("a..b,127.0.0.1", nobody, IsTls: false)), CancellationToken.None));
        Assert.Equal($"Nothing listens at mqtt://127.0.0.1:{nobody}; check whether the broker runs, and on which port.", failure.Message);
    }

    [Theory]
    [InlineData(0, new[] { 1, 2, 4, 8 })]
    [InlineData(59, new[] { 1, 2, 4, 8 })]
    [InlineData(60, new[] { 1, 1, 1, 1 })]
    public async Task Only_a_connection_that_lived_a_minute_makes_the_next_pause_a_short_one(int seconds, int[] pauses)
    {
        LeapingClock clock = new();
        using TcpListener server = Listen(out BrokerAddress address);
        await using MqttLink link = new(new BrokerAccess(address), Device, clock);
        link.Start();
        for (int i = 0; i < pauses.Length; i++)
        {
            using TcpClient client = await WelcomeAsync(server);
            await Eventually.IsSo(() => link.IsConnected);
            clock.Pass(TimeSpan.FromSeconds(seconds));
            client.Close();
            await Eventually.IsSo(() => clock.Waits.Count > i);
        }

        AssertPauses(pauses, clock);
    }

    [Fact]
    public async Task A_connection_on_which_nothing_is_acknowledged_ends_after_half_a_minute()
    {
        FakeTimeProvider clock = new();
        using TcpListener server = Listen(out BrokerAddress address);
        await using MqttLink link = new(new BrokerAccess(address), Device, clock);
        link.Start();
        using TcpClient mute = await WelcomeAsync(server);
        await Eventually.IsSo(() => link.IsConnected);
        OutboundMessage message = new("meter/a/state", [1], isRetained: true);
        Assert.True(link.Send(message));

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.True(link.IsConnected && message.IsUnderWay);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsSo(() => !link.IsConnected);

        await Eventually.IsSo(() => !message.IsUnderWay);
        Assert.Equal((false, 1, 1), (message.IsDelivered, link.Counts.Lost, link.Counts.Dropped));
        Assert.Equal("lost", link.State);
    }

    [Fact]
    public async Task Who_speaks_and_does_not_answer_is_given_up_when_asked_to()
    {
        using TcpListener server = Listen(out BrokerAddress address);
        using CancellationTokenSource stop = new();

        Task trying = MqttLink.TryAsync(new BrokerAccess(address), stop.Token);
        using TcpClient mute = await server.AcceptTcpClientAsync().WaitAsync(Patience);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trying.WaitAsync(Patience));
    }

    [Fact]
    public async Task What_was_subscribed_to_later_comes_again_too_when_the_broker_is_back()
    {
        LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using MqttLink link = new(new BrokerAccess(broker.Address), "test", TimeProvider.System);
        await link.OpenAsync(["first"], CancellationToken.None);
        await link.SubscribeAsync(["second"], CancellationToken.None);
        await broker.DisposeAsync();
        await Eventually.IsSo(() => !link.IsConnected);
        CommandFailure gone = await Assert.ThrowsAsync<CommandFailure>(() => link.PublishAsync("first", [0], isRetained: false, CancellationToken.None));
        Assert.Equal((3, $"The broker {broker.Address} is gone; try again later."), (gone.ExitCode, gone.Message));

        await using LoopbackBroker again = (await LoopbackBroker.TryStartAsync(broker.Address.Port))!;
        Assert.Equal((false, true), ((await ReadAsync(link)).IsConnected, (await ReadAsync(link)).IsConnected));
        await link.PublishAsync("second", [7], isRetained: false, CancellationToken.None);

        Assert.Equal((2, "second"), (link.ConnectionCount, await NextAsync(link, [7], false)));
    }

    private static void AssertPauses(int[] seconds, LeapingClock clock)
    {
        for (int i = 0; i < seconds.Length; i++)
        {
            Assert.InRange(clock.Waits[i].TotalSeconds, seconds[i], seconds[i] * 1.5);
        }
    }

    private static TcpListener Listen(out BrokerAddress address)
    {
        TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        address = new BrokerAddress("127.0.0.1", ((IPEndPoint)server.LocalEndpoint).Port, IsTls: false);
        return server;
    }

    // Reads CONNECT, and lets in.
    private static async Task<TcpClient> WelcomeAsync(TcpListener server)
    {
        TcpClient client = await server.AcceptTcpClientAsync().WaitAsync(Patience);
        await client.GetStream().ReadAtLeastAsync(new byte[1024], 10);
        await client.GetStream().WriteAsync(Welcome);
        return client;
    }

    private static async Task<LinkNews> ReadAsync(MqttLink link) => await link.News.ReadAsync().AsTask().WaitAsync(Patience);

    private static async Task<string> NextAsync(MqttLink link, byte[] payload, bool isRetained)
    {
        LinkNews news = await ReadAsync(link);
        Assert.Equal(payload, news.Payload);
        Assert.Equal(isRetained, news.IsRetained);
        return news.Topic;
    }
}
