using System.Net;
using System.Net.Sockets;
using MeterFirmware.Companion.Setup;
using Xunit;

namespace MeterFirmware.Companion.Tests.Setup;

/// <summary>Against a server that speaks just enough MQTT 3.1.1: it reads CONNECT and answers some bytes.</summary>
public sealed class BrokerTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly int _port;

    public BrokerTests()
    {
        _server.Start();
        _port = ((IPEndPoint)_server.LocalEndpoint).Port;
    }

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("20020000", null)]
    [InlineData("20020004", "refuses this user and password")]
    [InlineData("20020005", "refuses this user and password")]
    [InlineData("20020003", "takes nobody at the moment")]
    [InlineData("20020002", "refuses the connection")]
    [InlineData("485454502F", "not as a broker does")]
    [InlineData("", "not as a broker does")]
    public async Task What_the_broker_answers_is_told(string answerHex, string? words)
    {
        Task<byte[]> connect = AnswerAsync(Convert.FromHexString(answerHex));

        string? problem = await ProbeAsync("jo", "hush");

        byte[] packet = await connect;
        Assert.Equal(0x10, packet[0]);
        Assert.Equal("MQTT\u0004"u8.ToArray(), packet[4..9]);
        Assert.Equal("\0\u0002jo\0\u0004hush"u8.ToArray(), packet[^10..]);
        Assert.Equal(words == null, problem == null);
        Assert.Contains(words ?? "", problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_listening_and_no_such_machine_are_told_apart()
    {
        _server.Stop();

        Assert.StartsWith("Nothing listens at mqtt://127.0.0.1:", await ProbeAsync("", ""), StringComparison.Ordinal);
        Assert.StartsWith(
            "No machine is called no-such-host.invalid here",
            await new Broker("no-such-host.invalid", 1883, "", "", false).ProblemAsync(null, CancellationToken.None),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_without_tls_is_not_taken_for_one_with()
    {
        Task<byte[]> hello = AnswerAsync([0x20, 0x02, 0x00, 0x00]);

        string? problem = await Local("", "", isTls: true).ProblemAsync(null, CancellationToken.None);

        await hello;
        Assert.Contains("do without TLS", problem, StringComparison.Ordinal);
    }

    private Task<string?> ProbeAsync(string user, string password) => Local(user, password, isTls: false).ProblemAsync(null, CancellationToken.None);

    private Broker Local(string user, string password, bool isTls) => new("127.0.0.1", _port, user, password, isTls);

    private async Task<byte[]> AnswerAsync(byte[] answer)
    {
        using TcpClient client = await _server.AcceptTcpClientAsync();
        byte[] buffer = new byte[1024];
        int count = await client.GetStream().ReadAsync(buffer);
        await client.GetStream().WriteAsync(answer);
        return buffer[..count];
    }
}
