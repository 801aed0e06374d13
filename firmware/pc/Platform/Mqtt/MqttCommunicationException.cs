using System;

namespace nanoFramework.M2Mqtt.Exceptions;

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
