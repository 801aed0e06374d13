using MeterFirmware.Json;

namespace MeterFirmware.Settings;

/// <summary>Writes settings as <see cref="DeviceSettingsReader"/> reads them, all of them, with or without what is secret.</summary>
public sealed class DeviceSettingsWriter
{
    private readonly DeviceSettings _settings;
    private readonly bool _withSecrets;

    /// <summary>Makes it.</summary>
    /// <param name="settings">What to write.</param>
    /// <param name="withSecrets">Whether to write the passwords and the secret: only for what stays on the device.</param>
    public DeviceSettingsWriter(DeviceSettings settings, bool withSecrets)
    {
        _settings = settings;
        _withSecrets = withSecrets;
    }

    /// <summary>Writes all of them, secrets and all, to be stored on the device.</summary>
    /// <param name="settings">What to write.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(DeviceSettings settings)
    {
        DeviceSettingsWriter writer = new(settings, withSecrets: true);
        JsonWriter json = new();

        // First to see how long it is.
        writer.Write(json);
        byte[] text = new byte[json.Length];
        json.Begin(text);
        writer.Write(json);
        return text;
    }

    /// <summary>Writes them.</summary>
    /// <param name="json">At the beginning of a text.</param>
    public void Write(JsonWriter json)
    {
        DeviceSettings settings = _settings;
        json.BeginObject();
        json.Text("name", settings.Name);
        json.BeginObject("wifi");
        json.Text("ssid", settings.WifiSsid);
        if (_withSecrets)
        {
            json.Text("password", settings.WifiPassword);
        }

        json.EndObject();
        json.BeginObject("broker");
        json.Text("host", settings.BrokerHost);
        json.BeginList("hosts");
        string[] hosts = settings.BrokerHosts.Split(',');
        for (int i = 0; i < hosts.Length && hosts[i].Length > 0; i++)
        {
            json.Text(null, hosts[i]);
        }

        json.EndList();
        json.Number("port", settings.BrokerPort);
        json.Text("user", settings.BrokerUser);
        if (_withSecrets)
        {
            json.Text("password", settings.BrokerPassword);
        }

        json.Bool("tls", settings.BrokerTls);
        json.EndObject();
        json.Text("access", settings.IsAccessOpen ? "open" : "signed");
        if (_withSecrets)
        {
            json.Text("secret", settings.Secret);
        }

        json.BeginObject("feed");
        json.Text("prefix", settings.FeedPrefix);
        json.Number("state", settings.StateSeconds);
        json.Number("quarter", settings.QuarterSeconds);
        json.Number("costs", settings.CostsSeconds);
        json.Number("diagnostics", settings.DiagnosticsSeconds);
        json.Bool("telegrams", settings.Telegrams);
        json.Bool("homeAssistant", settings.HomeAssistant);
        json.Text("homeAssistantPrefix", settings.HomeAssistantPrefix);
        json.EndObject();
        json.BeginObject("display");
        json.Number("pageSeconds", settings.PageSeconds);
        json.Number("brightness", settings.BrightnessPercent);
        json.Number("nightBrightness", settings.NightBrightnessPercent);
        json.Text("night", Night());
        json.EndObject();
        json.BeginObject("p1");
        json.Bool("inverted", settings.P1Inverted);
        json.Number("rx", settings.P1RxPin);
        json.Number("tx", settings.P1TxPin);
        json.EndObject();
        json.BeginObject("i2c");
        json.Number("data", settings.I2cDataPin);
        json.Number("clock", settings.I2cClockPin);
        json.EndObject();
        json.Number("target", settings.TargetW, 3);
        json.EndObject();
    }

    private string Night() => _settings.NightFromHour == _settings.NightUntilHour
        ? ""
        : _settings.NightFromHour.ToString() + "-" + _settings.NightUntilHour.ToString();
}
