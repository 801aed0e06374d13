using System;

namespace nanoFramework.M2Mqtt.Messages;

/// <summary>How sure a message arrives.</summary>
internal enum MqttQoSLevel
{
    AtMostOnce,
    AtLeastOnce,
    ExactlyOnce,
    GrantedFailure = 0x80,
}

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

/// <summary>A message that came.</summary>
internal class MqttMsgPublishEventArgs : EventArgs
{
    public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
    {
        Topic = topic;
        Message = message;
        DupFlag = dupFlag;
        QosLevel = qosLevel;
        Retain = retain;
    }

    public string Topic { get; }

    public byte[] Message { get; }

    public bool DupFlag { get; }

    public MqttQoSLevel QosLevel { get; }

    public bool Retain { get; }
}

/// <summary>What became of a message that was published.</summary>
internal class MqttMsgPublishedEventArgs : EventArgs
{
    public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
    {
        MessageId = messageId;
        IsPublished = isPublished;
    }

    public ushort MessageId { get; set; }

    public bool IsPublished { get; set; }
}
