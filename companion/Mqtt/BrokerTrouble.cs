using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>What is wrong with a broker, in a word, and with the way out in one sentence.</summary>
internal static class BrokerTrouble
{
    private const string WrongPassword = "refuses this user and password; check both";

    /// <summary>Whether an error is one of a connection, which comes and goes.</summary>
    public static bool IsFailure(Exception error) => error
        is MqttCommunicationException
        or MqttProtocolViolationException
        or IOException
        or SocketException
        or AuthenticationException
        or OperationCanceledException
        or TimeoutException
        or InvalidOperationException;

    /// <summary>Refuses an answer to a connection that is no welcome.</summary>
    /// <param name="answer">The broker's answer.</param>
    /// <exception cref="InvalidOperationException">It is none; the message is what the broker does, to follow its name.</exception>
    public static void Require(MqttClientConnectResult answer)
    {
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException(answer.ResultCode switch
            {
                MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized => WrongPassword,
                MqttClientConnectResultCode.ServerUnavailable or MqttClientConnectResultCode.ServerBusy => "is there and takes nobody at the moment; try again later",
                _ => $"refuses the connection ({answer.ResultCode}); look into its log",
            });
        }
    }

    /// <summary>Tells what an error of a connection means.</summary>
    /// <param name="error">The error.</param>
    /// <param name="access">The broker, and as whom.</param>
    /// <returns>In a word or two, as the chip has them; and in a sentence.</returns>
    public static (string Word, string Sentence) Of(Exception error, BrokerAccess access)
    {
        BrokerAddress address = access.Address;
        for (Exception? cause = error; cause != null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException when access.CaPath == null:
                    return ("no TLS link", $"The certificate of the broker {address} comes from no authority that this machine trusts; --ca FILE names another.");
                case AuthenticationException:
                    return ("no TLS link", $"The certificate of the broker {address} is not of the authority in {access.CaPath}, or not made out to {address.Host}.");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return ("unknown host", $"No machine is called {address.Host} here; check the name, or give its address.");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return ("no route", $"Nothing listens at {address}; check whether the broker runs, and on which port.");
                case InvalidOperationException:
                    return (cause.Message == WrongPassword ? "wrong password" : "refused", $"The broker {address} {cause.Message}.");
                case SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable }:
                    return ("no route", $"The broker {address} does not answer; check the address, and whether a firewall is in between.");
                case OperationCanceledException or TimeoutException or MqttCommunicationTimedOutException:
                    return ("no answer", $"The broker {address} does not answer; check the address, and whether a firewall is in between.");
            }
        }

        return ("no answer", address.IsTls
            ? $"{address} answers, but not as a broker with TLS does; check the port, or do without TLS."
            : $"{address} answers, but not as a broker does; check the port, or use mqtts.");
    }
}
