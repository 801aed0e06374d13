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
