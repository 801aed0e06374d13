using System.Net.Sockets;

namespace MeterFirmware.Companion.Sources;

/// <summary>A serial bridge on the LAN, such as ser2net, or <c>meter simulate --listen</c>.</summary>
internal sealed class TcpSource(string host, int port, TimeProvider clock) : ReopeningSource(clock)
{
    private TcpClient? _client;

    public override string Name => $"{host}:{port}";

    protected override async Task<Stream> ConnectAsync(CancellationToken cancellation)
    {
        _client = new TcpClient();
        await _client.ConnectAsync(host, port, cancellation);
        return _client.GetStream();
    }

    protected override void Release()
    {
        _client?.Dispose();
        _client = null;
    }

    protected override string Explain(Exception error) => (error as SocketException)?.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => $"There is no host named {host}; check its name or use its address.",
        SocketError.ConnectionRefused => $"{host} is there, but nothing listens on port {port}; is the serial bridge running?",
        _ => $"{Name} cannot be reached: {error.Message.TrimEnd('.')}; is it on, and on this network?",
    };
}
