using System.Diagnostics.CodeAnalysis;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Where a broker is.</summary>
/// <param name="Host">Name or address; several of a cluster with commas between.</param>
/// <param name="Port">TCP port, 1 to 65535, at each of them.</param>
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

    /// <summary>Its names or addresses, one or more.</summary>
    public string[] Hosts => Host.Split(',');

    /// <summary>Reads an address.</summary>
    /// <param name="text">For instance mqtt://192.168.1.10:1883, mqtt://a,b,c:1883, or a host alone.</param>
    /// <param name="address">The address.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out BrokerAddress? address)
    {
        address = null;
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        string scheme = colon < 0 ? Plain : text[..colon];
        string[] parts = text[(colon < 0 ? 0 : colon + 3)..].Split(',');
        for (int i = 0; i < parts.Length; i++)
        {
            // The port of all stands behind the last.
            if (!Uri.TryCreate($"{scheme}://{parts[i]}", UriKind.Absolute, out Uri? uri)
                || uri.Scheme is not (Plain or Tls)
                || uri.Host.Length == 0
                || uri.UserInfo.Length > 0
                || uri.PathAndQuery.Trim('/').Length > 0
                || uri.Port == 0
                || (uri.Port > 0 && i < parts.Length - 1))
            {
                return false;
            }

            bool isTls = uri.Scheme == Tls;
            string before = i == 0 ? "" : address!.Host + ",";
            address = new BrokerAddress(before + uri.DnsSafeHost, uri.Port > 0 ? uri.Port : isTls ? TlsPort : PlainPort, isTls);
        }

        return address != null;
    }

    public override string ToString()
    {
        IEnumerable<string> hosts = Hosts.Select(host => host.Contains(':') ? $"[{host}]" : host);
        return $"{(IsTls ? Tls : Plain)}://{string.Join(',', hosts)}:{Port}";
    }
}
