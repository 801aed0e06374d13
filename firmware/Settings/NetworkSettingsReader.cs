using System.Text;
using MeterFirmware.Json;

namespace MeterFirmware.Settings;

/// <summary>Reads the <c>wifi</c> and the <c>broker</c> of <c>settings.json</c>. No error quotes anything of them.</summary>
internal sealed class NetworkSettingsReader
{
    private const int LongestSsid = 32;
    private const int ShortestWifiPassword = 8;
    private const int LongestWifiPassword = 63;
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;
    private const int LongestHost = 128;
    private const int LongestOtherHost = 64;
    private const int MostOtherHosts = 3;
    private const int LongestUser = 64;
    private const int LongestPassword = 128;

    private static readonly string[] WifiNames = { "ssid", "password" };
    private static readonly string[] BrokerNames = { "host", "hosts", "port", "user", "password", "tls" };

    private readonly JsonReader _json;
    private readonly DeviceSettings _settings;

    /// <summary>Reads from where a text stands.</summary>
    /// <param name="json">The text.</param>
    /// <param name="settings">Takes what it says.</param>
    internal NetworkSettingsReader(JsonReader json, DeviceSettings settings)
    {
        _json = json;
        _settings = settings;
    }

    /// <summary>Reads the object <c>wifi</c>.</summary>
    /// <exception cref="InvalidInputException">Something is not as it should be.</exception>
    internal void ReadWifi()
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

    /// <summary>Reads the object <c>broker</c>.</summary>
    /// <exception cref="InvalidInputException">Something is not as it should be.</exception>
    internal void ReadBroker()
    {
        bool hasPort = false;
        bool hasTls = false;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "host":
                    _settings.BrokerHost = ReadHost(0, LongestHost);
                    break;
                case "hosts":
                    _settings.BrokerHosts = "";
                    _json.BeginList();
                    for (int i = 0; _json.NextItem(); i++)
                    {
                        if (i == MostOtherHosts)
                        {
                            throw _json.Expected("at most " + MostOtherHosts.ToString() + " names were expected");
                        }

                        _settings.BrokerHosts += (i == 0 ? "" : ",") + ReadHost(1, LongestOtherHost);
                    }

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

    private string ReadHost(int shortest, int longest)
    {
        int position = _json.Position;
        string host = _json.ReadText();
        bool isRight = host.Length >= shortest && host.Length <= longest;
        for (int i = 0; i < host.Length; i++)
        {
            char c = host[i];
            isRight &= DeviceSettingsReader.IsSmallLetterOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
        }

        if (!isRight)
        {
            throw _json.ErrorAt(position, "a name or an address such as 192.168.1.5 was expected, nothing before or after it");
        }

        return host;
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
}
