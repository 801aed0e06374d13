using System.Net;
using System.Net.Sockets;
using MeterFirmware.Companion.Brokers;
using Xunit;

namespace MeterFirmware.Companion.Tests.Brokers;

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
        Assert.Equal($"mosquitto_sub -i me -h 127.0.0.1 -p {broker.Address.Port} -t 'meter/#' -v", broker.Hints[^1]);
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
