using System.CommandLine;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using MeterFirmware.Settings;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that say which device is told something over which broker.</summary>
internal sealed class DeviceOptions
{
    private const string SecretVariable = "METER_SECRET";

    private static readonly BrokerAddress ThisMachine = new("localhost", BrokerAddress.PlainPort, IsTls: false);

    private readonly ConnectionOptions _broker = new("--broker", $"The broker: {BrokerAddress.Form}; default that of the settings, else {ThisMachine}");
    private readonly Option<string?> _device = new("--device") { Description = "The device's id; needed when the broker has more than one", HelpName = "ID", CustomParser = result => OptionText.Topic(result, "--device") };
    private readonly Option<string?> _prefix = new("--prefix") { Description = "What its topics start with; default meter/ID", HelpName = "TOPIC", CustomParser = result => OptionText.Topic(result, "--prefix") };
    private readonly Option<string?> _settings = new("--settings") { Description = $"The device's settings, for its broker, name and secret; default {SettingsFile.DefaultName} in this folder, when it is there and no broker is named", HelpName = "FILE" };
    private readonly Option<string?> _secretFile = new("--secret-file") { Description = $"A file whose first line is the device's secret; else {SecretVariable}, or the settings", HelpName = "FILE" };

    /// <summary>Adds those that name the broker only.</summary>
    public void AddBrokerTo(Command command) => _broker.AddTo(command);

    public void AddTo(Command command)
    {
        _broker.AddTo(command);
        command.Options.Add(_device);
        command.Options.Add(_prefix);
        command.Options.Add(_settings);
        command.Options.Add(_secretFile);
    }

    /// <summary>The device that the command line names, or the only one there is.</summary>
    /// <exception cref="CommandFailure">A file cannot be read, the settings name no broker, the broker cannot be reached, or there is not exactly one device.</exception>
    public async Task<DeviceTarget> ReadAsync(ParseResult parsed, TimeProvider clock, CancellationToken cancellation)
    {
        bool isBrokerNamed = parsed.GetValue(_broker.Url) != null;
        string? path = parsed.GetValue(_settings) ?? (!isBrokerNamed && File.Exists(SettingsFile.DefaultName) ? SettingsFile.DefaultName : null);
        DeviceSettings? settings = path == null ? null : SettingsFile.Read(path);
        if (!isBrokerNamed && settings is { HasBroker: false })
        {
            throw new CommandFailure(
                ExitCode.WrongUsage,
                $"{path} names no broker, so the device can only be changed over the cable: 'meter flash --only files'; or name a broker with --broker.");
        }

        BrokerAccess access = !isBrokerNamed && settings != null
            ? _broker.Over(parsed, BrokerAccess.Of(settings, Path.GetDirectoryName(Path.GetFullPath(path!))!))
            : _broker.Read(parsed, ThisMachine);

        string? id = parsed.GetValue(_device) ?? (settings is { Name.Length: > 0 } ? settings.Name : null);
        id ??= await DeviceCensus.FindOnlyAsync(access, clock, cancellation);
        string prefix = parsed.GetValue(_prefix) ?? settings?.FeedPrefix ?? "";
        string root = new PublisherOptions { DeviceId = id, Prefix = prefix }.Topic("").TrimEnd('/');
        string secret = SecretInput.Read(parsed.GetValue(_secretFile), SecretVariable) ?? settings?.Secret ?? "";
        return new DeviceTarget(access, id, root, secret)
        {
            BrokerWords = _broker.Words(parsed),
            Words = _broker.Words(parsed) + ShellWords.Tail(OptionText.Given(parsed, _device, _prefix, _settings, _secretFile)),
        };
    }

    /// <summary>The broker that the command line names, else that of the settings, else one on this machine.</summary>
    /// <exception cref="CommandFailure">A file cannot be read, or the settings name no broker.</exception>
    public BrokerAccess ReadBroker(ParseResult parsed)
    {
        bool hasSettings = parsed.GetValue(_broker.Url) == null && File.Exists(SettingsFile.DefaultName);
        DeviceSettings? settings = hasSettings ? SettingsFile.Read(SettingsFile.DefaultName) : null;
        return settings switch
        {
            null => _broker.Read(parsed, ThisMachine),
            { HasBroker: true } => _broker.Over(parsed, BrokerAccess.Of(settings, ".")),
            _ => throw new CommandFailure(ExitCode.WrongUsage, $"{SettingsFile.DefaultName} names no broker; name one with --broker."),
        };
    }
}
