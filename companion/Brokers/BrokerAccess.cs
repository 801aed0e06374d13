using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MeterFirmware.Feed;
using MeterFirmware.Network;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace MeterFirmware.Companion.Brokers;

/// <summary>Which broker, and as whom.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="User">The user; empty for none.</param>
/// <param name="Password">The password; empty for none. Never to be shown or logged.</param>
/// <param name="CaPath">A file with the certificate of the authority that the broker's must come from; null for those that this machine trusts.</param>
internal sealed record BrokerAccess(BrokerAddress Address, string User = "", string Password = "", string? CaPath = null)
{
    // What the firmware reads of it.
    private const int LongestAuthority = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // As the chip has it.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>What to say behind it when a device is not heard of: a broker hides from a user what its rules do not let him read. Empty without user.</summary>
    public string HiddenHint => User.Length == 0 ? "" : $" This was as user {User}; if the broker's rules hide it, name another with --user.";

    /// <summary>How MQTTnet's client connects there.</summary>
    /// <param name="clientId">The id of this connection.</param>
    /// <exception cref="CommandFailure">The authority's certificate cannot be read.</exception>
    public MqttClientOptionsBuilder Client(string clientId)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(clientId)
            .WithTcpServer(Address.Host, Address.Port)
            .WithTimeout(Patience);
        if (User.Length > 0)
        {
            options.WithCredentials(User, Password);
        }

        if (Address.IsTls)
        {
            options.WithTlsOptions(new MqttClientTlsOptions
            {
                UseTls = true,
                IgnoreCertificateRevocationErrors = true,
                TrustChain = CaPath == null ? [] : Authority(CaPath),
            });
        }

        return options;
    }

    /// <summary>How MQTTnet's client connects there as a device: the broker says offline for it when it is lost.</summary>
    /// <param name="feed">Which device.</param>
    public MqttClientOptions Device(FeedOptions feed) => Client(feed.DeviceId)
        .WithKeepAlivePeriod(KeepAlive)
        .WithWillTopic(feed.Topic(FeedTopic.Status))
        .WithWillPayload(FeedTopic.Offline)
        .WithWillRetain()
        .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();

    /// <summary>The firmware's own way to the broker, not yet started.</summary>
    /// <param name="feed">Which device.</param>
    /// <exception cref="CommandFailure">The authority's certificate cannot be read, or is not named.</exception>
    public BrokerLink Link(FeedOptions feed)
    {
        RequireAuthority();
        return new BrokerLink(new BrokerOptions
        {
            Host = Address.Host,
            Port = Address.Port,
            Tls = Address.IsTls,
            User = User,
            Password = Password,
            ClientId = feed.DeviceId,
            WillTopic = feed.Topic(FeedTopic.Status),
            Flash = CaPath == null ? null : new AuthorityFile(CaPath),
        });
    }

    /// <summary>Sees to it that the firmware's way to the broker has the certificate that it needs for TLS.</summary>
    /// <exception cref="CommandFailure">It is not named, cannot be read, or is too long for the chip.</exception>
    public void RequireAuthority()
    {
        if (!Address.IsTls)
        {
            return;
        }

        if (CaPath == null)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"To publish to {Address} the authority must be named: --ca FILE, with the certificate that the broker's comes from.");
        }

        Authority(CaPath);
        if (new FileInfo(CaPath).Length > LongestAuthority)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{CaPath} is longer than {LongestAuthority} bytes; name the authority's own certificate, not a collection.");
        }
    }

    /// <summary>Sees whether it can be reached and lets us in.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandFailure">It cannot, or does not.</exception>
    public async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            Require(await client.ConnectAsync(Client($"meter-try-{Guid.NewGuid():N}").Build(), cancellation));
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), cancellation);
        }
        catch (Exception error) when (IsFailure(error) && !cancellation.IsCancellationRequested)
        {
            throw new CommandFailure(ExitCode.NotReachable, Explain(error));
        }
    }

    /// <summary>Refuses an answer to a connection that is no welcome.</summary>
    /// <param name="answer">The broker's answer.</param>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static void Require(MqttClientConnectResult answer)
    {
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException(BrokerTrouble.Of(answer.ResultCode));
        }
    }

    /// <summary>Whether an error is one of a connection, which comes and goes.</summary>
    public static bool IsFailure(Exception error) => error
        is MqttCommunicationException
        or MqttProtocolViolationException
        or IOException
        or SocketException
        or AuthenticationException
        or OperationCanceledException
        or InvalidOperationException;

    /// <summary>One sentence on why it cannot be reached.</summary>
    /// <param name="error">What MQTTnet said.</param>
    public string Explain(Exception error) => BrokerTrouble.Of(error, this);

    private static X509Certificate2Collection Authority(string path)
    {
        string pem = Sources.SmallFile.ReadText(path);
        try
        {
            X509Certificate2Collection read = [];
            read.ImportFromPem(pem);
            return read.Count > 0 ? read : throw new CommandFailure(ExitCode.BadInput, $"{path} holds no certificate (PEM).");
        }
        catch (CryptographicException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The certificate {path} cannot be read: {error.Message.TrimEnd('.')}.");
        }
    }
}
