using System.Net;
using System.Text;
using MQTTnet.Server;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Firmware.Tests.Network;
using MeterFirmware.Mqtt;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

/// <summary>Encrypted connections: to a broker of an authority that this machine or the user trusts, made out to its name.</summary>
public sealed class LinkTlsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meter").FullName;
    private readonly TestAuthority _authority = new("house");
    private readonly int _port = FreePort.Find();
    private MqttServer _server = null!;

    private string Certificates => Path.Combine(_folder, "ca.pem");

    public Task InitializeAsync()
    {
        MqttServerFactory factory = new();
        _server = factory.CreateMqttServer(factory.CreateServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithEncryptedEndpoint()
            .WithEncryptedEndpointPort(_port)
            .WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None)
            .WithEncryptionCertificate(_authority.Issue("localhost", out _, out _), new MqttServerCertificateCredentials { Password = TestAuthority.Password })
            .Build());
        return _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_authority_of_the_users_may_be_one_of_a_long_file()
    {
        Trust([.. Enumerable.Range(0, 10).Select(i => new TestAuthority($"other {i}")), _authority]);
        Assert.InRange(new FileInfo(Certificates).Length, 4097, long.MaxValue);

        await MqttLink.TryAsync(Access("localhost"), CancellationToken.None);
    }

    [Fact]
    public async Task Another_authority_and_another_name_are_refused()
    {
        Trust(new TestAuthority("other"));
        CommandFailure authority = await Assert.ThrowsAsync<CommandFailure>(() => MqttLink.TryAsync(Access("localhost"), CancellationToken.None));
        Trust(_authority);
        CommandFailure name = await Assert.ThrowsAsync<CommandFailure>(() => MqttLink.TryAsync(Access("127.0.0.1"), CancellationToken.None));

        Assert.Equal((3, $"The certificate of the broker mqtts://localhost:{_port} is not of the authority in {Certificates}, or not made out to localhost."), (authority.ExitCode, authority.Message));
        Assert.Equal((3, $"The certificate of the broker mqtts://127.0.0.1:{_port} is not of the authority in {Certificates}, or not made out to 127.0.0.1."), (name.ExitCode, name.Message));
    }

    [PosixFact(IsLong = true)]
    public async Task Publishing_trusts_the_authorities_of_the_machine_and_the_users_beside_them()
    {
        Trust(_authority);
        MeterProcess.RunIn(_folder, [], "simulate", "--out", "house.p1", "--telegrams", "2");
        Dictionary<string, string> trusting = new() { ["SSL_CERT_FILE"] = Certificates };
        File.WriteAllText(Path.Combine(_folder, "other.pem"), Encoding.ASCII.GetString(new TestAuthority("other").Pem));
        string[] Run(string id) => ["run", "--file", "house.p1", "--publish", $"mqtts://localhost:{_port}", "--id", id];

        MeterProcess[] trusted = await Task.WhenAll(
            Task.Run(() => MeterProcess.RunApart(trusting, _folder, [], Run("machine"))),
            Task.Run(() => MeterProcess.RunApart(trusting, _folder, [], [.. Run("both"), "--ca", "other.pem"])));
        HastyClock clock = new() { Times = 4 };
        MeterProcess user = await MeterProcess.RunAsync(clock, _folder, [.. Run("user"), "--ca", "ca.pem"]);
        MeterProcess none = await MeterProcess.RunAsync(clock, _folder, Run("none"));

        // Not every system's trust can be changed for a process.
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("published as meter/machine/#", trusted[0].Errors, StringComparison.Ordinal);
            Assert.Contains("published as meter/both/#", trusted[1].Errors, StringComparison.Ordinal);
        }

        Assert.Contains("published as meter/user/#", user.Errors, StringComparison.Ordinal);
        Assert.Contains($"broker localhost:{_port}: no TLS link, trying again", none.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0), (trusted[0].ExitCode, trusted[1].ExitCode, user.ExitCode, none.ExitCode));
    }

    [Theory]
    [InlineData("none.pem", "There is no file none.pem; check the path.")]
    [InlineData("text.pem", "text.pem holds no certificate (PEM).")]
    public void An_authority_that_is_not_there_is_told_before_anything_starts(string name, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "text.pem"), "nothing of the kind");
        BrokerAccess access = new(new BrokerAddress("b", BrokerAddress.TlsPort, IsTls: true), CaPath: Path.Combine(_folder, name));

        CommandFailure failure = Assert.Throws<CommandFailure>(() => new MqttLink(access, new PublisherOptions(), TimeProvider.System));

        Assert.StartsWith(message, failure.Message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private void Trust(params TestAuthority[] authorities) => File.WriteAllText(Certificates, string.Concat(authorities.Select(authority => Encoding.ASCII.GetString(authority.Pem) + "\n")));

    private BrokerAccess Access(string host) => new(new BrokerAddress(host, _port, IsTls: true), CaPath: Certificates);
}
