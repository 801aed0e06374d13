using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter flash</c>: firmware, Wi-Fi, settings and rates onto the chip.</summary>
internal sealed class FlashCommand
{
    private readonly Option<string?> _settings = new("--settings") { Description = "Settings; default settings.json when it is there", HelpName = "FILE" };
    private readonly Option<string?> _rates = new("--rates") { Description = "Rates; default rates.json when it is there", HelpName = "FILE" };
    private readonly Option<FlashPart[]> _only = new("--only")
    {
        Description = "Only these, of clr, image, wifi and files; default all, Wi-Fi when --wifi-ssid names it",
        HelpName = "PART,PART",
        CustomParser = Parts,
    };

    private readonly Option<bool> _targets = new("--targets") { Description = "List the targets, and which board takes which" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Ask nothing: what no option answers gets its default" };
    private readonly FlashOptions _options = new();

    private FlashCommand()
    {
        OptionText.Suggest(_only, Enum.GetNames<FlashPart>().Select(name => name.ToLowerInvariant()));
    }

    public static Command Create(TimeProvider clock)
    {
        FlashCommand flash = new();
        Command command = new("flash", RootHelp.Of("flash")) { flash._settings, flash._rates, flash._only, flash._targets, flash._yes };
        flash._options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(flash._targets))
            {
                ShowTargets();
            }
            else
            {
                await flash.RunAsync(parsed, clock, cancellation);
            }

            return ExitCode.Well;
        });
        return command;
    }

    private async Task RunAsync(ParseResult parsed, TimeProvider clock, CancellationToken cancellation)
    {
        FlashPreparation preparation = new(_options, parsed, new Questions(AnsiConsole.Console, Questions.HasTerminal && !parsed.GetValue(_yes), cancellation));
        FlashPart[]? chosen = parsed.GetValue(_only) is { Length: > 0 } parts ? parts : null;
        bool Has(FlashPart part) => chosen == null || chosen.Contains(part);
        if (parsed.GetValue(_options.Erase) && !Has(FlashPart.Clr))
        {
            throw new CommandFailure(ExitCode.WrongUsage, "--erase leaves a chip without nanoCLR; add clr to --only.");
        }

        // The usual board is a guess until its nanoCLR is flashed, which is only done to the right chip.
        string target = await preparation.TargetAsync(isAsked: false);
        string? knownTarget = preparation.IsTargetGiven || Has(FlashPart.Clr) ? target : null;
        List<ChipFile> files = Has(FlashPart.Files) ? preparation.Files(parsed.GetValue(_settings), parsed.GetValue(_rates), knownTarget) : [];
        TellOfMissing(files, chosen);

        Nanoff? nanoff = await preparation.NanoffAsync(cancellation);
        using PrivateFolder folder = new();
        FlashRequest request = new()
        {
            Port = await preparation.PortAsync(),
            Target = target,
            HasClr = Has(FlashPart.Clr),
            Erase = parsed.GetValue(_options.Erase),
            Image = Has(FlashPart.Image) ? await preparation.ImageAsync(folder.Path, cancellation) : null,
            Wifi = Has(FlashPart.Wifi) ? await preparation.WifiAsync("--wifi-ssid", isAsked: chosen != null, mayBeNone: false) : null,
            Files = files,
            Settings = preparation.Settings,
        };
        await preparation.RunAsync(nanoff, request, folder, clock, cancellation);
        if (nanoff == null && files.Find(file => file.NameOnChip == SettingsFile.DefaultName) is ChipFile settingsFile)
        {
            Console.WriteLine($"# {settingsFile.Path}\n{DryRun.WithoutSecrets(Sources.SmallFile.ReadText(settingsFile.Path))}");
        }
    }

    private static void TellOfMissing(List<ChipFile> files, FlashPart[]? chosen)
    {
        if (files.Count == 0 && chosen?.Contains(FlashPart.Files) == true)
        {
            throw new CommandFailure(ExitCode.BadInput, "There is no settings.json or rates.json here; 'meter setup' writes both, or name them with --settings and --rates.");
        }

        if (chosen == null && !files.Exists(file => file.NameOnChip is SettingsFile.DefaultName or RatesFile.DefaultName))
        {
            Console.Error.WriteLine("No settings.json and rates.json here; the chip keeps its own, or gets the defaults.");
        }
    }

    private static void ShowTargets()
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("Target", "Boards", "RX", "SDA", "SCL");
        foreach (FlashTarget target in FlashTarget.All)
        {
            table.AddRow(target.Name, target.Boards, $"{target.Pins.Rx}", $"{target.Pins.Data}", $"{target.Pins.Clock}");
        }

        AnsiConsole.Write(table);
        Sentence.Write($"nanoff looks which chip it is before it flashes. It knows further targets: nanoff --listtargets --platform esp32");
    }

    private static FlashPart[] Parts(ArgumentResult result)
    {
        List<FlashPart> parts = [];
        foreach (string word in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!char.IsAsciiLetter(word.FirstOrDefault()) || !Enum.TryParse(word, ignoreCase: true, out FlashPart part))
            {
                result.AddError($"--only takes clr, image, wifi and files with commas between, not \"{word}\".");
                return [];
            }

            parts.Add(part);
        }

        return [.. parts];
    }
}
