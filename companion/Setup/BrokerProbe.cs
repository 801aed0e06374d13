using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Exceptions;

namespace MeterFirmware.Companion.Setup;

/// <summary>Tries whether a broker can be reached with what the device will say to it.</summary>
internal static class BrokerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects and leaves again.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="caPath">The certificate of its authority, or null for those of this machine.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What is wrong and the way out, without a point at the end; null when it took us in.</returns>
    public static async Task<string?> ProblemOfAsync(Broker broker, string? caPath, CancellationToken cancellation)
    {
        string place = $"{broker.Host}:{broker.Port}";
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        try
        {
            MqttClientConnectResult result = await client.ConnectAsync(Options(broker, caPath), cancellation);
            if (result.ResultCode == MqttClientConnectResultCode.Success)
            {
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
                return null;
            }

            return OfResult(result.ResultCode, place);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Silent(place);
        }
        catch (MqttCommunicationTimedOutException)
        {
            return Silent(place);
        }
        catch (MqttCommunicationException error)
        {
            return OfConnection(error, broker, place);
        }
    }

    private static MqttClientOptions Options(Broker broker, string? caPath)
    {
        // As the chip does it: MQTT 3.1.1.
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithClientId($"meter-setup-{Environment.ProcessId}")
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V311)
            .WithTimeout(Patience);
        if (broker.User.Length > 0)
        {
            options.WithCredentials(broker.User, broker.Password);
        }

        if (broker.IsTls)
        {
            options.WithTlsOptions(tls =>
            {
                tls.UseTls();
                if (caPath != null)
                {
                    X509Certificate2Collection authorities = [];
                    authorities.ImportFromPemFile(caPath);
                    tls.WithTrustChain(authorities);
                }
            });
        }

        return options.Build();
    }

    private static string OfResult(MqttClientConnectResultCode code, string place) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized =>
            $"the broker at {place} refuses this user and password; check both",
        MqttClientConnectResultCode.ServerUnavailable or MqttClientConnectResultCode.ServerBusy =>
            $"the broker at {place} is there and takes nobody at the moment; try again later",
        _ => $"the broker at {place} refuses the connection ({code}); look into its log",
    };

    private static string OfConnection(Exception error, Broker broker, string place)
    {
        for (Exception? cause = error; cause != null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException:
                    return $"{place} does not show a certificate that is trusted here; give the certificate of its authority with --ca, or do without TLS";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return $"no machine is called {broker.Host} here; check the name, or give its address";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"nothing listens at {place}; check whether the broker runs, and on which port";
                case SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable }:
                    return Silent(place);
            }
        }

        return broker.IsTls
            ? $"{place} answers, but not as a broker with TLS does; check the port, or do without TLS"
            : $"{place} answers, but not as a broker does; check the port, or use TLS";
    }

    private static string Silent(string place) => $"{place} does not answer; check the address, and whether a firewall is in between";
}
