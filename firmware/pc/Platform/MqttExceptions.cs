using System;

namespace nanoFramework.M2Mqtt.Exceptions;

/// <summary>What a client refuses; of the chip's codes the one that comes up here.</summary>
internal enum MqttClientErrorCode
{
    InflightQueueFull = 11,
}

/// <summary>A client was asked for what it cannot do.</summary>
internal class MqttClientException : Exception
{
    public MqttClientException(MqttClientErrorCode errorCode)
    {
        ErrorCode = errorCode;
    }

    public MqttClientErrorCode ErrorCode { get; set; }
}

/// <summary>There is a connection, and no answer over it.</summary>
internal class MqttCommunicationException : Exception
{
    public MqttCommunicationException()
    {
    }

    public MqttCommunicationException(Exception e)
        : base("", e)
    {
    }
}

/// <summary>No connection came about.</summary>
internal class MqttConnectionException : Exception
{
    public MqttConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
