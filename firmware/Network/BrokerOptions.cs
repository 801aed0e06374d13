namespace MeterFirmware.Network;

/// <summary>Which broker, and as whom.</summary>
public sealed class BrokerOptions
{
    /// <summary>Name or address of the broker.</summary>
    public string Host { get; set; } = "";

    /// <summary>TCP port, 1 to 65535.</summary>
    public int Port { get; set; } = 1883;

    /// <summary>User; empty for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Password; empty for none. Never to be drawn, logged or published.</summary>
    public string Password { get; set; } = "";

    /// <summary>The client id: the broker ends a connection when another one of the same id comes.</summary>
    public string ClientId { get; set; } = "meter";

    /// <summary>Where the broker says offline for the device when it is lost.</summary>
    public string WillTopic { get; set; } = "";

    /// <summary>What to subscribe to, with every connection.</summary>
    public string[] Topics { get; set; } = new string[0];

    /// <summary>Whether the connection is encrypted; <see cref="Certificates"/> must be there then.</summary>
    public bool Tls { get; set; }

    /// <summary>Where the certificates are; null without TLS.</summary>
    public CertificateFiles? Certificates { get; set; }
}
