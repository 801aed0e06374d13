using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Which broker, and as whom.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="User">The user; empty for none.</param>
/// <param name="Password">The password; empty for none. Never to be shown or logged.</param>
/// <param name="CaPath">A file with certificates of authorities that are trusted beside those of this machine; null for none.</param>
internal sealed record BrokerAccess(BrokerAddress Address, string User = "", string Password = "", string? CaPath = null)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // As the chip has it.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>What to say behind it when a device is not heard of: a broker hides from a user what its rules do not let him read. Empty without user.</summary>
    public string HiddenHint => User.Length == 0 ? "" : $" This was as user {User}; if the broker's rules hide it, name another with --user.";

    /// <summary>The broker of a device.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="folder">Where they are, with the certificate of its authority.</param>
    public static BrokerAccess Of(DeviceSettings settings, string folder)
    {
        string ca = Path.Combine(folder, BrokerOptions.CaName);
        return new BrokerAccess(
            new BrokerAddress($"{settings.BrokerHost},{settings.BrokerHosts}".TrimEnd(','), settings.BrokerPort, settings.BrokerTls),
            settings.BrokerUser,
            settings.BrokerPassword,
            settings.BrokerTls && File.Exists(ca) ? ca : null);
    }

    /// <summary>Itself at each of its hosts.</summary>
    public BrokerAccess[] Each => [.. Address.Hosts.Select(host => this with { Address = Address with { Host = host } })];

    /// <summary>How MQTTnet's client connects there, to one host.</summary>
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
            X509Certificate2Collection authorities = CaPath == null ? [] : ReadAuthorities(CaPath);
            options.WithTlsOptions(new MqttClientTlsOptions
            {
                UseTls = true,
                IgnoreCertificateRevocationErrors = true,
                CertificateValidationHandler = broker => IsTrusted(broker, authorities),
            });
        }

        return options;
    }

    /// <summary>Likewise as a device: the broker says offline for it when it is lost.</summary>
    /// <param name="feed">Which device.</param>
    /// <exception cref="CommandFailure">The authority's certificate cannot be read.</exception>
    public MqttClientOptions Device(PublisherOptions feed) => Client(feed.DeviceId)
        .WithKeepAlivePeriod(KeepAlive)
        .WithWillTopic(feed.Topic(TopicName.Status))
        .WithWillPayload(TopicName.Offline)
        .WithWillRetain()
        .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();

    /// <summary>Reads the certificates of a file.</summary>
    /// <param name="path">The file, PEM.</param>
    /// <exception cref="CommandFailure">It cannot be read, or holds none.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        string pem = SmallFile.ReadText(path);
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

    // The certificate must be made out to the host in any case, and come from an authority of this machine or of the file.
    private static bool IsTrusted(MqttClientCertificateValidationEventArgs broker, X509Certificate2Collection authorities)
    {
        if (broker.SslPolicyErrors != SslPolicyErrors.RemoteCertificateChainErrors || authorities.Count == 0)
        {
            return broker.SslPolicyErrors == SslPolicyErrors.None;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(broker.Chain.ChainPolicy.ExtraStore);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build((X509Certificate2)broker.Certificate);
    }
}
