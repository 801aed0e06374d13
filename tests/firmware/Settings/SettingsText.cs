using System.Text;
using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Firmware.Tests.Settings;

internal static class SettingsText
{
    public const string Full =
        """
        {
          "$schema": "settings.schema.json",
          "name": "meter-2_b",
          "wifi": { "ssid": "home network", "password": "hush password" },
          "broker": { "host": "nas.Local", "hosts": ["nas2", "10.0.0.3"], "port": 1884, "user": "jo", "password": "hush é", "tls": true },
          "access": "open",
          "secret": "hush ~!#$%&'()*+,-./:;<=>?@[]",
          "feed": { "prefix": "house/grid é", "state": 1, "quarter": 2, "costs": 3, "diagnostics": 11, "telegrams": true, "homeAssistant": false, "homeAssistantPrefix": "ha/x" },
          "display": { "pageSeconds": 12, "brightness": 80, "nightBrightness": 0, "night": "21-6" },
          "p1": { "inverted": true, "rx": 25, "tx": 26 },
          "i2c": { "data": 4, "clock": 5 },
          "target": 4.125
        }
        """;

    public static DeviceSettings Read(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return DeviceSettingsReader.Read(bytes, bytes.Length);
    }

    public static string ErrorOf(string json) => Assert.Throws<InvalidInputException>(() => Read(json)).Message;
}
