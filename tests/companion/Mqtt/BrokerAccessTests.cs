using System.Net;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Feed;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Xunit;

namespace MeterFirmware.Companion.Tests.Mqtt;

public sealed class BrokerAccessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meter").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task User_and_password_open_the_door_and_others_are_told_what_to_do()
    {
        BrokerAddress address = new("127.0.0.1", FreePort.Find(), IsTls: false);
        MqttServerFactory factory = new();
        using MqttServer server = factory.CreateMqttServer(factory.CreateServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(address.Port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .Build());
        server.ValidatingConnectionAsync += args =>
        {
            bool isRight = args.UserName == "me" && args.Password == "s3cret";
            args.ReasonCode = isRight ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        await server.StartAsync();

        await MqttLink.TryAsync(new BrokerAccess(address, "me", "s3cret"), CancellationToken.None);
        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => MqttLink.TryAsync(new BrokerAccess(address, "me", "guess"), CancellationToken.None));
        await server.StopAsync(new MqttServerStopOptions());

        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
        Assert.Equal($"The broker {address} refuses this user and password; check both.", failure.Message);
    }

    [Theory]
    [InlineData("none.pem", "There is no file none.pem; check the path.")]
    [InlineData("text.pem", "text.pem holds no certificate (PEM).")]
    public void An_authority_that_is_not_there_is_told_before_anything_starts(string name, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "text.pem"), "nothing of the kind");
        BrokerAccess access = new(new BrokerAddress("b", BrokerAddress.TlsPort, IsTls: true), CaPath: Path.Combine(_folder, name));

        CommandFailure failure = Assert.Throws<CommandFailure>(() => new MqttLink(access, new FeedOptions(), TimeProvider.System));

        Assert.StartsWith(message, failure.Message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
