namespace nanoFramework.M2Mqtt;

/// <summary>Settings that all clients share.</summary>
internal class MqttSettings
{
    private MqttSettings()
    {
    }

    public static MqttSettings Instance { get; } = new();

    /// <summary>How many messages a client holds until they are acknowledged.</summary>
    public int InflightQueueSize { get; set; } = int.MaxValue;
}
