using System.Net;
using System.Net.Sockets;

namespace MeterFirmware.Tests.Support;

/// <summary>A port of this machine that nobody listens on, and that no outgoing connection is given either (Linux takes those from 32768 on).</summary>
internal static class FreePort
{
    private const int Lowest = 20000;
    private const int Count = 12000;

    // One after another, so that none is handed out twice; from anywhere, so that test programs at the same time do not meet.
    private static int _last = Random.Shared.Next(Count);

    public static int Find()
    {
        while (true)
        {
            int port = Lowest + (Interlocked.Increment(ref _last) % Count);
            using TcpListener probe = new(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
