using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Chip;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of the commands that flash a chip.</summary>
internal sealed class FlashOptions
{
    public Option<string?> Port { get; } = new("--port") { Description = "Serial port of the chip, for instance /dev/ttyUSB0 or COM3; not needed when there is only one", HelpName = "PORT" };

    public Option<string?> Target { get; } = new("--target")
    {
        Description = $"Which board: its build of nanoCLR, and in setup its pins; 'meter flash --targets' lists them; default {FlashTarget.Default}",
        HelpName = "NAME",
        CustomParser = TargetName,
    };

    public Option<string?> Image { get; } = new("--image") { Description = $"Firmware; default the {FirmwareImage.FileName} beside this program, or the one built in firmware", HelpName = "FILE" };

    public Option<string?> Ssid { get; } = new("--wifi-ssid") { Description = "Name of the Wi-Fi network", HelpName = "SSID" };

    public Option<string?> WifiPasswordFile { get; } = new("--wifi-password-file") { Description = "Its password is the first line of this file; else METER_WIFI_PASSWORD, else it is asked", HelpName = "FILE" };

    public Option<string?> Ca { get; } = new("--ca") { Description = "Certificate of the authority that the broker's certificate is checked with (PEM); default broker-ca.pem beside the settings", HelpName = "FILE" };

    public Option<string?> ClientCertificate { get; } = new("--client-cert") { Description = "Certificate that the device shows the broker (PEM); default client.pem beside the settings", HelpName = "FILE" };

    public Option<string?> ClientKey { get; } = new("--client-key") { Description = "Its key (PEM); default client-key.pem beside the settings", HelpName = "FILE" };

    public Option<bool> Erase { get; } = new("--erase") { Description = "Erase the whole chip first: totals, Wi-Fi and settings go too" };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only print the commands of nanoff and the files that it would read, secrets masked" };

    public Option<string?> Nanoff { get; } = new("--nanoff") { Description = "Where nanoff is; default on the PATH or in ~/.dotnet/tools", HelpName = "PATH" };

    public Option<bool> Install { get; } = new("--install") { Description = $"Install nanoff when it is missing: {Chip.Nanoff.InstallLine}" };

    /// <summary>What the command line says of all but the target and the network's name, as it can be said again to flash.</summary>
    public IEnumerable<string> Given(ParseResult parsed) =>
        OptionText.Given(parsed, Port, Image, WifiPasswordFile, Ca, ClientCertificate, ClientKey, Erase, Nanoff, Install);

    public FlashOptions()
    {
        Target.CompletionSources.Add([.. FlashTarget.All.Select(target => target.Name)]);
        Port.CompletionSources.Add(_ => SerialPorts.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Port, Target, Image, Ssid, WifiPasswordFile, Ca, ClientCertificate, ClientKey, Erase, DryRun, Nanoff, Install })
        {
            command.Options.Add(option);
        }
    }

    // nanoff knows more targets than this project.
    private static string TargetName(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            result.AddError($"--target takes a name such as {FlashTarget.Default}, not \"{text}\".");
        }

        return text;
    }
}
