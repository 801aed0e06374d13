using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;

namespace MeterFirmware.Companion.Brokers;

/// <summary>What is wrong with a broker, and the way out, in one sentence.</summary>
internal static class BrokerTrouble
{
    /// <summary>Of an error of a connection.</summary>
    /// <param name="error">The error.</param>
    /// <param name="access">The broker, and as whom.</param>
    public static string Of(Exception error, BrokerAccess access)
    {
        BrokerAddress address = access.Address;
        for (Exception? cause = error; cause != null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException when access.CaPath == null:
                    return $"The certificate of the broker {address} comes from no authority that this machine trusts; --ca FILE names another.";
                case AuthenticationException:
                    return $"The certificate of the broker {address} is not of the authority in {access.CaPath}, or not made out to {address.Host}.";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return $"No machine is called {address.Host} here; check the name, or give its address.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"Nothing listens at {address}; check whether the broker runs, and on which port.";
                case InvalidOperationException:
                    return $"The broker {address} {cause.Message}.";
                case OperationCanceledException or MqttCommunicationTimedOutException:
                case SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable }:
                    return $"The broker {address} does not answer; check the address, and whether a firewall is in between.";
            }
        }

        return address.IsTls
            ? $"{address} answers, but not as a broker with TLS does; check the port, or do without TLS."
            : $"{address} answers, but not as a broker does; check the port, or use mqtts.";
    }

    /// <summary>Of an answer that is no welcome: what the broker does, to follow its name.</summary>
    /// <param name="code">The answer.</param>
    public static string Of(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized => "refuses this user and password; check both",
        MqttClientConnectResultCode.ServerUnavailable or MqttClientConnectResultCode.ServerBusy => "is there and takes nobody at the moment; try again later",
        _ => $"refuses the connection ({code}); look into its log",
    };
}
