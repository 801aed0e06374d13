using System;
using System.Collections.Generic;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using nanoFramework.M2Mqtt;

namespace MeterFirmware.Pc;

/// <summary>The chip's certificates as .NET's. Those bear names that the chip's have too, so none is named here.</summary>
internal static class PcTls
{
    /// <summary>How to connect: the broker's certificate must come from the CA and be made out to the broker's name.</summary>
    public static MqttClientTlsOptions Options(X509Certificate? ca, X509Certificate? client, MqttSslProtocols protocol)
    {
        MqttClientTlsOptions options = new()
        {
            UseTls = true,
            SslProtocol = protocol switch
            {
                MqttSslProtocols.TLSv1_2 => SslProtocols.Tls12,
                MqttSslProtocols.TLSv1_3 => SslProtocols.Tls13,
                _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
            },
            IgnoreCertificateRevocationErrors = true,
            TrustChain = ca == null ? [] : Read(ca.GetRawCertData()),
        };
        if (client is X509Certificate2 own)
        {
            options.ClientCertificatesProvider = new DefaultMqttCertificatesProvider(WithKey(own.GetRawCertData(), own.PrivateKey, null));
        }

        return options;
    }

    /// <exception cref="CryptographicException">The certificate cannot be read.</exception>
    public static void Check(byte[] certificate)
    {
        if (Read(certificate).Count == 0)
        {
            throw new CryptographicException("No certificate.");
        }
    }

    /// <exception cref="CryptographicException">The key cannot be read, or is another certificate's.</exception>
    public static void Check(byte[] certificate, byte[] key, string? password) => WithKey(certificate, key, password);

    private static X509Certificate2Collection Read(byte[] certificate)
    {
        X509Certificate2Collection read = [];
        if (certificate.Length > 0 && certificate[^1] == 0)
        {
            read.ImportFromPem(Text(certificate));
        }
        else if (certificate.Length > 0 && certificate[0] == (byte)'-')
        {
            throw new CryptographicException("PEM without a zero at its end.");
        }
        else
        {
            read.Add(X509CertificateLoader.LoadCertificate(certificate));
        }

        return read;
    }

    private static X509Certificate2Collection WithKey(byte[] certificate, byte[] key, string? password)
    {
        var publicPart = Read(certificate)[0];
        string pem = Text(key);
        try
        {
            if (publicPart.GetRSAPublicKey() != null)
            {
                using RSA rsa = RSA.Create();
                Import(rsa, pem, password);
                return Usable(publicPart.CopyWithPrivateKey(rsa).Export(X509ContentType.Pkcs12));
            }

            using ECDsa ecdsa = ECDsa.Create();
            Import(ecdsa, pem, password);
            return Usable(publicPart.CopyWithPrivateKey(ecdsa).Export(X509ContentType.Pkcs12));
        }
        catch (ArgumentException error)
        {
            throw new CryptographicException(error.Message, error);
        }
    }

    private static void Import(AsymmetricAlgorithm key, string pem, string? password)
    {
        if (password == null)
        {
            key.ImportFromPem(pem);
        }
        else
        {
            key.ImportFromEncryptedPem(pem, password);
        }
    }

    // Windows uses a key for TLS only when it came in a file of its own.
    private static X509Certificate2Collection Usable(byte[] pkcs12) => [X509CertificateLoader.LoadPkcs12(pkcs12, null)];

    private static string Text(byte[] pem) => Encoding.ASCII.GetString(pem).TrimEnd('\0');
}
