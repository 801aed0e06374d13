using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>Which broker a command for a device talks to, and as whom.</summary>
public sealed class DeviceOptionsTests : TemporaryFolder
{
    private const string Settings = """{"name": "home", "broker": {"host": "nas", "user": "home", "password": "of home"}}""";

    [Theory]
    [InlineData("", "home", "of home", null)]
    [InlineData("--user home", "home", "of home", null)]
    [InlineData("--password-file secret", "home", "of the file", null)]
    [InlineData("--user admin --password-file secret", "admin", "of the file", null)]
    [InlineData("--ca mine.pem", "home", "of home", "mine.pem")]
    public async Task What_the_command_line_says_goes_before_what_the_settings_say(string words, string user, string password, string? ca)
    {
        DeviceTarget target = await ReadAsync(Settings, words);

        Assert.Equal(new BrokerAccess(new BrokerAddress("nas", 1883, IsTls: false), user, password, ca), target.Access);
    }

    [Fact]
    public async Task The_password_of_the_settings_goes_to_no_other_user()
    {
        string settings = Write("settings.json", Settings);
        string secret = Write("nothing", "");

        Assert.Equal("", (await ReadAsync(Settings, "--user \"\"")).Access.Password);
        Assert.Equal("", (await ReadAsync(File.ReadAllText(settings), $"--user admin --password-file {secret}")).Access.Password);
    }

    [Fact]
    public async Task Settings_without_broker_leave_the_cable()
    {
        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => ReadAsync("""{"name": "home"}""", ""));

        Assert.Equal(ExitCode.WrongUsage, failure.ExitCode);
        Assert.Equal("settings.json names no broker, so the device can only be changed over the cable: 'meter flash --only files'; or name a broker with --broker.", failure.Message.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Assert.Equal("other", (await ReadAsync("""{"name": "home"}""", "--broker other")).Access.Address.Host);
    }

    [Fact]
    public async Task Whoever_hears_of_no_device_is_told_as_whom_he_asked()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(FreePort.Find());
        Write("settings.json", $$$"""{"broker": {"host": "127.0.0.1", "port": {{{broker.Address.Port}}}, "user": "home", "password": "x"}}""");
        const string Hint = "user home; if the broker's rules hide it, name another with --user.";

        // Nobody comes, however long one waits.
        HastyClock clock = new((DeviceCensus.Patience, TimeSpan.FromMilliseconds(50)), (RemoteDevice.KeptPatience, TimeSpan.FromMilliseconds(50)), (TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50)));
        MeterProcess devices = await MeterProcess.RunAsync(clock, Folder, "devices");
        MeterProcess restart = await MeterProcess.RunAsync(clock, Folder, "restart");
        MeterProcess named = await MeterProcess.RunAsync(clock, Folder, "restart", "--device", "a");
        MeterProcess other = await MeterProcess.RunAsync(clock, Folder, "devices", "--user", "");

        Assert.Equal((3, $"No device has told of itself at {broker.Address} under meter/. This was as {Hint}"), (devices.ExitCode, devices.Errors.TrimEnd()));
        Assert.EndsWith(Hint, restart.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal($"No device a at {broker.Address} has told of itself; 'meter devices' lists those that have. This was as {Hint}", named.Errors.TrimEnd());
        Assert.EndsWith("under meter/.", other.Errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_devices_of_settings_without_broker_are_nowhere()
    {
        Write("settings.json", "{}");

        MeterProcess devices = MeterProcess.RunIn(Folder, [], "devices");

        Assert.Equal((2, "settings.json names no broker; name one with --broker."), (devices.ExitCode, devices.Errors.TrimEnd()));
    }

    private async Task<DeviceTarget> ReadAsync(string settings, string words)
    {
        string secret = Write("secret", "of the file\n");
        DeviceOptions options = new();
        Command command = new("x");
        options.AddTo(command);
        string line = $"--settings {Write("settings.json", settings)} {words.Replace("--password-file secret", $"--password-file {secret}", StringComparison.Ordinal)}";
        return await options.ReadAsync(command.Parse(line + " --device home"), TimeProvider.System, CancellationToken.None);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
