using MeterFirmware.Mqtt;
using MeterFirmware.Network;
using MeterFirmware.Settings;

namespace MeterFirmware.Firmware.Tests.Settings;

public class DeviceSettingsTests
{
    [Fact]
    public void An_empty_object_gives_the_defaults()
    {
        DeviceSettings settings = SettingsText.Read("{}");
        Assert.Equal(("", "", false, 1883, "", "", false), (settings.Name, settings.BrokerHost, settings.HasBroker, settings.BrokerPort, settings.BrokerUser, settings.BrokerPassword, settings.BrokerTls));
        Assert.Equal((false, ""), (settings.IsAccessOpen, settings.Secret));
        Assert.Equal((8, 100, 5, 22, 7), (settings.PageSeconds, settings.BrightnessPercent, settings.NightBrightnessPercent, settings.NightFromHour, settings.NightUntilHour));
        Assert.Equal(("", 10, 5, 60, 60, false, true, "homeassistant"), Feed(settings));
        Assert.Equal((false, 16, 17, 21, 22, 0), (settings.P1Inverted, settings.P1RxPin, settings.P1TxPin, settings.I2cDataPin, settings.I2cClockPin, settings.TargetW));
    }

    [Fact]
    public void Everything_can_be_set()
    {
        DeviceSettings settings = SettingsText.Read(SettingsText.Full);
        Assert.Equal(("meter-2_b", "nas.Local", true, 1884, "jo", "hush é", true), (settings.Name, settings.BrokerHost, settings.HasBroker, settings.BrokerPort, settings.BrokerUser, settings.BrokerPassword, settings.BrokerTls));
        Assert.Equal((true, "hush ~!#$%&'()*+,-./:;<=>?@[]"), (settings.IsAccessOpen, settings.Secret));
        Assert.Equal((12, 80, 0, 21, 6), (settings.PageSeconds, settings.BrightnessPercent, settings.NightBrightnessPercent, settings.NightFromHour, settings.NightUntilHour));
        Assert.Equal(("house/grid é", 1, 2, 3, 11, true, false, "ha/x"), Feed(settings));
        Assert.Equal((true, 25, 26, 4, 5, 4125), (settings.P1Inverted, settings.P1RxPin, settings.P1TxPin, settings.I2cDataPin, settings.I2cClockPin, settings.TargetW));
    }

    [Fact]
    public void Feed_and_broker_get_all_that_is_theirs()
    {
        DeviceSettings settings = SettingsText.Read(SettingsText.Full);
        PublisherOptions feed = settings.PublisherOptions("id");
        Assert.Equal(("id", "meter-2_b"), (feed.DeviceId, feed.Name));
        Assert.Equal(
            Feed(settings),
            (feed.Prefix, feed.StateSeconds, feed.QuarterSeconds, feed.CostsSeconds, feed.DiagnosticsSeconds, feed.Telegrams, feed.HomeAssistant, feed.HomeAssistantPrefix));

        BrokerOptions broker = settings.BrokerOptions("id");
        Assert.Equal(["nas.Local", "nas2", "10.0.0.3"], broker.Hosts);
        Assert.Equal((1884, "jo", "hush é", true, "id"), (broker.Port, broker.User, broker.Password, broker.Tls, broker.ClientId));
    }

    [Fact]
    public void A_device_without_more_addresses_has_the_one()
    {
        DeviceSettings settings = SettingsText.Read("""{"broker": {"host": "n", "hosts": []}}""");
        Assert.Equal((true, ""), (settings.HasBroker, settings.BrokerHosts));
        Assert.Equal(["n"], settings.BrokerOptions("id").Hosts);
    }

    [Theory]
    [InlineData("", "P1 meter")]
    [InlineData("meter", "P1 meter")]
    [InlineData("cellar", "cellar")]
    public void A_name_of_ones_own_is_the_name_in_Home_Assistant(string name, string shown) =>
        Assert.Equal(shown, SettingsText.Read($$"""{"name": "{{name}}"}""").PublisherOptions("id").Name);

    [Fact]
    public void With_tls_the_port_is_8883_unless_one_is_given()
    {
        Assert.Equal(8883, SettingsText.Read("""{"broker": {"tls": true}}""").BrokerPort);
        Assert.Equal(1883, SettingsText.Read("""{"broker": {"tls": true, "port": 1883}}""").BrokerPort);
        Assert.Equal(1883, SettingsText.Read("""{"broker": {"tls": false}}""").BrokerPort);
    }

    [Fact]
    public void Access_is_signed_or_open()
    {
        Assert.False(SettingsText.Read("""{"access": "signed"}""").IsAccessOpen);
        Assert.True(SettingsText.Read("""{"access": "open"}""").IsAccessOpen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("  a \\\"quoted\\\" one  ")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_secret_is_kept_as_it_is(string json)
    {
        Assert.Equal(json.Replace("\\", ""), SettingsText.Read("""{"secret": "SECRET"}""".Replace("SECRET", json)).Secret);
    }

    [Fact]
    public void An_empty_name_is_the_chips_own()
    {
        Assert.Equal("", SettingsText.Read("""{"name": ""}""").Name);
    }

    [Theory]
    [InlineData("meter")]
    [InlineData("dsmr2/x")]
    [InlineData("house/dsmr")]
    [InlineData("a/b c/é")]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_prefix_that_is_one(string prefix)
    {
        Assert.Equal(prefix, SettingsText.Read("""{"feed": {"prefix": "PREFIX"}}""".Replace("PREFIX", prefix)).FeedPrefix);
    }

    [Theory]
    [InlineData("22-7", 22, 7)]
    [InlineData("1-3", 1, 3)]
    [InlineData("20-24", 20, 0)]
    [InlineData("0-2", 0, 2)]
    [InlineData("22:00-01:00", 22, 1)]
    public void The_hours_of_the_night(string night, int from, int until)
    {
        DeviceSettings settings = SettingsText.Read("""{"display": {"night": "NIGHT"}}""".Replace("NIGHT", night));
        Assert.Equal((from, until), (settings.NightFromHour, settings.NightUntilHour));
    }

    [Fact]
    public void No_night_is_one_that_ends_as_it_begins()
    {
        DeviceSettings settings = SettingsText.Read("""{"display": {"night": ""}}""");
        Assert.Equal(settings.NightFromHour, settings.NightUntilHour);
    }

    [Fact]
    public void Pins_can_change_places()
    {
        DeviceSettings settings = SettingsText.Read("""{"p1": {"rx": 17, "tx": 16}, "i2c": {"data": 22, "clock": 21}}""");
        Assert.Equal((17, 16, 22, 21), (settings.P1RxPin, settings.P1TxPin, settings.I2cDataPin, settings.I2cClockPin));
    }

    private static (string Prefix, int State, int Quarter, int Costs, int Diagnostics, bool Telegrams, bool HomeAssistant, string HomeAssistantPrefix) Feed(DeviceSettings settings) =>
        (settings.FeedPrefix, settings.StateSeconds, settings.QuarterSeconds, settings.CostsSeconds, settings.DiagnosticsSeconds, settings.Telegrams, settings.HomeAssistant, settings.HomeAssistantPrefix);
}
