using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Sources;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of reading a meter at its own pace: on this terminal, or as a service.</summary>
/// <param name="isService">Whether nobody will be there.</param>
/// <param name="otherBroker">Another option that names a broker, for the same user; null for none.</param>
internal sealed class RunOptions(bool isService, Option<BrokerAddress?>? otherBroker = null)
{
    public InputOptions Sources { get; } = new();

    public Option<string?> Rates { get; } = new("--rates") { Description = $"Prices; default {RatesFile.DefaultName} in this folder, when it is there", HelpName = "FILE" };

    public PriceOptions Prices { get; } = new("--prices", canBeOff: true);

    public Option<string?> State { get; } = new("--state") { Description = "Keep the totals in this file, and take them back at the next start", HelpName = "FILE" };

    public Option<int> Target { get; } = new("--target") { Description = "A peak in kW that may be used freely, when above the tariff's floor", HelpName = "KW", CustomParser = result => OptionText.Kilowatts(result, "--target") };

    public Option<bool> WithoutCrc { get; } = new("--accept-without-crc") { Description = "Accept telegrams that print no CRC (DSMR 2.2 and 3), as those of a file always are" };

    public ConnectionOptions Broker { get; } = new("--publish", $"Publish what is read to this broker: {BrokerAddress.Form}", canAsk: !isService) { Other = otherBroker };

    public Option<string> Id { get; } = new("--id") { Description = "The device's id at the broker: topics begin with meter/ID", HelpName = "ID", DefaultValueFactory = _ => OwnId(), CustomParser = result => OptionText.DeviceId(result, "--id") };

    public Option<string?> Name { get; } = new("--name") { Description = "The device's name in Home Assistant; default P1 meter", HelpName = "NAME", CustomParser = result => OptionText.Name(result, "--name") };

    public Option<bool> WithoutHomeAssistant { get; } = new("--no-home-assistant") { Description = "Do not tell Home Assistant of the device" };

    /// <summary>A topic of ntfy.</summary>
    public Option<Uri?> Ntfy { get; } = new("--ntfy") { Description = "Post those events to this topic of an ntfy server, such as https://ntfy.sh/TOPIC", HelpName = "URL", CustomParser = result => OptionText.NtfyTopic(result, "--ntfy") };

    /// <summary>Those whose value is the path of a file.</summary>
    public IReadOnlyList<Option> Files => [Rates, State, NtfyTokenFile, Prices.TokenFile, .. Broker.Files];

    /// <summary>Those of a meter that is read here.</summary>
    public IReadOnlyList<Option> OfMeter => [Rates, State, Target, WithoutCrc, .. Prices.All, Broker.Url, Id, Name, WithoutHomeAssistant, OnAlarm, OnPeak, OnSilence, Ntfy, NtfyTokenFile];

    private Option<string?> OnAlarm { get; } = new("--on-alarm") { Description = "Run this command of the shell when a peak is ahead, and when it no longer is: the event is JSON on its input, and in METER_EVENT, METER_TEXT and others", HelpName = "COMMAND" };

    private Option<string?> OnPeak { get; } = new("--on-peak") { Description = "Likewise when the month has a new peak", HelpName = "COMMAND" };

    private Option<string?> OnSilence { get; } = new("--on-silence") { Description = "Likewise when no telegram has come for a minute, and when they come again", HelpName = "COMMAND" };

    private Option<string?> NtfyTokenFile { get; } = new("--ntfy-token-file") { Description = "A file whose first line is the access token for it", HelpName = "FILE" };

    /// <summary>Whether what stands after an option is the path of a file.</summary>
    public bool IsFile(Option option, string value) => Files.Contains(option) || (Prices.IsSource(option) && !PriceOptions.IsName(value));

    /// <summary>Adds all but the sources.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Rates, State, Target, WithoutCrc })
        {
            command.Options.Add(option);
        }

        Prices.AddTo(command);
        Broker.AddTo(command);
        command.Options.Add(Id);
        command.Options.Add(Name);
        command.Options.Add(WithoutHomeAssistant);
        foreach (Option option in new Option[] { OnAlarm, OnPeak, OnSilence, Ntfy, NtfyTokenFile })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The file with the token for ntfy that the command line names, or null.</summary>
    public string? NtfyTokenFileOf(ParseResult parsed) => parsed.GetValue(NtfyTokenFile);

    /// <summary>Whom the command line tells of events; null for nobody.</summary>
    /// <exception cref="CommandFailure">The token's file cannot be read.</exception>
    public NoticeTargets? Notices(ParseResult parsed)
    {
        NoticeTargets targets = new()
        {
            OnAlarm = parsed.GetValue(OnAlarm),
            OnPeak = parsed.GetValue(OnPeak),
            OnSilence = parsed.GetValue(OnSilence),
            Ntfy = parsed.GetValue(Ntfy),
            NtfyToken = parsed.GetValue(NtfyTokenFile) is string path ? SmallFile.ReadFirstLine(path).Trim() : "",
        };
        return targets == new NoticeTargets() ? null : targets;
    }

    /// <summary>The file with the prices, or null.</summary>
    public string? RatesPath(ParseResult parsed) => parsed.GetValue(Rates) ?? (File.Exists(RatesFile.DefaultName) ? RatesFile.DefaultName : null);

    /// <summary>Adds an error when there is not one source, or something is said about a broker that is not named.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="error">What to say when there is not one.</param>
    /// <param name="others">Sources that it names by other options.</param>
    public void RequireSource(CommandResult result, string error, int others = 0)
    {
        if (Sources.Count(result) + others != 1)
        {
            result.AddError(error);
        }

        Broker.RequireUrl(result);
        if (result.GetResult(NtfyTokenFile) != null && result.GetResult(Ntfy) == null)
        {
            result.AddError($"{NtfyTokenFile.Name} belongs to {Ntfy.Name} URL.");
        }
    }

    // Two machines at one broker need two ids.
    private static string OwnId()
    {
        string machine = string.Concat(Environment.MachineName.ToLowerInvariant().Where(OptionText.IsOfDeviceId));
        string name = "meter-" + machine;
        return name.Length > OptionText.LongestDeviceId ? name[..OptionText.LongestDeviceId] : name;
    }
}
