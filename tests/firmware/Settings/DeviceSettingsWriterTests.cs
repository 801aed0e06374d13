using System.Reflection;
using System.Text;
using MeterFirmware.Json;
using MeterFirmware.Settings;

namespace MeterFirmware.Firmware.Tests.Settings;

/// <summary>What is written reads back; changes change what they name and nothing else.</summary>
public class DeviceSettingsWriterTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(SettingsText.Full)]
    [InlineData("""{"display": {"night": ""}, "target": 0.001}""")]
    [InlineData("""{"wifi": {"ssid": "a\tb", "password": "line\nfeed\b\u001F\r"}, "broker": {"host": "nas", "hosts": ["a", "b", "c"], "user": "\f", "password": "\"\u0001\\"}}""")]
    public void Written_settings_read_back_with_every_property_the_same(string json)
    {
        DeviceSettings settings = SettingsText.Read(json);
        Assert.Equal(Properties(settings), Properties(SettingsText.Read(Write(settings, withSecrets: true))));
    }

    [Fact]
    public void Nothing_secret_is_written_without_being_asked_for()
    {
        string written = Write(SettingsText.Read(SettingsText.Full), withSecrets: false);
        Assert.DoesNotContain("hush", written);
        Assert.DoesNotContain("password", written);
        Assert.DoesNotContain("secret", written);
    }

    [Fact]
    public void Written_without_secrets_and_read_as_changes_nothing_changes()
    {
        DeviceSettings settings = SettingsText.Read(SettingsText.Full);
        string before = Properties(settings);
        Change(settings, Write(settings, withSecrets: false));
        Assert.Equal(before, Properties(settings));
    }

    [Fact]
    public void The_full_text_differs_from_the_defaults_in_every_property_so_that_these_tests_see_each()
    {
        string[] defaults = Properties(SettingsText.Read("{}")).Split('\n');
        string[] full = Properties(SettingsText.Read(SettingsText.Full)).Split('\n');
        Assert.All(defaults.Zip(full), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Changes_keep_what_they_do_not_name()
    {
        DeviceSettings settings = SettingsText.Read(SettingsText.Full);
        string before = Properties(settings);
        Change(settings, """{"broker": {"host": "other"}, "display": {"brightness": 7}}""");
        Assert.Equal(
            before.Replace("BrokerHost=nas.Local", "BrokerHost=other").Replace("\nBrightnessPercent=80", "\nBrightnessPercent=7"),
            Properties(settings));
    }

    [Theory]
    [InlineData("""{"broker": {"tls": true}}""", """{"broker": {"tls": false}}""", 1883)]
    [InlineData("""{"broker": {"tls": false}}""", """{"broker": {"tls": true}}""", 8883)]
    [InlineData("""{"broker": {"tls": false, "port": 1900}}""", """{"broker": {"tls": true}}""", 1900)]
    [InlineData("""{"broker": {"tls": true, "port": 1883}}""", """{"broker": {"host": "other"}}""", 1883)]
    public void The_port_follows_a_change_of_tls_when_it_was_the_usual_one(string before, string change, int port)
    {
        DeviceSettings settings = SettingsText.Read(before);
        Change(settings, change);
        Assert.Equal(port, settings.BrokerPort);
    }

    [Fact]
    public void A_pin_that_a_change_takes_twice_is_refused()
    {
        DeviceSettings settings = SettingsText.Read("""{"p1": {"rx": 25}}""");
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Change(settings, """{"i2c": {"data": 25}}"""));
        Assert.Equal("i2c.data", error.Path);
    }

    private static void Change(DeviceSettings settings, string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        DeviceSettingsReader.ReadChanges(bytes, bytes.Length, settings);
    }

    private static string Write(DeviceSettings settings, bool withSecrets)
    {
        JsonWriter json = new();
        byte[] buffer = new byte[4096];
        json.Begin(buffer);
        new DeviceSettingsWriter(settings, withSecrets).Write(json);
        Assert.True(json.Fits);
        return Encoding.UTF8.GetString(buffer, 0, json.Length);
    }

    private static string Properties(DeviceSettings settings) => string.Join(
        '\n',
        typeof(DeviceSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{property.Name}={property.GetValue(settings)}"));
}
