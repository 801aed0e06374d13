using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>An authority that makes certificates, for this run of the tests only.</summary>
internal sealed class TestAuthority
{
    /// <summary>Of the PKCS 12 that is issued.</summary>
    public const string Password = "test";

    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset To = DateTimeOffset.UtcNow.AddDays(7);

    private readonly byte[] _pkcs12;

    public TestAuthority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var certificate = request.CreateSelfSigned(From, To);
        _pkcs12 = certificate.Export(X509ContentType.Pkcs12);
        Pem = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public byte[] Pem { get; }

    /// <summary>A certificate with its key, as PKCS 12.</summary>
    public byte[] Issue(string name, out byte[] pem, out byte[] keyPem)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + name, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        using var authority = X509CertificateLoader.LoadPkcs12(_pkcs12, null);
        using var publicPart = request.Create(authority, From, To, RandomNumberGenerator.GetBytes(8));
        using var certificate = publicPart.CopyWithPrivateKey(key);
        pem = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
        keyPem = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
        return certificate.Export(X509ContentType.Pkcs12, Password);
    }
}
