using System;

namespace nanoFramework.M2Mqtt.Exceptions;

/// <summary>No connection came about.</summary>
internal class MqttConnectionException : Exception
{
    public MqttConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
