namespace nanoFramework.M2Mqtt.Exceptions;

/// <summary>What a client refuses; of the chip's codes the one that comes up here.</summary>
internal enum MqttClientErrorCode
{
    InflightQueueFull = 11,
}
