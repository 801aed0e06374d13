using System;

namespace nanoFramework.M2Mqtt.Exceptions;

/// <summary>A client was asked for what it cannot do.</summary>
internal class MqttClientException : Exception
{
    public MqttClientException(MqttClientErrorCode errorCode)
    {
        ErrorCode = errorCode;
    }

    public MqttClientErrorCode ErrorCode { get; set; }
}
