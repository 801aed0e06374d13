namespace nanoFramework.M2Mqtt;

/// <summary>Versions of TLS. The chip connects with the last two.</summary>
internal enum MqttSslProtocols
{
    None,
    SSLv3,
    TLSv1_0,
    TLSv1_1,
    TLSv1_2,
    TLSv1_3,
}
