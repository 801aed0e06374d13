using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of reading a meter at its own pace: on this terminal, or as a service.</summary>
/// <param name="isService">Whether nobody will be there.</param>
internal sealed class RunOptions(bool isService)
{
    public InputOptions Sources { get; } = new();

    public Option<string?> Rates { get; } = new("--rates") { Description = $"Prices; default {RatesFile.DefaultName} in this folder, when it is there", HelpName = "FILE" };

    public PriceOptions Prices { get; } = new("--prices", canBeOff: true);

    public Option<string?> State { get; } = new("--state") { Description = "Keep the totals in this file, and take them back at the next start", HelpName = "FILE" };

    public Option<int> Target { get; } = new("--target") { Description = "A peak in kW that may be used freely, when above the tariff's floor", HelpName = "KW", CustomParser = result => OptionText.Kilowatts(result, "--target") };

    public Option<bool> WithoutCrc { get; } = new("--accept-without-crc") { Description = "Accept telegrams that print no CRC (DSMR 2.2 and 3), as those of a file always are" };

    public ConnectionOptions Broker { get; } = new("--publish", $"Publish what is read to this broker: {BrokerAddress.Form}", canAsk: !isService);

    public Option<string> Id { get; } = new("--id") { Description = "The device's id at the broker: topics begin with meter/ID", HelpName = "ID", DefaultValueFactory = _ => OwnId(), CustomParser = result => OptionText.DeviceId(result, "--id") };

    public Option<string?> Name { get; } = new("--name") { Description = "The device's name in Home Assistant; default P1 meter", HelpName = "NAME", CustomParser = result => OptionText.Name(result, "--name") };

    public Option<bool> WithoutHomeAssistant { get; } = new("--no-home-assistant") { Description = "Do not tell Home Assistant of the device" };

    /// <summary>Those whose value is the path of a file.</summary>
    public IReadOnlyList<Option> Files => [Rates, State, Prices.TokenFile, .. Broker.Files];

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
    }

    /// <summary>Adds an error when there is not one source, or something is said about a broker that is not named.</summary>
    public void RequireSource(CommandResult result, string error)
    {
        if (Sources.Count(result) != 1)
        {
            result.AddError(error);
        }

        Broker.RequireUrl(result);
    }

    // Two machines at one broker need two ids.
    private static string OwnId()
    {
        string machine = string.Concat(Environment.MachineName.ToLowerInvariant().Where(OptionText.IsOfDeviceId));
        string name = "meter-" + machine;
        return name.Length > OptionText.LongestDeviceId ? name[..OptionText.LongestDeviceId] : name;
    }
}
