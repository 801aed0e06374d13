using System.Diagnostics.CodeAnalysis;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Where a broker is.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port, 1 to 65535.</param>
/// <param name="IsTls">Whether the connection is encrypted.</param>
internal sealed record BrokerAddress(string Host, int Port, bool IsTls)
{
    /// <summary>The port of MQTT.</summary>
    public const int PlainPort = 1883;

    /// <summary>The port of MQTT over TLS.</summary>
    public const int TlsPort = 8883;

    private const string Plain = "mqtt";
    private const string Tls = "mqtts";

    /// <summary>How it is written.</summary>
    public const string Form = "mqtt://HOST:PORT or mqtts://HOST:PORT";

    /// <summary>Reads an address.</summary>
    /// <param name="text">For instance mqtt://192.168.1.10:1883, or a host alone.</param>
    /// <param name="address">The address.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out BrokerAddress? address)
    {
        address = null;
        string url = text.Contains("://", StringComparison.Ordinal) ? text : $"{Plain}://{text}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            || uri.Scheme is not (Plain or Tls)
            || uri.Host.Length == 0
            || uri.UserInfo.Length > 0
            || uri.PathAndQuery.Trim('/').Length > 0
            || uri.Port == 0)
        {
            return false;
        }

        bool isTls = uri.Scheme == Tls;
        address = new BrokerAddress(uri.DnsSafeHost, uri.Port > 0 ? uri.Port : isTls ? TlsPort : PlainPort, isTls);
        return true;
    }

    public override string ToString()
    {
        string host = Host.Contains(':') ? $"[{Host}]" : Host;
        return $"{(IsTls ? Tls : Plain)}://{host}:{Port}";
    }
}
