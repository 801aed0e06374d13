using MeterFirmware.Pc;

namespace System.Security.Cryptography.X509Certificates;

/// <summary>A certificate: DER, or PEM with a zero at its end.</summary>
internal class X509Certificate
{
    private readonly byte[] _certificate;

    /// <exception cref="CryptographicException">It cannot be read.</exception>
    public X509Certificate(byte[] certificate)
    {
        _certificate = certificate;
        PcTls.Check(certificate);
    }

    public virtual byte[] GetRawCertData() => _certificate;
}

/// <summary>A certificate with its private key, which is PEM with a zero at its end.</summary>
internal class X509Certificate2 : X509Certificate
{
    /// <exception cref="CryptographicException">It cannot be read.</exception>
    public X509Certificate2(byte[] rawData, byte[] key, string? password)
        : base(rawData)
    {
        PrivateKey = key;
        PcTls.Check(rawData, key, password);
    }

    public byte[] PrivateKey { get; }
}
