namespace nanoFramework.M2Mqtt.Messages;

/// <summary>What a broker says to a connection: the codes of MQTT 3.1.1.</summary>
internal enum MqttReasonCode
{
    Success,
    ConnectionRefusedUnacceptableProtocolVersion,
    ConnectionRefusedIdentifierRejected,
    ConnectionRefusedServerUnavailable,
    ConnectionRefusedBadUserNameOrPassword,
    ConnectionRefusedNotAuthorized,
}
