using System.Net;
using System.Net.Sockets;
using System.Text;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Tests.Commands;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Sources;

public sealed class TcpSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _notices = [];

    [Fact]
    public async Task A_bridge_that_goes_away_and_comes_back_is_read_on()
    {
        using TcpListener bridge = new(IPAddress.Loopback, 0);
        bridge.Start();
        int port = ((IPEndPoint)bridge.LocalEndpoint).Port;
        using TcpSource source = new("127.0.0.1", port, _clock) { Notice = _notices.Add };

        Task opening = source.OpenAsync(CancellationToken.None);
        using (TcpClient first = await bridge.AcceptTcpClientAsync())
        {
            await opening;
            await first.GetStream().WriteAsync("before"u8.ToArray());
            Assert.Equal("before", await ReadAsync(source));
        }

        Task<string> reading = ReadAsync(source);
        Task<TcpClient> accepting = bridge.AcceptTcpClientAsync();
        await Eventually.IsSo(() => accepting.IsCompleted, () => _clock.Advance(TimeSpan.FromSeconds(1)));

        using TcpClient second = await accepting;
        await second.GetStream().WriteAsync("after"u8.ToArray());

        Assert.Equal("after", await reading);
        Assert.Equal(2, _notices.Count);
        Assert.Contains("waiting for it to come back", _notices[0], StringComparison.Ordinal);
        Assert.EndsWith("is back", _notices[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_not_reachable()
    {
        using TcpListener bridge = new(IPAddress.Loopback, 0);
        bridge.Start();
        int port = ((IPEndPoint)bridge.LocalEndpoint).Port;
        bridge.Stop();
        using TcpSource source = new("127.0.0.1", port, _clock);

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => source.OpenAsync(CancellationToken.None));

        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
        Assert.Contains($"nothing listens on port {port}", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(TcpSource source)
    {
        byte[] buffer = new byte[100];
        using CancellationTokenSource patience = new(Patience);
        int count = await source.ReadAsync(buffer, patience.Token);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
