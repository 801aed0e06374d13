using MeterFirmware.Companion.Mqtt;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("mqtt://192.168.1.10:1884", "192.168.1.10", 1884, false)]
    [InlineData("mqtt://broker.lan", "broker.lan", 1883, false)]
    [InlineData("mqtts://broker.lan", "broker.lan", 8883, true)]
    [InlineData("mqtts://broker.lan:443/", "broker.lan", 443, true)]
    [InlineData("broker.lan", "broker.lan", 1883, false)]
    [InlineData("broker.lan:1900", "broker.lan", 1900, false)]
    [InlineData("mqtt://[::1]:1900", "::1", 1900, false)]
    [InlineData("mqtt://a,b.lan,c:1884", "a,b.lan,c", 1884, false)]
    [InlineData("mqtts://[::1],10.0.0.1", "::1,10.0.0.1", 8883, true)]
    public void An_address_is_read(string text, string host, int port, bool isTls)
    {
        Assert.True(BrokerAddress.TryParse(text, out BrokerAddress? address));
        Assert.Equal(new BrokerAddress(host, port, isTls), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mqtt://")]
    [InlineData("http://broker.lan")]
    [InlineData("mqtt://broker.lan:0")]
    [InlineData("mqtt://broker.lan:65536")]
    [InlineData("mqtt://user:password@broker.lan")]
    [InlineData("mqtt://broker.lan/meter")]
    [InlineData("mqtt://a,")]
    [InlineData("mqtt://a,,b")]
    [InlineData("mqtt://a:1883,b:1884")]
    [InlineData("mqtt://a,mqtt://b")]
    public void Anything_else_is_refused(string text) => Assert.False(BrokerAddress.TryParse(text, out _));

    [Theory]
    [InlineData("mqtt://[::1]:1900")]
    [InlineData("mqtts://broker.lan:8883")]
    [InlineData("mqtt://a,[::1],c:1900")]
    public void It_is_written_as_it_is_read(string text)
    {
        Assert.True(BrokerAddress.TryParse(text, out BrokerAddress? address));
        Assert.Equal(text, address.ToString());
    }
}
