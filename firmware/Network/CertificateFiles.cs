using System.Security.Cryptography.X509Certificates;
using MeterFirmware.Storage;

namespace MeterFirmware.Network;

/// <summary>Certificates for TLS, as PEM files of up to 4 kB each. They are read for each connection, and not kept.</summary>
public sealed class CertificateFiles
{
    /// <summary>The certificate of the authority that the broker's certificate must come from.</summary>
    public const string CaName = "broker-ca.pem";

    /// <summary>The certificate by which the device identifies itself, for a broker that asks for one.</summary>
    public const string ClientName = "client.pem";

    /// <summary>The private key of <see cref="ClientName"/>, without password.</summary>
    public const string KeyName = "client-key.pem";

    private const int MostBytes = 4096;

    private readonly IFlash _flash;

    /// <summary>Makes it; nothing is read yet.</summary>
    /// <param name="flash">Where the files are.</param>
    public CertificateFiles(IFlash flash)
    {
        _flash = flash;
    }

    /// <summary>Reads the authority's certificate.</summary>
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="System.Exception">It is no certificate.</exception>
    internal X509Certificate? ReadCa()
    {
        byte[]? pem = Read(CaName);
        return pem == null ? null : new X509Certificate(pem);
    }

    /// <summary>Reads the device's own certificate with its key.</summary>
    /// <returns>Null when one of the two files is missing.</returns>
    /// <exception cref="System.Exception">They are no certificate and key.</exception>
    internal X509Certificate? ReadClient()
    {
        byte[]? pem = Read(ClientName);
        byte[]? key = Read(KeyName);
        return pem == null || key == null ? null : new X509Certificate2(pem, key, null);
    }

    // The chip takes PEM only with a zero at its end.
    private byte[]? Read(string name)
    {
        byte[] buffer = new byte[MostBytes];
        int count = _flash.Read(name, buffer);
        if (count <= 0)
        {
            return null;
        }

        byte[] text = new byte[count + 1];
        System.Array.Copy(buffer, 0, text, 0, count);
        return text;
    }
}
