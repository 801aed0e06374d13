using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Settings;

/// <summary>Reads <c>settings.json</c>. All of it is right and becomes <see cref="DeviceSettings"/>, or an error says what is not.</summary>
/// <remarks>
/// Everything is optional. No error quotes the secret or anything of the broker's or the network's.
/// <code>
/// {
///   "$schema": "settings.schema.json",             for editors
///   "name": "",                                    1 to 24 of a-z, 0-9, - and _; "" for one of the chip's own
///   "wifi": { "ssid": "", "password": "" },        no ssid, the network that is stored on the chip
///   "broker": { "host": "", "hosts": [],           no host, no MQTT; more of them, tried in turn
///               "port": 1883, "user": "", "password": "", "tls": false },
///                                                  with tls the port is 8883 when none is given
///   "access": "signed",                            or "open": rates and settings over MQTT need no signature
///   "secret": "",                                  what signs them: 16 to 64 printable ASCII characters; "" for none
///   "feed": { ... },                               see FeedSettingsReader
///   "display": { "pageSeconds": 8, "brightness": 100, "nightBrightness": 5,     seconds; percent
///                "night": "22-7" },                hours; "" for no night
///   "p1": { "inverted": false, "rx": 16, "tx": 17 },                            pins 0 to 48, none twice
///   "i2c": { "data": 21, "clock": 22 },
///   "target": 0                                    kW, for the peak of a quarter; 0 for none
/// }
/// </code>
/// </remarks>
public sealed class DeviceSettingsReader
{
    private const int LongestName = 24;
    private const string WifiName = "wifi";
    private const string BrokerName = "broker";
    private const string AccessName = "access";
    private const string SecretName = "secret";
    private const int ShortestSecret = 16;
    private const int LongestSecret = 64;

    private static readonly string[] Names = { "name", WifiName, BrokerName, AccessName, SecretName, "feed", "display", "p1", "i2c", "target" };

    // Host and user are hidden with the password: people write mqtt://user:password@host. A secret may stand beside "access".
    private static readonly string[] SecretNames = { WifiName, BrokerName, AccessName, SecretName };

    private readonly JsonReader _json;
    private readonly DeviceSettings _settings;
    private readonly PinSettingsReader _pins;

    private DeviceSettingsReader(ByteSource json, DeviceSettings settings)
    {
        _settings = settings;
        _json = new JsonReader(json, SecretNames);
        _pins = new PinSettingsReader(_json, settings);
    }

    /// <summary>Reads settings.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>The settings; what the file does not mention has its default.</returns>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what, and no secret.</exception>
    public static DeviceSettings Read(byte[] json, int count) => Read(new ByteSource(json, count));

    /// <summary>Reads settings.</summary>
    /// <param name="json">UTF-8.</param>
    /// <returns>The settings; what the file does not mention has its default.</returns>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what, and no secret.</exception>
    public static DeviceSettings Read(ByteSource json)
    {
        DeviceSettings settings = new();
        new DeviceSettingsReader(json, settings).ReadFile();
        return settings;
    }

    /// <summary>Reads changes to settings: what the text does not mention stays as it is.</summary>
    /// <param name="json">UTF-8, of the same form as a whole file.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="settings">What is changed; when an error is thrown, part of it may be.</param>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what, and no secret.</exception>
    public static void ReadChanges(byte[] json, int count, DeviceSettings settings) =>
        new DeviceSettingsReader(new ByteSource(json, count), settings).ReadFile();

    private void ReadFile()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "name":
                    ReadDeviceName();
                    break;
                case WifiName:
                    new NetworkSettingsReader(_json, _settings).ReadWifi();
                    break;
                case BrokerName:
                    new NetworkSettingsReader(_json, _settings).ReadBroker();
                    break;
                case AccessName:
                    ReadAccess();
                    break;
                case SecretName:
                    ReadSecret();
                    break;
                case "feed":
                    new FeedSettingsReader(_json, _settings).Read();
                    break;
                case "display":
                    new DisplaySettingsReader(_json, _settings).Read();
                    break;
                case "p1":
                    _pins.ReadP1();
                    break;
                case "i2c":
                    _pins.ReadI2c();
                    break;
                case "target":
                    _settings.TargetW = (int)_json.ReadDecimal(3, 0, 100000);
                    break;
                case "$schema":
                    _json.ReadText();
                    break;
                default:
                    throw _json.UnknownName(name, Names);
            }
        }

        _json.End();
        _pins.End();
    }

    private void ReadDeviceName()
    {
        int position = _json.Position;
        string name = _json.ReadText();
        bool isRight = name.Length <= LongestName;
        for (int i = 0; i < name.Length; i++)
        {
            isRight &= IsSmallLetterOrDigit(name[i]) || name[i] == '-' || name[i] == '_';
        }

        if (!isRight)
        {
            throw _json.ErrorAt(position, "a name of 1 to 24 of a-z, 0-9, - and _ was expected, found \"" + name + "\"");
        }

        _settings.Name = name;
    }

    private void ReadAccess()
    {
        int position = _json.Position;
        string access = _json.ReadText();
        if (access != "signed" && access != "open")
        {
            throw _json.ErrorAt(position, "\"signed\" or \"open\" was expected");
        }

        _settings.IsAccessOpen = access == "open";
    }

    private void ReadSecret()
    {
        int position = _json.Position;
        string secret = _json.ReadText();
        bool isRight = secret.Length == 0 || (secret.Length >= ShortestSecret && secret.Length <= LongestSecret);
        for (int i = 0; i < secret.Length; i++)
        {
            isRight &= secret[i] >= ' ' && secret[i] <= '~';
        }

        if (!isRight)
        {
            throw _json.ErrorAt(position, "a text of 16 to 64 printable ASCII characters was expected");
        }

        _settings.Secret = secret;
    }

    internal static bool IsSmallLetterOrDigit(char c) => (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
