using System.Net;
using System.Net.Sockets;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>Something on a port that is no broker: it accepts, says what it is told to say, and never reads.</summary>
internal sealed class BadServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<NetworkStream> _streams = [];
    private readonly SemaphoreSlim _accepted = new(0);
    private readonly byte[] _answer;

    public BadServer(params byte[] answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections
    {
        get
        {
            lock (_streams)
            {
                return _streams.Count;
            }
        }
    }

    public void AwaitConnection() => Assert.True(_accepted.Wait(Patience), "no connection");

    /// <summary>Reads what every connection has sent, up to its end; fails when one is still open.</summary>
    public void AwaitEnds()
    {
        NetworkStream[] streams;
        lock (_streams)
        {
            streams = [.. _streams];
        }

        byte[] buffer = new byte[4096];
        foreach (NetworkStream stream in streams)
        {
            stream.ReadTimeout = (int)Patience.TotalMilliseconds;
            try
            {
                while (stream.Read(buffer, 0, buffer.Length) > 0)
                {
                }
            }
            catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                // Also an end.
            }
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_streams)
        {
            _streams.ForEach(stream => stream.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                NetworkStream stream = client.GetStream();
                lock (_streams)
                {
                    _streams.Add(stream);
                }

                await stream.WriteAsync(_answer);
                _accepted.Release();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // Stopped.
        }
    }
}
