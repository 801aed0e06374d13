using System.Text;
using MeterFirmware.Json;

namespace MeterFirmware.Settings;

/// <summary>Reads <c>settings.json</c>. All of it is right and becomes <see cref="DeviceSettings"/>, or an error says what is not.</summary>
/// <remarks>
/// Everything is optional. No error quotes the secret or anything of the broker's or the network's.
/// <code>
/// {
///   "$schema": "settings.schema.json",             for editors
///   "name": "",                                    1 to 24 of a-z, 0-9, - and _; "" for one of the chip's own
///   "wifi": { "ssid": "", "password": "" },        no ssid, the network that is stored on the chip
///   "broker": { "host": "", "port": 1883, "user": "", "password": "", "tls": false },    no host, no MQTT;
///                                                  with tls the port is 8883 when none is given
///   "access": "signed",                            or "open": rates and settings over MQTT need no signature
///   "secret": "",                                  what signs them: 16 to 64 printable ASCII characters; "" for none
///   "feed": { ... },                               see FeedSettingsReader
///   "display": { "pageSeconds": 8, "brightness": 100, "nightBrightness": 5,     seconds; percent
///                "night": "22-7" },                hours; "" for no night
///   "p1": { "inverted": false, "rx": 16, "tx": 17 },                            pins 0 to 39, not 6 to 11, none twice
///   "i2c": { "data": 21, "clock": 22 },
///   "target": 0                                    kW, for the peak of a quarter; 0 for none
/// }
/// </code>
/// </remarks>
public sealed class DeviceSettingsReader
{
    private const string BrokerName = "broker";
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;
    private const int LongestName = 24;
    private const int LongestHost = 128;
    private const int LongestUser = 64;
    private const int LongestPassword = 128;
    private const string WifiName = "wifi";
    private const int LongestSsid = 32;
    private const int ShortestWifiPassword = 8;
    private const int LongestWifiPassword = 63;
    private const string AccessName = "access";
    private const string SecretName = "secret";
    private const int ShortestSecret = 16;
    private const int LongestSecret = 64;
    private const int Rx = 0;
    private const int Tx = 1;
    private const int Data = 2;
    private const int Clock = 3;

    private static readonly string[] Names = { "name", WifiName, BrokerName, AccessName, SecretName, "feed", "display", "p1", "i2c", "target" };

    // Host and user are hidden with the password: people write mqtt://user:password@host. A secret may stand beside "access".
    private static readonly string[] SecretNames = { WifiName, BrokerName, AccessName, SecretName };
    private static readonly string[] WifiNames = { "ssid", "password" };
    private static readonly string[] BrokerNames = { "host", "port", "user", "password", "tls" };
    private static readonly string[] DisplayNames = { "pageSeconds", "brightness", "nightBrightness", "night" };
    private static readonly string[] P1Names = { "inverted", "rx", "tx" };
    private static readonly string[] I2cNames = { "data", "clock" };
    private static readonly string[] PinPaths = { "p1.rx", "p1.tx", "i2c.data", "i2c.clock" };

    private readonly JsonReader _json;
    private readonly DeviceSettings _settings;
    private readonly PinSettings _pins;

    private DeviceSettingsReader(byte[] json, int count, DeviceSettings settings)
    {
        _settings = settings;
        _json = new JsonReader(json, count, SecretNames);
        int[] pins = { _settings.P1RxPin, _settings.P1TxPin, _settings.I2cDataPin, _settings.I2cClockPin };
        _pins = new PinSettings(_json, pins, PinPaths);
    }

    /// <summary>Reads settings.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>The settings; what the file does not mention has its default.</returns>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what, and no secret.</exception>
    public static DeviceSettings Read(byte[] json, int count)
    {
        DeviceSettings settings = new();
        new DeviceSettingsReader(json, count, settings).ReadFile();
        return settings;
    }

    /// <summary>Reads changes to settings: what the text does not mention stays as it is.</summary>
    /// <param name="json">UTF-8, of the same form as a whole file.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="settings">What is changed; when an error is thrown, part of it may be.</param>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what, and no secret.</exception>
    public static void ReadChanges(byte[] json, int count, DeviceSettings settings) =>
        new DeviceSettingsReader(json, count, settings).ReadFile();

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
                    ReadWifi();
                    break;
                case BrokerName:
                    ReadBroker();
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
                    ReadDisplay();
                    break;
                case "p1":
                    ReadP1();
                    break;
                case "i2c":
                    ReadI2c();
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
        _pins.Check();
        _settings.P1RxPin = _pins[Rx];
        _settings.P1TxPin = _pins[Tx];
        _settings.I2cDataPin = _pins[Data];
        _settings.I2cClockPin = _pins[Clock];
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

    private void ReadWifi()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "ssid":
                    _settings.WifiSsid = ReadLimited(LongestSsid);
                    break;
                case "password":
                    ReadWifiPassword();
                    break;
                default:
                    throw _json.UnknownName(name, WifiNames);
            }
        }
    }

    private void ReadWifiPassword()
    {
        int position = _json.Position;
        string password = _json.ReadText();
        if (password.Length > 0 && (password.Length < ShortestWifiPassword || password.Length > LongestWifiPassword))
        {
            throw _json.ErrorAt(position, "a text of 8 to 63 characters was expected, or \"\" for an open network");
        }

        _settings.WifiPassword = password;
    }

    private void ReadBroker()
    {
        bool hasPort = false;
        bool hasTls = false;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "host":
                    ReadHost();
                    break;
                case "port":
                    _settings.BrokerPort = (int)_json.ReadDecimal(0, 1, 65535);
                    hasPort = true;
                    break;
                case "user":
                    _settings.BrokerUser = ReadLimited(LongestUser);
                    break;
                case "password":
                    _settings.BrokerPassword = ReadLimited(LongestPassword);
                    break;
                case "tls":
                    _settings.BrokerTls = _json.ReadBoolean();
                    hasTls = true;
                    break;
                default:
                    throw _json.UnknownName(name, BrokerNames);
            }
        }

        if (hasTls && !hasPort && _settings.BrokerPort == (_settings.BrokerTls ? PlainPort : TlsPort))
        {
            _settings.BrokerPort = _settings.BrokerTls ? TlsPort : PlainPort;
        }
    }

    private void ReadHost()
    {
        int position = _json.Position;
        string host = _json.ReadText();
        bool isRight = host.Length <= LongestHost;
        for (int i = 0; i < host.Length; i++)
        {
            char c = host[i];
            isRight &= IsSmallLetterOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
        }

        if (!isRight)
        {
            throw _json.ErrorAt(position, "a name or an address such as 192.168.1.5 was expected, nothing before or after it");
        }

        _settings.BrokerHost = host;
    }

    private string ReadLimited(int longest)
    {
        int position = _json.Position;
        string text = _json.ReadText();
        if (Encoding.UTF8.GetBytes(text).Length > longest)
        {
            throw _json.ErrorAt(position, "a text of at most " + longest.ToString() + " bytes was expected");
        }

        return text;
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

    private void ReadDisplay()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "pageSeconds":
                    _settings.PageSeconds = (int)_json.ReadDecimal(0, 1, 3600);
                    break;
                case "brightness":
                    _settings.BrightnessPercent = (int)_json.ReadDecimal(0, 0, 100);
                    break;
                case "nightBrightness":
                    _settings.NightBrightnessPercent = (int)_json.ReadDecimal(0, 0, 100);
                    break;
                case "night":
                    ReadNight();
                    break;
                default:
                    throw _json.UnknownName(name, DisplayNames);
            }
        }
    }

    private void ReadNight()
    {
        int position = _json.Position;
        string text = _json.ReadText();
        NightHours night = new(text);
        if (!night.IsValid)
        {
            throw _json.ErrorAt(position, "hours such as \"22-7\" were expected, or \"\" for no night, found \"" + text + "\"");
        }

        _settings.NightFromHour = night.From;
        _settings.NightUntilHour = night.Until;
    }

    private void ReadP1()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "inverted":
                    _settings.P1Inverted = _json.ReadBoolean();
                    break;
                case "rx":
                    _pins.Read(Rx);
                    break;
                case "tx":
                    _pins.Read(Tx);
                    break;
                default:
                    throw _json.UnknownName(name, P1Names);
            }
        }
    }

    private void ReadI2c()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "data":
                    _pins.Read(Data);
                    break;
                case "clock":
                    _pins.Read(Clock);
                    break;
                default:
                    throw _json.UnknownName(name, I2cNames);
            }
        }
    }

    private static bool IsSmallLetterOrDigit(char c) => (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
