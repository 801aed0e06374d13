using MeterFirmware.Mqtt;
using MeterFirmware.Network;

namespace MeterFirmware.Settings;

/// <summary>How the device is set up: the contents of <c>settings.json</c>, read by <see cref="DeviceSettingsReader"/>. It never changes.</summary>
public sealed class DeviceSettings
{
    internal DeviceSettings()
    {
    }

    /// <summary>The device's id at the broker, and its name in Home Assistant: 1 to 24 of a-z, 0-9, - and _; empty for one of the chip's own, see <see cref="Network.WifiLink.DeviceId"/>.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Name of the wireless network (SSID), up to 32 bytes; empty for the one that is stored on the chip.</summary>
    public string WifiSsid { get; internal set; } = "";

    /// <summary>Its password, 8 to 63 characters; empty for an open network. Never to be drawn, logged or published.</summary>
    public string WifiPassword { get; internal set; } = "";

    /// <summary>Name or address of the MQTT broker, up to 128 characters; empty for none.</summary>
    public string BrokerHost { get; internal set; } = "";

    /// <summary>More of them, for when it does not do: at most three of up to 64 characters, with commas between; empty for none.</summary>
    public string BrokerHosts { get; internal set; } = "";

    /// <summary>Whether a broker is to be used.</summary>
    public bool HasBroker => BrokerHost.Length > 0;

    /// <summary>TCP port of the broker, 1 to 65535, at every address.</summary>
    public int BrokerPort { get; internal set; } = 1883;

    /// <summary>User at the broker, up to 64 bytes; empty for none.</summary>
    public string BrokerUser { get; internal set; } = "";

    /// <summary>Password at the broker, up to 128 bytes; empty for none. Never to be drawn, logged or published.</summary>
    public string BrokerPassword { get; internal set; } = "";

    /// <summary>Whether the connection to the broker is encrypted.</summary>
    public bool BrokerTls { get; internal set; }

    /// <summary>Whether rates and settings that arrive over MQTT are taken without a signature.</summary>
    public bool IsAccessOpen { get; internal set; }

    /// <summary>
    /// What signs rates and settings sent over MQTT: 16 to 64 printable ASCII characters; empty for none. Never to be drawn, logged or published.
    /// </summary>
    public string Secret { get; internal set; } = "";

    /// <summary>What every topic starts with, up to 64 bytes; empty for <c>meter/</c> and the device's id.</summary>
    public string FeedPrefix { get; internal set; } = "";

    /// <summary>Seconds between two of <c>state</c>, 1 to 3600.</summary>
    public int StateSeconds { get; internal set; } = 10;

    /// <summary>Seconds between two of <c>quarter</c>, 1 to 900; 0 for when the alarm turns only.</summary>
    public int QuarterSeconds { get; internal set; } = 5;

    /// <summary>Seconds between two of <c>costs</c> while they change, 1 to 900; 0 for once a day.</summary>
    public int CostsSeconds { get; internal set; } = 60;

    /// <summary>Seconds between two of <c>diagnostics</c>, 10 to 3600.</summary>
    public int DiagnosticsSeconds { get; internal set; } = 60;

    /// <summary>Whether each telegram is published as it came.</summary>
    public bool Telegrams { get; internal set; }

    /// <summary>Whether Home Assistant is told of the device.</summary>
    public bool HomeAssistant { get; internal set; } = true;

    /// <summary>Where Home Assistant looks for devices: a topic of up to 64 bytes.</summary>
    public string HomeAssistantPrefix { get; internal set; } = "homeassistant";

    /// <summary>How long a page stays on the screen, 1 to 3600 s.</summary>
    public int PageSeconds { get; internal set; } = 8;

    /// <summary>Brightness by day, 0 to 100 %; 0 is dark.</summary>
    public int BrightnessPercent { get; internal set; } = 100;

    /// <summary>Brightness by night, 0 to 100 %; 0 is dark.</summary>
    public int NightBrightnessPercent { get; internal set; } = 5;

    /// <summary>First hour of the night, 0 to 23.</summary>
    public int NightFromHour { get; internal set; } = 22;

    /// <summary>First hour of the day, 0 to 23; the same as <see cref="NightFromHour"/> when there is no night.</summary>
    public int NightUntilHour { get; internal set; } = 7;

    /// <summary>Whether the P1 signal arrives inverted, as it does without an inverting transistor.</summary>
    public bool P1Inverted { get; internal set; }

    /// <summary>GPIO of the P1 data line.</summary>
    public int P1RxPin { get; internal set; } = 16;

    /// <summary>GPIO that the serial port takes for sending; nothing is sent.</summary>
    public int P1TxPin { get; internal set; } = 17;

    /// <summary>GPIO of the display's data line.</summary>
    public int I2cDataPin { get; internal set; } = 21;

    /// <summary>GPIO of the display's clock line.</summary>
    public int I2cClockPin { get; internal set; } = 22;

    /// <summary>The user's own target for a quarter's peak in W, 0 to 100000; 0 for none.</summary>
    public int TargetW { get; internal set; }

    internal PublisherOptions PublisherOptions(string deviceId) => new()
    {
        DeviceId = deviceId,
        Name = Name.Length == 0 || Name == "meter" ? "P1 meter" : Name,
        Prefix = FeedPrefix,
        StateSeconds = StateSeconds,
        QuarterSeconds = QuarterSeconds,
        CostsSeconds = CostsSeconds,
        DiagnosticsSeconds = DiagnosticsSeconds,
        Telegrams = Telegrams,
        HomeAssistant = HomeAssistant,
        HomeAssistantPrefix = HomeAssistantPrefix,
    };

    internal BrokerOptions BrokerOptions(string deviceId) => new()
    {
        Hosts = (BrokerHosts.Length == 0 ? BrokerHost : BrokerHost + "," + BrokerHosts).Split(','),
        Port = BrokerPort,
        User = BrokerUser,
        Password = BrokerPassword,
        Tls = BrokerTls,
        ClientId = deviceId,
    };

    /// <summary>Whether a device with these settings would be found elsewhere, or not at all, so that they must be tried out.</summary>
    /// <param name="before">The settings before.</param>
    /// <returns>True when the way to the broker, the device's topics, or pins differ: a pin that the board needs can stop the chip.</returns>
    public bool ReachesOtherwise(DeviceSettings before) => Name != before.Name
        || WifiSsid != before.WifiSsid
        || WifiPassword != before.WifiPassword
        || BrokerHost != before.BrokerHost
        || BrokerHosts != before.BrokerHosts
        || BrokerPort != before.BrokerPort
        || BrokerUser != before.BrokerUser
        || BrokerPassword != before.BrokerPassword
        || BrokerTls != before.BrokerTls
        || FeedPrefix != before.FeedPrefix
        || P1RxPin != before.P1RxPin
        || P1TxPin != before.P1TxPin
        || I2cDataPin != before.I2cDataPin
        || I2cClockPin != before.I2cClockPin;

    /// <summary>Whether a device has to start again to use these settings.</summary>
    /// <param name="before">The settings before.</param>
    /// <returns>True when more differs than what display and target need.</returns>
    public bool NeedsRestart(DeviceSettings before) => ReachesOtherwise(before)
        || StateSeconds != before.StateSeconds
        || QuarterSeconds != before.QuarterSeconds
        || CostsSeconds != before.CostsSeconds
        || DiagnosticsSeconds != before.DiagnosticsSeconds
        || Telegrams != before.Telegrams
        || HomeAssistant != before.HomeAssistant
        || HomeAssistantPrefix != before.HomeAssistantPrefix
        || P1Inverted != before.P1Inverted;
}
