using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Network;

namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>Encrypted connections: only to a broker whose certificate comes from the authority that the user named.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Address = "127.0.0.1";

    private readonly TestAuthority _own = new("own");
    private readonly FlashThatDies _flash = new();
    private TestBroker? _broker;

    public void Dispose() => _broker?.Dispose();

    [Fact]
    public void A_certificate_of_the_named_authority_is_accepted()
    {
        _flash.Files[BrokerOptions.CaName] = Padded(4096);
        using LinkRig rig = Rig(_own, Address);
        rig.Connect();
        rig.Settle();

        Assert.Equal("online", _broker!.Retained(rig.Topic("status")));
    }

    [Fact]
    public void A_certificate_of_another_authority_is_refused()
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        AssertRefused(Rig(new TestAuthority("own"), Address), "no TLS link");
    }

    [Fact]
    public void A_certificate_for_another_host_is_refused()
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        AssertRefused(Rig(_own, "nas.lan"), "no TLS link");
    }

    [Fact]
    public void Without_an_authority_nothing_is_tried_and_it_says_so() => AssertRefused(Rig(_own, Address), "no CA");

    [Theory]
    [InlineData(0)]
    [InlineData(4097)]
    public void An_authority_of_no_bytes_or_more_than_4_kB_is_none(int bytes)
    {
        _flash.Files[BrokerOptions.CaName] = new byte[bytes];
        AssertRefused(Rig(_own, Address), "no CA");
    }

    [Fact]
    public void An_authority_that_cannot_be_read_is_none()
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        _flash.Unreadable = (BrokerOptions.CaName, 9);
        AssertRefused(Rig(_own, Address), "no CA");
    }

    [Theory]
    [InlineData(BrokerOptions.ClientName)]
    [InlineData(BrokerOptions.KeyName)]
    public void A_certificate_without_its_key_or_a_key_without_its_certificate_is_not_shown(string name)
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        _own.Issue("meter-1", out byte[] pem, out byte[] key);
        _flash.Files[name] = name == BrokerOptions.KeyName ? key : pem;
        using LinkRig rig = Rig(_own, Address);
        rig.Connect();

        Assert.Null(_broker!.LastClientCertificate);
    }

    [Fact]
    public void What_is_no_certificate_is_not_taken_for_one()
    {
        _flash.Files[BrokerOptions.CaName] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8.ToArray();
        AssertRefused(Rig(_own, Address), "bad CA");
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        _own.Issue("meter-1", out byte[] pem, out _);
        _own.Issue("meter-1", out _, out byte[] key);
        _flash.Files[BrokerOptions.ClientName] = pem;
        _flash.Files[BrokerOptions.KeyName] = key;
        AssertRefused(Rig(_own, Address), "bad client.pem");
    }

    [Fact]
    public void A_certificate_of_the_devices_own_is_shown_to_the_broker()
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        _own.Issue("meter-1", out byte[] pem, out byte[] key);
        _flash.Files[BrokerOptions.ClientName] = pem;
        _flash.Files[BrokerOptions.KeyName] = key;
        using LinkRig rig = Rig(_own, Address);
        rig.Connect();

        Assert.Equal("CN=meter-1", _broker!.LastClientCertificate);
    }

    [Fact]
    public void Before_the_clock_is_set_nothing_is_tried()
    {
        _flash.Files[BrokerOptions.CaName] = _own.Pem;
        using LinkRig rig = Rig(_own, Address);
        rig.Link.HasTime = false;
        rig.Link.Step(rig.NowMs);
        Assert.Equal((null, "no time"), (_broker!.LastClientId, rig.Link.State));

        rig.Link.HasTime = true;
        rig.Connect();
    }

    [Fact]
    public void A_client_without_tls_gets_no_answer_from_a_broker_with_it()
    {
        _broker = new TestBroker(_own.Issue(Address, out _, out _));
        using LinkRig rig = new(_broker.Port);
        rig.Board.Patience = TimeSpan.FromMilliseconds(500);
        rig.Link.Step(rig.NowMs);

        Assert.Equal("no answer", rig.Link.State);
    }

    private byte[] Padded(int length) => [.. _own.Pem, .. Enumerable.Repeat((byte)'\n', length - _own.Pem.Length)];

    private LinkRig Rig(TestAuthority issuer, string brokerName)
    {
        _broker = new TestBroker(issuer.Issue(brokerName, out _, out _));
        return new LinkRig(_broker.Port, options =>
        {
            options.Tls = true;
            options.Flash = _flash;
        });
    }

    private void AssertRefused(LinkRig rig, string state)
    {
        using (rig)
        {
            rig.Link.Step(rig.NowMs);
            Assert.Equal((false, state), (rig.Link.IsConnected, rig.Link.State));
            Assert.Empty(_broker!.Messages());
        }
    }
}
