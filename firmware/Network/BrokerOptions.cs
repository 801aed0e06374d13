namespace MeterFirmware.Network;

/// <summary>Which broker, and as whom.</summary>
public sealed class BrokerOptions
{
    /// <summary>File with the certificate of the authority that the broker's certificate must come from; like the others PEM, up to 4 kB.</summary>
    public const string CaName = "broker-ca.pem";

    /// <summary>File with the certificate by which the device identifies itself, for a broker that asks for one.</summary>
    public const string ClientName = "client.pem";

    /// <summary>File with the private key of <see cref="ClientName"/>, without password.</summary>
    public const string KeyName = "client-key.pem";

    /// <summary>Names or addresses of the broker, one or more; each is tried when the one before does not do.</summary>
    public string[] Hosts { get; set; } = new string[0];

    /// <summary>TCP port of all of them, 1 to 65535.</summary>
    public int Port { get; set; }

    /// <summary>User; empty for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Password; empty for none. Never to be drawn, logged or published.</summary>
    public string Password { get; set; } = "";

    /// <summary>The client id: the broker ends a connection when another one of the same id comes.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Where the broker says offline for the device when it is lost.</summary>
    public string WillTopic { get; set; } = "";

    /// <summary>What to subscribe to, with every connection.</summary>
    public string[] Topics { get; set; } = new string[0];

    /// <summary>Whether the connection is encrypted; <see cref="Flash"/> must be there then.</summary>
    public bool Tls { get; set; }

    /// <summary>Where the certificates are, read for each connection; null without TLS.</summary>
    public IFlash? Flash { get; set; }
}
