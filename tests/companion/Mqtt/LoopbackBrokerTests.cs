using CliWrap;
using CliWrap.Buffered;
using System.Net;
using System.Net.Sockets;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Tests;
using MQTTnet;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class LoopbackBrokerTests
{
    [Fact]
    public async Task A_port_in_use_is_left_alone_and_a_free_one_taken()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;

        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(taken);

        Assert.NotEqual(taken, broker.Address.Port);
        Assert.Null(await LoopbackBroker.TryStartAsync(taken));
        Assert.Equal($"mosquitto_sub -h 127.0.0.1 -p {broker.Address.Port} -t 'meter/#' -v", broker.Hints[^1]);
    }

    [Fact]
    public async Task Clients_need_no_id_of_their_own()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        MqttClientOptions options = new BrokerAccess(broker.Address).Client("").WithCleanSession().Build();
        using IMqttClient one = new MqttClientFactory().CreateMqttClient();
        using IMqttClient other = new MqttClientFactory().CreateMqttClient();

        Assert.Equal(MqttClientConnectResultCode.Success, (await one.ConnectAsync(options)).ResultCode);
        Assert.Equal(MqttClientConnectResultCode.Success, (await other.ConnectAsync(options)).ResultCode);
        Assert.True(one.IsConnected);
    }

    [ProgramFact("mosquitto_sub")]
    public async Task Its_hint_can_be_pasted()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        await using TestClient device = await TestClient.ConnectAsync(broker.Address);
        await device.PublishAsync("meter/a/status", "online");

        string[] words = broker.Hints[^1].Replace("'", "", StringComparison.Ordinal).Split(' ');
        BufferedCommandResult listener = await Cli.Wrap(words[0]).WithArguments([.. words[1..], "-C", "1", "-W", "10"]).WithWorkingDirectory(AppContext.BaseDirectory).ExecuteBufferedAsync();

        Assert.Equal("meter/a/status online", listener.StandardOutput.TrimEnd());
    }

    [Fact]
    public async Task Only_this_machine_can_reach_it()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        IPAddress[] others = [.. Dns.GetHostAddresses(Dns.GetHostName()).Where(address => !IPAddress.IsLoopback(address) && address.AddressFamily == AddressFamily.InterNetwork)];

        foreach (IPAddress address in others)
        {
            using TcpClient client = new();
            await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(address, broker.Address.Port));
        }

        using TcpClient here = new();
        await here.ConnectAsync(IPAddress.Loopback, broker.Address.Port);
        Assert.True(here.Connected);
    }
}
