namespace MeterFirmware.Mqtt;

/// <summary>What is published, where, and how often.</summary>
public sealed class PublisherOptions
{
    /// <summary>The device's id: its client id at the broker, part of its topics, and of its identity in Home Assistant.</summary>
    public string DeviceId { get; set; } = "meter";

    /// <summary>The device's name in Home Assistant.</summary>
    public string Name { get; set; } = "P1 meter";

    /// <summary>What every topic starts with, without slash at the end; empty for <c>meter/</c> and the device's id.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Seconds between two of <c>state</c>, 1 to 3600.</summary>
    public int StateSeconds { get; set; } = 10;

    /// <summary>Seconds between two of <c>quarter</c>, 1 to 900; 0 when the alarm turns only.</summary>
    public int QuarterSeconds { get; set; } = 5;

    /// <summary>Seconds between two of <c>costs/…</c> while they change, 1 to 900; each quarter it is sent anyway. 0 once a day.</summary>
    public int CostsSeconds { get; set; } = 60;

    /// <summary>Seconds between two of <c>diagnostics</c>, 10 to 3600.</summary>
    public int DiagnosticsSeconds { get; set; } = 60;

    /// <summary>Whether each telegram is published as it came.</summary>
    public bool Telegrams { get; set; }

    /// <summary>Whether Home Assistant is told of the device.</summary>
    public bool HomeAssistant { get; set; } = true;

    /// <summary>Where Home Assistant looks for devices.</summary>
    public string HomeAssistantPrefix { get; set; } = "homeassistant";

    /// <summary>What every topic of the device starts with, without slash at the end.</summary>
    internal string Root => Prefix.Length == 0 ? "meter/" + DeviceId : Prefix;

    /// <summary>A topic of the device.</summary>
    /// <param name="name">Its last part, see <see cref="TopicName"/>.</param>
    /// <returns>The whole topic.</returns>
    public string Topic(string name) => Root + "/" + name;
}
