namespace nanoFramework.M2Mqtt.Messages;

/// <summary>How sure a message arrives.</summary>
internal enum MqttQoSLevel
{
    AtMostOnce,
    AtLeastOnce,
    ExactlyOnce,
    GrantedFailure = 0x80,
}
