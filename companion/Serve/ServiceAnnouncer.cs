using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using MeterFirmware.Companion.Dashboard;

namespace MeterFirmware.Companion.Serve;

/// <summary>Tells the network of the emulated device, and answers who looks for one. Without it devices can be named by their address.</summary>
/// <param name="name">What is told.</param>
/// <param name="log">Is told when it cannot be.</param>
/// <param name="clock">Measures the pause between the two announcements.</param>
internal sealed class ServiceAnnouncer(ServiceName name, Log log, TimeProvider clock)
{
    private static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");
    private static readonly IPEndPoint Everybody = new(Group, ServiceName.DnsPort);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>Tells and answers until it is asked to stop.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            // Avahi has the port too.
            socket.ExclusiveAddressUse = false;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 255);
            socket.Bind(new IPEndPoint(IPAddress.Any, ServiceName.DnsPort));
            foreach (IPAddress address in Addresses())
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, address));
            }

            try
            {
                Tell(socket, name.Announcement(Addresses()));
                Task again = Task.Delay(Again, clock, cancellation).ContinueWith(_ => Tell(socket, name.Announcement(Addresses())), cancellation, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
                await AnswerAsync(socket, cancellation);
                await again.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                Tell(socket, name.Announcement(Addresses(), isGoodbye: true));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: that is a good end.
        }
        catch (SocketException error)
        {
            log.Add(0, $"the network is not told of the emulated P1 meter: {error.Message}; name it by this machine's address", isWarning: true);
        }
    }

    private async Task AnswerAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] packet = new byte[9000];
        while (true)
        {
            SocketReceiveFromResult got = await socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), cancellation);
            IPEndPoint from = (IPEndPoint)got.RemoteEndPoint;
            bool isLegacy = from.Port != ServiceName.DnsPort;
            if (name.AnswerTo(packet.AsSpan(0, got.ReceivedBytes), isLegacy, Addresses()) is not byte[] answer)
            {
                continue;
            }

            if (isLegacy)
            {
                TrySend(socket, answer, from);
            }
            else
            {
                Tell(socket, answer);
            }
        }
    }

    private static void Tell(Socket socket, byte[] packet)
    {
        foreach (IPAddress address in Addresses())
        {
            try
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
                TrySend(socket, packet, Everybody);
            }
            catch (SocketException)
            {
                // A network that has just gone.
            }
        }
    }

    private static void TrySend(Socket socket, byte[] packet, IPEndPoint to)
    {
        try
        {
            socket.SendTo(packet, to);
        }
        catch (SocketException)
        {
            // Who asks asks again.
        }
    }

    private static List<IPAddress> Addresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(net => net.OperationalStatus == OperationalStatus.Up && net.SupportsMulticast && net.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(net => net.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork),
    ];
}
